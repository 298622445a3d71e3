import type { RawSeries, Role, Side } from '../../../src/verdict/counters/samples.ts';
import type { Episodes } from '../episodes.ts';
import { BOUNDARIES } from '../latency-shape.ts';

/** What a pod is as such, in seconds of the stage. */
export interface Nature {
  readonly id: string;
  readonly side: Side;
  readonly zone: number;
  readonly labels: Readonly<Record<string, string>>;
  /** When it is scraped within an interval. */
  readonly phase: number;
  /** By how much its errors and its latency are those of the others. */
  readonly errors: number;
  readonly latency: number;
  /** When it is there. */
  readonly bornAt: number;
  readonly goneAt: number;
  readonly bursts: Episodes;
}

/** One pod and its counters, as `/metrics` would show them. */
export interface Pod extends Nature {
  /** When its process began, and when it begins anew. */
  startedAt: number;
  restartsAt: number;
  /** Up to when it was counted. */
  livedUntil: number;
  /** Until when the present users stay, and how they fail. */
  staysUntil: number;
  proneness: number;
  /** Requests, errors, and requests by bucket. */
  readonly counted: number[];
  readonly series: readonly RawSeries[];
  readonly times: number[];
  readonly values: readonly number[][];
}

const ROLES: readonly Role[] = [
  { kind: 'start' },
  { kind: 'request', error: false },
  { kind: 'error' },
  ...BOUNDARIES.map((le) => ({ kind: 'bucket' as const, le })),
  { kind: 'bucket', le: Infinity },
];

export function newPod(nature: Nature, restartsAt: number): Pod {
  const { id, side, labels, bornAt } = nature;
  const times: number[] = [];
  const values: readonly number[][] = ROLES.map(() => []);
  const series = ROLES.map(
    (role, i): RawSeries => ({
      key: `${id} ${role.kind} ${role.kind === 'bucket' ? role.le : ''}`,
      labels,
      target: id,
      side,
      role,
      times,
      values: values[i] ?? [],
    }),
  );
  return {
    ...nature,
    startedAt: bornAt,
    restartsAt,
    livedUntil: -Infinity,
    staysUntil: -Infinity,
    proneness: 1,
    counted: ROLES.slice(1).map(() => 0),
    series,
    times,
    values,
  };
}

/** A sample of every counter. @param at when the scrape began, in milliseconds since the epoch @param epoch of the stage, in seconds */
export function sample(pod: Pod, at: number, epoch: number): void {
  pod.times.push(at);
  let below = 0;
  pod.values.forEach((column, i) => {
    if (i >= 3) below += pod.counted[i - 1] ?? 0;
    column.push(i === 0 ? epoch + pod.startedAt : i < 3 ? (pod.counted[i - 1] ?? 0) : below);
  });
}
