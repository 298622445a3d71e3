import { type Round, total } from '../rounds/round.ts';

/** The candidate's pods over the last hour; as JSON can hold it. */
export interface Fleet {
  /** By minute, oldest first: how many pods the candidate had at its end, what they answered, and in how many seconds. */
  readonly minutes: { from: number; at: number; pods: number; requests: number; seconds: number }[];
  /** When each pod that ended of late was scraped last, ascending. */
  ended: number[];
}

/** Pods of the candidate that ended, and nothing has taken their place. */
export interface Gone {
  readonly pods: number;
  /** Of so many. */
  readonly of: number;
  /** When the first of them was scraped last. */
  readonly since: number;
}

const MINUTE = 60_000;
/** So far back is looked for how many pods the candidate has. */
const REMEMBERED = 3_600_000;
/** A pod is missed for so long; then those that are left are what the candidate has. */
const MISSED_FOR = 1_800_000;
/** So many pods that ended are remembered, the newest. */
const MOST = 256;
/** Requests that fell by such a part of what pods did are why there are fewer. */
const AS_WELL = 0.5;

export const newFleet = (): Fleet => ({ minutes: [], ended: [] });

/** Takes in one round. @param startAt pods that ended before the stage are no loss of it */
export function extendFleet(fleet: Fleet, { from, at, candidate }: Round, startAt: number): void {
  const { minutes } = fleet;
  const { alive: pods, ended, held, requests } = candidate;
  const answered = total(requests, candidate.pods) + held;
  const seconds = (at - from) / 1000;
  const last = minutes.at(-1);
  if (last && Math.floor(last.from / MINUTE) === Math.floor(from / MINUTE)) {
    last.at = at;
    last.pods = pods;
    last.requests += answered;
    last.seconds += seconds;
  } else minutes.push({ from, at, pods, requests: answered, seconds });
  const old = minutes.findIndex((minute) => at - minute.at <= REMEMBERED);
  minutes.splice(0, Math.max(0, old));
  const late = ended.filter((time) => time > startAt && at - time <= MISSED_FOR);
  fleet.ended = late.sort((a, b) => a - b).slice(-MOST);
}

/**
 * The pods that are missed: the candidate has fewer than it had for most of the hour before the first of them ended.
 * One that another has taken the place of is not, nor are those that fewer requests have made needless: then what the
 * candidate answers has fallen by half as large a part as its pods, or more.
 */
export function goneOf({ minutes, ended }: Fleet): Gone | null {
  const [first] = ended;
  if (first === undefined) return null;
  const had = mostly(minutes.filter(({ at }) => at <= first));
  const has = minutes.at(-1)?.pods ?? 0;
  const pods = Math.min(had - has, ended.length);
  const since = ended[ended.length - pods];
  if (pods <= 0 || since === undefined) return null;
  const before = rateOf(minutes.filter(({ at }) => at <= since));
  const after = rateOf(minutes.filter(({ from }) => from >= since));
  if (after !== null && before !== null && after <= before * (1 - (AS_WELL * pods) / had)) return null;
  return { pods, of: had, since };
}

/** The number of pods that the candidate had at least half of the time. */
function mostly(minutes: Fleet['minutes']): number {
  const half = minutes.reduce((sum, { seconds }) => sum + seconds, 0) / 2;
  let passed = 0;
  for (const { pods, seconds } of minutes.toSorted((a, b) => b.pods - a.pods)) {
    passed += seconds;
    if (passed >= half) return pods;
  }
  return 0;
}

function rateOf(minutes: Fleet['minutes']): number | null {
  const seconds = minutes.reduce((sum, minute) => sum + minute.seconds, 0);
  return seconds > 0 ? minutes.reduce((sum, { requests }) => sum + requests, 0) / seconds : null;
}
