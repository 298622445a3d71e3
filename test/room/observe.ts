import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { buildPlan, type Plan } from '../../src/profile/plan/plan.ts';
import { promql } from '../../src/profile/query.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { Moment } from '../../src/room/moment.ts';
import type { Observed } from '../../src/room/readings.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../src/sources/error.ts';
import type { InstantResult } from '../../src/sources/prometheus/types.ts';
import { millis } from '../../src/units.ts';

/** A plan from the fields a test cares about. */
export const planOf = (fields: Record<string, unknown>): Plan =>
  buildPlan(
    profileSchema.parse({
      id: 'shop',
      name: 'Shop',
      datasources: { prometheus: { url: 'http://127.0.0.1:1' } },
      ...fields,
    }),
  );

/** What a query answered: one number, several series, nothing, or an error. */
export type Answer =
  | number
  | readonly { readonly labels: Record<string, string>; readonly value: number }[]
  | SourceError;

export const DOWN: SourceError = { kind: 'unreachable', message: 'connection refused' };

export function answer(given: Answer): Outcome<InstantResult> {
  if (typeof given === 'number') return succeeded({ samples: [{ labels: {}, value: given }], warnings: [] });
  if ('kind' in given) return failed(given);
  return succeeded({ samples: given, warnings: [] });
}

/** A frame at so many seconds, with answers by PromQL. */
export const frameAt = (at: number, answers: Record<string, Answer>): Frame => {
  const queries = Object.entries(answers).map(([text, given]) => ({ expr: promql(text), outcome: answer(given) }));
  return { at: millis(at * 1000), queries, backfills: [], alertmanagers: {}, sources: [] };
};

/** The world after some frames, seen at so many seconds. */
export function observe(plan: Plan, frames: readonly Frame[], now: number): Observed {
  const history = new History(plan);
  for (const frame of frames) history.extend(frame);
  return {
    history,
    moment: new Moment(millis(now * 1000)),
    staleAfter: plan.staleAfter,
    refresh: plan.profile.refresh,
  };
}
