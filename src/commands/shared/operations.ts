import type { Clock } from '../../clock.ts';
import { Acknowledger } from '../../operations/acks/acknowledge.ts';
import { firingIn } from '../../operations/acks/firing-now.ts';
import { Announcer } from '../../operations/announcer.ts';
import type { Journal } from '../../operations/journal/journal.ts';
import { LiveOperations } from '../../operations/live-operations.ts';
import type { RingStore } from '../../operations/stores/ring-store.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { Room } from '../../room/room.ts';
import type { AlertmanagerMember } from '../../sources/alertmanager/types.ts';
import type { Prometheus } from '../../sources/prometheus/prometheus.ts';
import type { Acting } from './globals.ts';
import { operatorOf } from './operator.ts';
import type { World } from './world.ts';

interface Surroundings {
  readonly members: readonly AlertmanagerMember[];
  readonly store: RingStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly room: () => Room | undefined;
  /** Null where nobody is asked what fires: on a tape. */
  readonly prometheus: Pick<Prometheus, 'activeAlerts' | 'instant'> | null;
}

/** Tells Alertmanager of ring events where the profile asks for it. */
export function createAnnouncer({ profile }: Plan, members: readonly AlertmanagerMember[]): Announcer | null {
  const { id, environment, events } = profile;
  const { lasts, labels } = events;
  return events.alertmanager ? new Announcer({ members, lasts, labels, profile: id, environment }) : null;
}

/** What the operator may do, over the given servers and stores. */
export function createOperations(world: Pick<World, 'env'>, plan: Plan, options: Acting, around: Surroundings) {
  const operator = operatorOf(world, options);
  const { ack_duration: duration, ack_max: max, ack_mark: mark } = plan.profile.alerts;
  const acknowledger = new Acknowledger({
    members: around.members,
    operator,
    life: { duration, max },
    mark,
    clock: around.clock,
    ...(around.prometheus && { firing: firingIn(around.prometheus, around.clock) }),
  });
  return new LiveOperations({
    operator,
    readOnly: options.readOnly ? 'started with --read-only' : null,
    acknowledger,
    ringStore: around.store,
    journal: around.journal,
    clock: around.clock,
    announcer: createAnnouncer(plan, around.members),
    room: around.room,
  });
}
