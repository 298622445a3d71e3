import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import { makeSafe } from '../safe.ts';
import type { Comparison } from '../versions/comparison.ts';
import type { Traffic } from '../versions/traffic.ts';
import type { Validation } from './approvals.ts';
import type { Ring, RingState } from './rings.ts';

/** What of the room a ring is spoken of by. */
export interface RingRoom {
  readonly at: Millis;
  readonly comparison: Comparison | null;
  readonly traffic: Traffic | null;
}

/** Something that happened to a ring and others should hear of. */
export type RingEvent =
  | (Act & { readonly kind: 'validated'; readonly validation: Omit<Validation, 'at'> })
  | (Act & { readonly kind: 'revoked' })
  | { readonly kind: 'progressed'; readonly ring: Ring; readonly state: Progress; readonly room: RingRoom };

/** What an operator did to a ring. */
interface Act {
  readonly ring: string;
  readonly by: string;
  /** Of the act, so that who posts it again posts the same. */
  readonly at: Millis;
  readonly note?: string | undefined;
}

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

/** The alert an event is: the same event has the same labels, whoever posts it, so Alertmanager keeps one. @param summary it in words */
export function eventAlert(event: RingEvent, summary: string, { profile, environment, labels }: EventScope) {
  const note = event.kind === 'progressed' ? undefined : event.note;
  return makeSafe({
    labels: {
      ...labels,
      alertname: NAMES[event.kind],
      severity: 'info',
      source: ORIGIN,
      profile,
      environment,
      ring: event.kind === 'progressed' ? event.ring.id : event.ring,
      ...(event.kind === 'progressed'
        ? { state: event.state }
        : { by: event.by, at: new Date(event.at).toISOString() }),
    },
    annotations: { summary, ...(note && { note }) },
  });
}

/** Whether an alert tells of what an operator did, and so is nothing to worry about. */
export const isRingEvent = (labels: Labels): boolean =>
  labels.source === ORIGIN && Object.values(NAMES).includes(labels.alertname ?? '');

/** Follows the rings from room to room and tells which have come further; what it sees first is no news. */
export class RingProgress {
  readonly #stages = new Map<string, number>();

  /** What has happened since the room before. */
  observe({ rings, at, comparison, traffic }: RingRoom & { readonly rings: readonly Ring[] }): readonly RingEvent[] {
    return rings.flatMap((ring): readonly RingEvent[] => {
      const { id, state } = ring;
      // What is deployed again after it was rolled back begins anew.
      const stage = STAGES.indexOf(state === 'rolled-back' ? 'waiting' : state);
      if (stage < 0) return [];
      const before = this.#stages.get(id) ?? stage;
      this.#stages.set(id, stage);
      // What is deployed anew begins again.
      const further = stage > before || (stage === DEPLOYING && before > DEPLOYING);
      const room = { at, comparison, traffic };
      return further && isProgress(state) ? [{ kind: 'progressed', ring, state, room }] : [];
    });
  }
}
