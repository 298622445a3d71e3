import type { Query } from '../../../profile/query.ts';
import type { Subject } from '../chart/state.ts';

/** What an incident page can be about beside what a chart is drawn of, by its kind. */
export interface TroubleStates {
  readonly alert: { readonly fingerprint: string };
  /** Alerts are not known, or not all of them. */
  readonly alerts: object;
  readonly verdict: object;
  /** What the logs of the versions say differently. */
  readonly patterns: object;
  readonly source: { readonly source: string };
  readonly unanswered: { readonly query: Query };
  readonly 'ring-store': object;
  readonly 'on-call': object;
  readonly 'nothing-watched': object;
}

export type TroubleKindId = keyof TroubleStates;

/** What is wrong and has no value of its own. */
export type Trouble<K extends TroubleKindId = TroubleKindId> = { [P in K]: { readonly kind: P } & TroubleStates[P] }[K];

/** What an incident page is about. */
export type Incident = Trouble | Subject;

/** All there is to one thing that is wrong, scrolled by so many lines. */
export interface IncidentView {
  readonly about: Incident;
  readonly scroll: number;
}

export const incidentView = (about: Incident) => ({ kind: 'incident', about, scroll: 0 }) as const;

export const alertView = (fingerprint: string) => incidentView({ kind: 'alert', fingerprint });
