import { isBeyond, type Limit } from '../../../limits/limit.ts';
import type { Room, State } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Unit } from '../../../units.ts';
import type { ChartMore, Curve, Source } from '../../canvas/charts/trend.ts';
import type { Line } from '../../canvas/runs.ts';
import type { Told } from '../incident/facts.ts';
import type { DetailInput } from '../shared/detail.ts';

/** What a chart is of: its name, unit, limit, queries, and the numbers above it. */
export interface Charted {
  readonly title: Safe;
  readonly unit: Unit;
  readonly limit: Limit | null;
  readonly curves: readonly Curve[];
  readonly facts: readonly Line[];
  readonly more?: Omit<ChartMore, 'limit'>;
  /** Nobody keeps its past: there is nothing to draw. */
  readonly isNow?: true;
  /** What is drawn in place of the curves, in so many rows. */
  readonly map?: (height: number) => readonly Line[];
}

/** Whose lines in the logs belong to it, and what it is called there. */
export interface Logged {
  readonly about: string;
  readonly labels: Labels;
}

/** What tells at any time whether a thing was as it should be. */
export interface Watched {
  readonly sources: readonly Source[];
  /** @param values of each source, as many */
  isBad(values: readonly number[]): boolean;
}

/** By a limit; null where there is none. */
export const watchedBy = (source: Source, limit: Limit | null): Watched | null =>
  limit && { sources: [source], isBad: ([value = NaN]) => isBeyond(value, limit) };

/** All there is to one kind of subject; null where there is no such thing in the room any more. */
export interface SubjectKind<S> {
  /** Every one that there is in a room, and runs. */
  all(room: Room): readonly S[];
  standing(subject: S, room: Room): State | null;
  /** What the page of an incident tells of it. */
  told(subject: S, room: Room): Told | null;
  /** Null where its past does not tell. */
  watched(subject: S, room: Room): Watched | null;
  chart(subject: S, input: DetailInput): Charted | null;
  /** Its query, as it may be copied. */
  expr(subject: S, room: Room): string | null;
  logs(subject: S, room: Room): Logged | null;
  /** Another of its lines is chosen; absent where there is one alone. */
  move?(subject: S, by: number, room: Room): S;
}
