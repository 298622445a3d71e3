import type { CountingProblem } from '../../frames/selectors/counting-problem.ts';
import type { StageVerdict } from '../../frames/stage-judge.ts';
import type { Plan, PlannedVerdict } from '../../profile/plan/plan.ts';
import { deployedIn } from '../../profile/plan/sites.ts';
import type { Query } from '../../profile/query.ts';
import { addSeconds, type Millis, millis } from '../../units.ts';
import type { DataState } from '../../verdict/verdict.ts';
import { whyUnanswered } from '../alerts/unanswered.ts';
import { type Observed, readScalar, type Unread } from '../readings.ts';
import type { State } from '../state.ts';
import { type Ailment, ailmentsOf, type Pods } from './ailments.ts';

/**
 * Whether what is counted can carry a verdict. Besides the judge's own words: `WAITING` for the first samples, `COUNTING`
 * what came before, `DOWN` when no pod of the candidate answers.
 */
export type JudgedData = DataState | CountingProblem['kind'] | 'WAITING' | 'COUNTING' | 'DOWN';

/** It cannot be told how many pods there should be. */
export interface PodsUnknown {
  readonly kind: 'QUERY_ERROR';
  readonly reading: Unread;
}

/** The numbers behind a verdict. */
export interface Judged extends Omit<StageVerdict, 'problem'> {
  readonly problem: CountingProblem | PodsUnknown | null;
  /** The ring that the rollout has reached; null when no ring tells. */
  readonly ring: string | null;
  readonly data: JudgedData;
  /** The candidate's pods as `up` has them; null when that is not asked for, or not known. */
  readonly pods: Pods | null;
  /** What is wrong with the candidate's pods, whatever those that answer say; nothing passes meanwhile. */
  readonly ailments: readonly Ailment[];
  /** What Prometheus' silence is put down to; null while it answers. */
  readonly silence: string | null;
}

/**
 * What a verdict rests on. `counted`: on its numbers. `limits`: on limits alone, since nothing is counted, or nothing is
 * rolled out. Or it is not known yet when the rollout began, or what there is to count.
 */
export type VerdictBecause = 'counted' | 'limits' | 'not-rolled-out' | 'start-unknown' | 'not-counted';

export interface Verdict {
  readonly state: 'better' | 'same' | 'worse' | 'inconclusive' | 'unknown';
  /**
   * `limits`: a plain comparison of the newest values against limits, no statistics. `e-process`: what is counted since
   * the stage began, by a test that may be looked at at any time.
   */
  readonly method: 'limits' | 'e-process';
  /** What it means for the room: a warning comes before `worse`, and too little evidence is no warning. */
  readonly level: State;
  readonly because: VerdictBecause;
  /** Of several Prometheus the one that is counted; absent: the first. */
  readonly server?: string;
  /** Null where nothing is counted. */
  readonly judged: Judged | null;
  /** Present when it is unknown because an answer was partial. */
  readonly partial?: true;
}

/**
 * Whether the candidate is worse, by what is counted since the stage began. Where the profile counts nothing, or nothing
 * is rolled out, limits alone tell.
 */
export function judgeCandidate(plan: Plan, limits: State, observed: Observed): Verdict {
  const { server } = plan.verdict ?? {};
  return { ...judge(plan, limits, observed), ...(server !== undefined && { server }) };
}

function judge({ profile, verdict: planned, rings, starts }: Plan, limits: State, observed: Observed): Verdict {
  const { versions } = profile;
  if (!planned || !versions) return verdictByLimits(limits, 'limits');
  const begun = stageStart(starts, observed);
  if (begun === null) return verdictByLimits(limits, 'not-rolled-out');
  const stage = observed.history.stage(observed.moment.now);
  if ((begun === 'unknown' || begun === 'partial') && stage === null)
    return { ...unknown('start-unknown'), ...(begun === 'partial' && { partial: true }) };
  if (stage === null) return unknown('not-counted');
  const ring = rings.find((one) => deployedIn(one).some((deployed) => startIn(deployed, observed) === stage.since));
  const { pods, replicas, unknown: unasked } = podsOf(planned, observed);
  const counted = dataOf(stage, pods);
  // Pods that are down are not counted: where it cannot be asked for them, what is counted tells as little.
  const problem = counted === 'OK' && unasked !== null ? unasked : stage.problem;
  const data = counted === 'OK' && unasked !== null ? unasked.kind : counted;
  const ailments = ailmentsOf(pods, replicas, stage.verdict);
  const judged: Judged = {
    ...stage,
    problem,
    ring: ring?.id ?? null,
    data,
    pods,
    ailments,
    silence: silenceOf(planned, observed),
  };
  const found = (state: Verdict['state'], level: State): Verdict => ({
    state,
    method: 'e-process',
    level,
    because: 'counted',
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

const STATES = { ok: 'same', warn: 'inconclusive', fail: 'worse', unknown: 'unknown' } as const;

/** What limits alone say, where nothing is counted. */
const verdictByLimits = (limits: State, because: VerdictBecause): Verdict => ({
  state: STATES[limits],
  method: 'limits',
  level: limits,
  because,
  judged: null,
});

const unknown = (because: VerdictBecause): Verdict => ({
  state: 'unknown',
  method: 'e-process',
  level: 'unknown',
  because,
  judged: null,
});

/** What was found stays found, unless it turns out that nothing was counted. */
export const isProven = ({ verdict, data }: Pick<Judged, 'verdict' | 'data'>): boolean =>
  verdict?.state === 'FAIL' && data !== 'NOT_COUNTERS' && data !== 'NO_ERROR_SERIES';

/** Why the Prometheus that is counted has no current data; null while it does. */
function silenceOf({ server }: PlannedVerdict, { history }: Observed): string | null {
  const feed = history.source({ source: 'prometheus', ...(server !== undefined && { server }) })?.feed;
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
  readonly unknown: CountingProblem | PodsUnknown | null;
} {
  const pods = up === null ? null : podsUp(up, observed);
  const planned = typeof replicas === 'object' && replicas !== null ? readScalar(replicas, observed) : null;
  const detail = up === null ? null : whyUnanswered(up, observed);
  const unasked = planned?.known === false ? { reading: planned } : detail === null ? null : { detail };
  return {
    pods,
    replicas: planned?.known ? planned.value : typeof replicas === 'number' ? replicas : null,
    unknown: unasked === null ? null : { kind: 'QUERY_ERROR', ...unasked },
  };
}

/** Pods that answer and pods that do not; null when nothing fresh is known of them. */
function podsUp(expr: Query, { history, moment, staleAfter }: Observed): Judged['pods'] {
  const feed = history.query(expr);
  if ((feed.state !== 'ok' && feed.state !== 'stale') || moment.isOver(addSeconds(feed.at, staleAfter))) return null;
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
