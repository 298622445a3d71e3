import type { RawReach } from '../../profile/plan/plan.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import type { Labels, RawResult } from '../../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import { isWhole, makeSeriesKey, type RawAnswer } from './raw.ts';

export interface RawSource {
  raw(selector: string, from: Millis, to: Millis, signal?: AbortSignal): Promise<Outcome<RawResult>>;
}

/**
 * A sample may be stored this long after the instant it bears: a scrape takes time, and remote storage more. One that
 * comes later still is missed, and the next increment of its series spans it.
 */
const LATENESS: Seconds = seconds(30);
/** What came before the wanted past tells a counter's first sample from a birth. */
const LEAD: Seconds = seconds(300);
/** Samples one answer should hold at most, about 3 MB, and one frame. */
const SAMPLES_PER_ANSWER = 100_000;
const SAMPLES_PER_FRAME = 400_000;
const FIRST_CHUNK: Seconds = seconds(3600);
const SHORTEST_CHUNK: Seconds = seconds(60);
const LONGEST_CHUNK: Seconds = seconds(86_400);
/** Hardly a server keeps samples for longer: of a rollout that began before, what came since is read. */
const FARTHEST: Seconds = seconds(400 * 86_400);

/** The newest sample of each series, and its labels: whoever keeps something by them is given the same ones each time. */
type Newest = Map<string, { readonly labels: Labels; readonly at: Millis }>;

/** What has been asked of one selector. */
interface Progress {
  readonly since: Millis;
  covered: Millis;
  chunk: Seconds;
  readonly newest: Newest;
}

/**
 * Asks for stored samples, each once: from where the wanted past begins in pieces of bounded size, then only what is
 * new, and after an outage what was missed. What one frame cannot hold is left to the next.
 */
export class RawWindows {
  readonly #reaches: ReadonlyMap<string, RawReach>;
  readonly #strict: string | null;
  readonly #progress = new Map<string, Progress>();

  /** @param strict the selector of which no part may be missing, whatever the profile allows of numbers: what fired */
  constructor(reaches: ReadonlyMap<string, RawReach>, strict: string | null = null) {
    this.#reaches = reaches;
    this.#strict = strict;
  }

  /**
   * All that is due, of each selector the oldest piece first. Never rejects.
   * @param rollout when the rollout began; null while there is none, and nothing that reaches back to it is asked
   */
  async ask(source: RawSource, now: Millis, rollout: Millis | null, signal?: AbortSignal): Promise<RawAnswer[]> {
    let samples = 0;
    const answers = [...this.#reaches].map(async ([selector, reach]) => {
      const own: RawAnswer[] = [];
      const progress = this.#begin(selector, reach, now, rollout);
      while (progress && progress.covered < now && samples < SAMPLES_PER_FRAME) {
        const answer = await this.#askNext(source, selector, progress, now, signal);
        own.push(answer);
        if (!isWhole(answer)) break;
        samples += answer.outcome.ok ? countSamples(answer.outcome.value) : 0;
      }
      return own;
    });
    return (await Promise.all(answers)).flat();
  }

  #begin(selector: string, reach: RawReach, now: Millis, rollout: Millis | null): Progress | undefined {
    const known = this.#progress.get(selector);
    const since = reach === 'rollout' ? rollout : (known?.since ?? addSeconds(now, seconds(-reach)));
    if (since === null) {
      this.#progress.delete(selector);
      return undefined;
    }
    if (known?.since === since) return known;
    const covered = millis(Math.max(since - LEAD * 1000, now - FARTHEST * 1000));
    const progress: Progress = { since, covered, chunk: FIRST_CHUNK, newest: new Map() };
    this.#progress.set(selector, progress);
    return progress;
  }

  async #askNext(
    source: RawSource,
    selector: string,
    progress: Progress,
    now: Millis,
    signal: AbortSignal | undefined,
  ): Promise<RawAnswer> {
    for (;;) {
      const from = progress.covered;
      const to = millis(Math.min(now, from + progress.chunk * 1000));
      const first = Math.max(from - LATENESS * 1000, progress.since - LEAD * 1000);
      const outcome = await source.raw(selector, millis(first), to, signal);
      const about = { selector, since: progress.since, from, to };
      if (!outcome.ok) {
        if (!isTooMuch(outcome.error) || secondsBetween(from, to) <= SHORTEST_CHUNK)
          return { ...about, outcome: failed(outcome.error) };
        progress.chunk = seconds(Math.max(SHORTEST_CHUNK, secondsBetween(from, to) / 4));
        continue;
      }
      // What may be incomplete cannot be counted: it is asked for again, and its samples are left out until it is whole.
      if (outcome.value.partial || (selector === this.#strict && outcome.value.warnings.length > 0))
        return { ...about, outcome: succeeded({ ...outcome.value, partial: true, series: [] }) };
      adapt(progress, countSamples(outcome.value), secondsBetween(from, to));
      progress.covered = to;
      return { ...about, outcome: succeeded(onlyNew(outcome.value, progress.newest)) };
    }
  }
}

/** The server or our own limit says that a shorter piece would do. */
const isTooMuch = ({ kind, httpStatus }: SourceError): boolean => kind === 'too-large' || httpStatus === 422;

const countSamples = ({ series }: RawResult): number => series.reduce((sum, { points }) => sum + points.length, 0);

/** The next piece holds about as many samples as one answer should. */
function adapt(progress: Progress, samples: number, length: Seconds): void {
  const fitting = samples === 0 ? LONGEST_CHUNK : (length * SAMPLES_PER_ANSWER) / samples;
  progress.chunk = seconds(Math.round(Math.min(Math.max(fitting, SHORTEST_CHUNK), 4 * progress.chunk, LONGEST_CHUNK)));
}

/** Leaves out what was seen, and forgets series that have ended, which nothing can be late for. */
function onlyNew(result: RawResult, newest: Newest): RawResult {
  const ended = new Set(newest.keys());
  const series = result.series.flatMap(({ labels, points }) => {
    const key = makeSeriesKey(labels);
    ended.delete(key);
    const known = newest.get(key);
    const last = known?.at ?? Number.NEGATIVE_INFINITY;
    const first = points[0];
    const fresh = first && first[0] > last ? points : points.filter(([at]) => at > last);
    const end = fresh.at(-1);
    if (end === undefined) return [];
    const own = known?.labels ?? labels;
    newest.set(key, { labels: own, at: end[0] });
    return [{ labels: own, points: fresh }];
  });
  for (const key of ended) newest.delete(key);
  return { ...result, series };
}
