import type { Limit } from '../../../limits/limit.ts';
import type { Room } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Unit } from '../../../units.ts';
import type { ChartMore, Curve } from '../../canvas/charts/trend.ts';
import type { Line } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';

/** What a chart is of: its name, unit, limit, queries, and the numbers above it. */
export interface Charted {
  readonly title: Safe;
  readonly unit: Unit;
  readonly limit: Limit | null;
  readonly curves: readonly Curve[];
  readonly facts: readonly Line[];
  readonly more?: Omit<ChartMore, 'limit'>;
  /** What is drawn in place of the curves, in so many rows. */
  readonly map?: (height: number) => readonly Line[];
}

/** Whose lines in the logs belong to it, and what it is called there. */
export interface Logged {
  readonly about: string;
  readonly labels: Labels;
}

/** All there is to one kind of subject; null where there is no such thing in the room any more. */
export interface SubjectKind<S> {
  chart(subject: S, input: DetailInput): Charted | null;
  /** Its query, as it may be copied. */
  expr(subject: S, room: Room): string | null;
  logs(subject: S, room: Room): Logged | null;
  /** Another of its lines is chosen; absent where there is one alone. */
  move?(subject: S, by: number, room: Room): S;
}
