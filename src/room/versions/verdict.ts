import type { CountingProblem } from '../../frames/selectors/counting-problem.ts';
import type { StageVerdict } from '../../frames/stage-judge.ts';
import type { Plan, PlannedVerdict } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { type Millis, millis } from '../../units.ts';
import { ailmentsOf } from '../ailments.ts';
import { whyUnanswered } from '../alerts/unanswered.ts';
import { type Observed, readScalar } from '../readings.ts';
import { verdictByLimits } from '../rings/limits-verdict.ts';
import type { Judged, JudgedData, LimitsVerdict, State, Verdict } from '../room.ts';
import { isProven, reasonTexts, sentenceOf } from './verdict-text.ts';

/**
 * Whether the candidate is worse, by what is counted since the stage began. Where the profile counts nothing, or nothing
 * is rolled out, limits alone tell.
 */
export function judgeCandidate(
  { profile, verdict: planned, rings, starts }: Plan,
  limits: LimitsVerdict,
  observed: Observed,
): Verdict {
  const { versions } = profile;
  if (!planned || !versions) return verdictByLimits(limits);
  const begun = stageStart(starts, observed);
  if (begun === null) return notRolledOut(limits, versions.candidate.label);
  const stage = observed.history.stage(observed.now);
  const names = { v1: versions.baseline.label, v2: versions.candidate.label };
  if ((begun === 'unknown' || begun === 'partial') && stage === null)
    return { ...unknown('it is unknown when the rollout began', null), ...(begun === 'partial' && { partial: true }) };
  if (stage === null) return unknown('not counted yet', null);
  const ring = rings.find(({ deployed }) => deployed !== null && startIn(deployed, observed) === stage.since);
  const { pods, replicas, unknown: unasked } = podsOf(planned, observed);
  const counted = dataOf(stage, pods);
  // Pods that are down are not counted: where it cannot be asked for them, what is counted tells as little.
  const problem = counted === 'OK' && unasked !== null ? unasked : stage.problem;
  const data = counted === 'OK' && unasked !== null ? unasked.kind : counted;
  const ailments = ailmentsOf(pods, replicas, stage.verdict, names.v2, observed.now);
  const judged: Judged = { ...stage, problem, ring: ring?.id ?? null, data, pods, ailments };
  const speaker = { ...names, at: observed.now, silence: silenceOf(observed) };
  const reasons = reasonTexts(judged, speaker);
  const sentence = sentenceOf(judged, speaker);
  const found = (state: Verdict['state'], level: State): Verdict => ({
    state,
    method: 'e-process',
    level,
    sentence,
    reasons,
    judged,
  });
  // What was found stays found; and a version that is down needs no statistics.
  if (isProven(judged) || data === 'DOWN') return found('worse', 'fail');
  if (data === 'PARTIAL') return { ...found('unknown', 'unknown'), partial: true };
  if (data !== 'OK' || !judged.verdict) return found('unknown', 'unknown');
  // Those that answer may answer well: that is no reason to go on while others do not.
  const isLate = judged.verdict.reasons.some(({ kind }) => kind === 'worse-of-late');
  if (judged.verdict.state === 'WARN' || ailments.length > 0 || isLate) return found('inconclusive', 'warn');
  switch (judged.verdict.state) {
    case 'PASS':
      return found(judged.verdict.better ? 'better' : 'same', 'ok');
    default:
      return found('inconclusive', 'ok');
  }
}

/** Nothing is within its limits that nobody gets; what is beyond them is so all the same. */
function notRolledOut(limits: LimitsVerdict, candidate: string): Verdict {
  const said =
    limits.state === 'ok' ? { ...limits, sentence: `nothing is rolled out: ${candidate} is not judged` } : limits;
  return verdictByLimits(said, 'nothing is rolled out: limits alone are held');
}

const unknown = (sentence: string, judged: Judged | null): Verdict => ({
  state: 'unknown',
  method: 'e-process',
  level: 'unknown',
  sentence: `cannot be judged: ${sentence}`,
  reasons: [],
  judged,
});

/** Why Prometheus tells nothing of now; null while it does. */
function silenceOf({ history }: Observed): string | null {
  const feed = history.sources.find(({ kind }) => kind === 'prometheus')?.feed;
  return feed?.state === 'stale' || feed?.state === 'failed' ? feed.error.message : null;
}

/** The instant a query tells, known or last known; null when it says that nothing began. */
function startIn(expr: Query, observed: Observed): Millis | 'unknown' | 'partial' | null {
  const reading = readScalar(expr, observed);
  if (!reading.known)
    return reading.reason === 'no-series' ? null : reading.reason === 'partial' ? 'partial' : 'unknown';
  return reading.value > 0 ? millis(Math.round(reading.value * 1000)) : null;
}

/** Whether any part of the rollout has begun. */
function stageStart(starts: readonly Query[], observed: Observed): 'begun' | 'unknown' | 'partial' | null {
  const told = starts.map((expr) => startIn(expr, observed));
  if (told.some((start) => typeof start === 'number')) return 'begun';
  if (told.includes('unknown')) return 'unknown';
  return told.includes('partial') ? 'partial' : null;
}

/** The candidate's pods, and why it is not known which run, where that is asked for. */
function podsOf(
  { up, replicas }: PlannedVerdict,
  observed: Observed,
): {
  readonly pods: Judged['pods'];
  readonly replicas: number | null;
  readonly unknown: CountingProblem | null;
} {
  const pods = up === null ? null : podsUp(up, observed);
  const unasked = up === null ? null : whyUnanswered(up, observed);
  const planned = typeof replicas === 'object' && replicas !== null ? readScalar(replicas, observed) : null;
  const detail = planned?.known === false ? `how many pods it should have is unknown: ${planned.detail}` : unasked;
  return {
    pods,
    replicas: planned?.known ? planned.value : typeof replicas === 'number' ? replicas : null,
    unknown: detail === null ? null : { kind: 'QUERY_ERROR', detail },
  };
}

/** Pods that answer and pods that do not; null when nothing fresh is known of them. */
function podsUp(expr: Query, { history, now, staleAfter }: Observed): Judged['pods'] {
  const feed = history.query(expr);
  if ((feed.state !== 'ok' && feed.state !== 'stale') || now - feed.at > staleAfter * 1000) return null;
  const { samples, partial } = feed.value;
  if (partial) return null;
  const up = samples.filter(({ value }) => value > 0).length;
  return { up, down: samples.length - up };
}

/** Whether what is counted can carry a verdict, and if not, why. */
function dataOf({ verdict, behind, problem }: StageVerdict, pods: Judged['pods']): JudgedData {
  if (pods && pods.up === 0 && pods.down > 0) return 'DOWN';
  if (behind) return 'COUNTING';
  return problem?.kind ?? verdict?.data ?? 'WAITING';
}
