import type { Limit } from '../../../limits/limit.ts';
import type { RoomAlert, State } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import type { Subject, SubjectKindId } from '../chart/state.ts';
import type { Incident } from './state.ts';

/** A number and the limit it is held against, in base units. */
export interface Gauge {
  readonly value: number;
  readonly limit: Limit;
  readonly unit: Unit;
  /** Both in words. */
  readonly told: Safe;
}

/** What an incident page tells of a thing, apart from its chart, and from what the room says of the candidate. */
export interface Facts {
  readonly title: Safe;
  readonly state: State;
  /** How it stands, with its number and its limit. */
  readonly sentence: Safe;
  /** What else there is to say, the most important first. */
  readonly more: readonly Safe[];
  /** What its number is held against; null where it has none, or it is not known. */
  readonly gauge: Gauge | null;
  /** Since when it is so, where the room knows; else its chart may tell. */
  readonly since: Millis | null;
  /** On which ring, version, machine. */
  readonly places: readonly Safe[];
  /** What is charted; null where there is nothing to chart. */
  readonly subject: Subject | null;
  /** The alert that it is, or that fires for it. */
  readonly alert: RoomAlert | null;
  /** Whether it is about what servers answer, and not about what they say. */
  readonly isOfServers: boolean;
  /** The ring that it holds up; null where it holds up none. */
  readonly ring: string | null;
}

const SUBJECTS: Readonly<Record<SubjectKindId, true>> = {
  metric: true,
  check: true,
  traffic: true,
  infra: true,
  slo: true,
  sla: true,
  panel: true,
};

/** Whether it can be charted. */
export const isSubject = (about: Incident): about is Subject => Object.hasOwn(SUBJECTS, about.kind);
