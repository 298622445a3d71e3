import { readLogql } from '../logql/logql.ts';
import type { PatternsSpec } from '../schema/patterns.ts';
import { type Fill, PlanError, type PlannedPair } from './fill.ts';

/** Whose lines are compared, and how many of them. */
export interface PlannedPatterns extends Omit<PatternsSpec, 'query' | 'requests'> {
  readonly query: PlannedPair;
  /** Null: no requests are counted, and growth is not judged. */
  readonly requests: PlannedPair | null;
}

/** @throws PlanError when a query cannot be filled in, or selects no lines */
export function planPatterns(
  spec: PatternsSpec,
  counted: PlannedPair | null,
  fillBaseline: Fill,
  fillCandidate: Fill,
): PlannedPatterns {
  const { query, requests, ...rest } = spec;
  const pair = (text: string, key: string): PlannedPair => ({
    baseline: fillBaseline(text, ['patterns', key]),
    candidate: fillCandidate(text, ['patterns', key]),
  });
  const filled = pair(query, 'query');
  for (const text of [filled.baseline, filled.candidate]) {
    const reading = readLogql(text);
    if (!reading.ok) throw new PlanError(`not LogQL: ${reading.fault.text}`, ['patterns', 'query']);
    if (reading.kind === 'metric') throw new PlanError('counts lines; it must select them', ['patterns', 'query']);
  }
  return { ...rest, query: filled, requests: requests === undefined ? counted : pair(requests, 'requests') };
}
