import { Batcher } from '../../patterns/batcher.ts';
import { Difference } from '../../patterns/difference.ts';
import type { PlannedPatterns } from '../../profile/plan/plan.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import { addSeconds, type Millis, millis, nanosOf, ratio, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { RawAnswer } from '../raw/raw.ts';
import type { RawSource } from '../raw/raw-windows.ts';
import { PatternLog, type PatternState } from './pattern-log.ts';
import { commonEnd, type LogSource, mineInPieces } from './pattern-watch.ts';

export interface PatternSources {
  readonly logs: LogSource;
  readonly prometheus: RawSource;
}

export interface PatternSpan {
  readonly from: Millis;
  readonly to: Millis;
  /** Lines read of each side at most. */
  readonly limit: number;
}

/** What was found over a span, and why requests could not be counted, where they should have been. */
export interface SpanDifference {
  readonly state: PatternState;
  readonly requestError: SourceError | null;
}

/** As long as the pieces a span is mined in. */
const ROUND: Seconds = seconds(5);
/** A counter's sample from before the span, from which the first increment is told. */
const LEAD: Seconds = seconds(60);

/** Compares what both versions logged over a span that has passed. */
export async function compareVersions(
  { logs, prometheus }: PatternSources,
  plan: PlannedPatterns,
  { from, to, limit }: PatternSpan,
  signal?: AbortSignal,
): Promise<Outcome<SpanDifference>> {
  const read = (query: string) =>
    logs.lines({ query, from: nanosOf(from), to: nanosOf(to), direction: 'forward', limit }, signal);
  const [baseline, candidate, answers] = await Promise.all([
    read(plan.query.baseline),
    read(plan.query.candidate),
    Promise.all(
      Object.values(plan.requests ?? {}).map(async (selector): Promise<RawAnswer> => {
        const outcome = await prometheus.raw(selector, addSeconds(from, seconds(-LEAD)), to, signal);
        return { selector, since: from, from, to, outcome };
      }),
    ),
  ]);
  if (!baseline.ok) return baseline;
  if (!candidate.ok) return candidate;
  const wrong = answers.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.error]));
  const lines = { baseline: baseline.value.lines, candidate: candidate.value.lines };
  const until = commonEnd(lines, limit, from, to);
  const log = new PatternLog(wrong.length > 0 ? { ...plan, requests: null } : plan, ROUND);
  let samples: readonly RawAnswer[] = answers;
  for (const report of mineInPieces(new Batcher(), lines, { from, until, to })) {
    log.take(samples, [report]);
    samples = [];
  }
  return succeeded({ state: log.state, requestError: wrong[0] ?? null });
}

/**
 * Compares what was logged before an instant with what was since. Time is what both are measured by: it holds for what is
 * logged as often at any time. What comes only at night is new in the morning, and how often lines come is not judged.
 */
export async function compareTimes(
  logs: LogSource,
  plan: PlannedPatterns,
  { from, to, limit, border }: PatternSpan & { readonly border: Millis },
  signal?: AbortSignal,
): Promise<Outcome<SpanDifference>> {
  const read = async (begin: Millis, end: Millis): Promise<Outcome<{ lines: readonly LogLine[]; until: Millis }>> => {
    const window = { from: nanosOf(begin), to: nanosOf(end), direction: 'forward', limit } as const;
    const answers = await Promise.all(
      Object.values(plan.query).map((query: string) => logs.lines({ ...window, query }, signal)),
    );
    const lines: LogLine[] = [];
    let until = end;
    for (const answer of answers) {
      if (!answer.ok) return failed(answer.error);
      until = millis(Math.min(until, commonEnd({ baseline: answer.value.lines, candidate: [] }, limit, begin, end)));
      for (const line of answer.value.lines) lines.push(line);
    }
    return succeeded({ lines: lines.filter(({ at }) => at < nanosOf(until)), until });
  };
  const [before, since] = await Promise.all([read(from, border), read(border, to)]);
  if (!before.ok) return before;
  if (!since.ok) return since;
  const sides = { baseline: before.value.lines, candidate: since.value.lines };
  const [report] = mineInPieces(new Batcher(), sides, { from, until: to, to }, 1);
  const exposure = {
    baseline: secondsBetween(from, before.value.until),
    candidate: secondsBetween(border, since.value.until),
  };
  const difference = new Difference({ alpha: plan.alpha, planned: 1, growth: false });
  if (report) difference.take(report.batch, { exposure: { ...exposure, seconds: secondsBetween(from, to) }, from, to });
  const { findings, suspects, templates, overflow } = difference;
  const state: PatternState = {
    ...{ findings, suspects, templates, overflow, exposure },
    since: border,
    from,
    until: since.value.until,
    lines: { baseline: sides.baseline.length, candidate: sides.candidate.length },
    per: 'second',
    read: ratio((exposure.baseline + exposure.candidate) / secondsBetween(from, to)),
  };
  return succeeded({ state, requestError: null });
}
