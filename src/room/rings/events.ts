import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import type { Ring, RingState, Room } from '../room.ts';
import { makeSafe } from '../safe.ts';

/** Something that happened to a ring and others should hear of. */
export type RingEvent =
  | {
      readonly kind: 'validated' | 'revoked';
      readonly ring: string;
      readonly by: string;
      /** Of the act, so that who posts it again posts the same. */
      readonly at: Millis;
      readonly text: string;
      readonly note?: string | undefined;
    }
  | { readonly kind: 'progressed'; readonly ring: string; readonly state: Progress; readonly text: string };

/** What a ring goes through, in order; one that fails, or of which nothing is known, is still as far as it was. */
const STAGES: readonly RingState[] = ['waiting', 'deploying', 'soaking', 'ready', 'validated'];
const DEPLOYING = STAGES.indexOf('deploying');

/** Stages that are told as progress: a validation is told by whoever validates. */
type Progress = Exclude<RingState, 'waiting' | 'validated' | 'failing' | 'unknown' | 'rolled-back'>;
const isProgress = (state: RingState): state is Progress =>
  state === 'deploying' || state === 'soaking' || state === 'ready';

const NAMES: Readonly<Record<RingEvent['kind'], string>> = {
  validated: 'RingValidated',
  revoked: 'RingRevoked',
  progressed: 'RingProgressed',
};
const ORIGIN = 'ringdeck';

/** Where an event belongs. */
export interface EventScope {
  readonly profile: string;
  readonly environment: string;
  /** Further labels, to route by. */
  readonly labels: Labels;
}

/** The alert an event is: the same event has the same labels, whoever posts it, so Alertmanager keeps one. */
export function eventAlert(event: RingEvent, { profile, environment, labels }: EventScope) {
  const note = event.kind === 'progressed' ? undefined : event.note;
  return makeSafe({
    labels: {
      ...labels,
      alertname: NAMES[event.kind],
      severity: 'info',
      source: ORIGIN,
      profile,
      environment,
      ring: event.ring,
      ...(event.kind === 'progressed'
        ? { state: event.state }
        : { by: event.by, at: new Date(event.at).toISOString() }),
    },
    annotations: { summary: event.text, ...(note && { note }) },
  });
}

/** Whether an alert tells of what an operator did, and so is nothing to worry about. */
export const isRingEvent = (labels: Labels): boolean =>
  labels.source === ORIGIN && Object.values(NAMES).includes(labels.alertname ?? '');

/** Follows the rings from room to room and tells which have come further; what it sees first is no news. */
export class RingProgress {
  readonly #stages = new Map<string, number>();

  /** What has happened since the room before. */
  observe({ rings }: Pick<Room, 'rings'>): readonly RingEvent[] {
    return rings.flatMap((ring): readonly RingEvent[] => {
      const { id, state } = ring;
      // What is deployed again after it was rolled back begins anew.
      const stage = STAGES.indexOf(state === 'rolled-back' ? 'waiting' : state);
      if (stage < 0) return [];
      const before = this.#stages.get(id) ?? stage;
      this.#stages.set(id, stage);
      // What is deployed anew begins again.
      const further = stage > before || (stage === DEPLOYING && before > DEPLOYING);
      return further && isProgress(state) ? [{ kind: 'progressed', ring: id, state, text: textOf(ring, state) }] : [];
    });
  }
}

function textOf({ id, reason }: Ring, state: Progress): string {
  return state === 'ready' ? `${id} has soaked: ${reason}` : `${id} is ${state}: ${reason}`;
}
