import type { SourceError } from '../../sources/error.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { readBound } from '../../sources/sample-value.ts';
import { quote } from '../../sources/text.ts';
import type { LatencyOptions } from '../../verdict/options.ts';
import type { SelectorFault } from './faults.ts';

/** Boundaries and limits that differ by less than this part of them are the same. */
const SAME = 1e-9;

/** What keeps the newest samples from being counted. */
export interface CountingProblem {
  readonly kind: 'QUERY_ERROR' | 'PARTIAL' | 'NO_BOUNDARY' | SelectorFault['kind'];
  /** One sentence. */
  readonly detail: string;
}

/** The bound of a bucket; null for what is no number. */
export function boundOf(le: string): number | null {
  const bound = readBound(le);
  return Number.isNaN(bound) ? null : bound;
}

/** For the judge nothing can be counted, whatever the reason. */
export const judgedAs = ({ kind }: CountingProblem): 'QUERY_ERROR' | 'PARTIAL' =>
  kind === 'PARTIAL' ? kind : 'QUERY_ERROR';

export const oddBound = ({ le = '' }: Labels): CountingProblem => ({
  kind: 'QUERY_ERROR',
  detail: `the bound of a bucket is not a number: "${quote(le, 40)}"`,
});

/** A limit that is none of the boundaries cannot be counted at: the nearest one would be another limit. */
export function betweenBoundaries(found: ReadonlySet<number>, latency: LatencyOptions | null): CountingProblem | null {
  const slo = latency?.slo ?? null;
  const boundaries = [...found].sort((a, b) => a - b);
  if (slo === null || boundaries.length === 0) return null;
  const above = boundaries.findIndex((boundary) => boundary >= slo * (1 - SAME));
  if (above >= 0 && (boundaries[above] ?? 0) <= slo * (1 + SAME)) return null;
  const nearest = above < 0 ? boundaries.slice(-1) : boundaries.slice(Math.max(0, above - 1), above + 1);
  const names = nearest.map((boundary) => `${boundary} s`).join(' and ');
  return {
    kind: 'NO_BOUNDARY',
    detail: `slo ${slo} s is not a boundary of the histogram: the nearest ${nearest.length > 1 ? 'are' : 'is'} ${names}`,
  };
}

export const partialAnswer = (warnings: readonly string[]): CountingProblem => ({
  kind: 'PARTIAL',
  detail: warnings[0] ?? 'the server warns that samples may be missing',
});

export const failedAnswer = ({ message }: SourceError): CountingProblem => ({
  kind: 'QUERY_ERROR',
  detail: message,
});
