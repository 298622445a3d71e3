import type { Clock } from '../clock.ts';
import { type Outcome, succeeded } from '../sources/error.ts';
import type { RangeResult, RangeSeries, RangeWindow } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../units.ts';
import type { PrometheusSource } from './ask-prometheus.ts';

/** More is asked for before and after what is wished for, so that the steps next to it ask nothing. */
const LEAST_MARGIN: Seconds = seconds(15 * 60);
const MARGIN = 1 / 4;
/** What is younger may not be all there yet. */
const SETTLED: Seconds = seconds(30);
/** More points of one series Prometheus does not give at once. */
const MOST_STEPS = 11_000;
/** Values kept, of all queries: some 50 MB. */
const MOST_VALUES = 1_000_000;
/** Its values differ with the window it is asked over. */
const OF_ITS_WINDOW = /@\s*(?:start|end)\s*\(/;

interface Known {
  readonly window: RangeWindow;
  readonly result: RangeResult;
  readonly values: number;
}

type AskRange = PrometheusSource['range'];

/**
 * What range queries answered of the past, which changes no more: who goes through it step by step needs nearly the same again, and is
 * given it from here. In bounded memory.
 */
export class PastRanges {
  readonly #clock: Clock;
  /** By server, step and query; the newest last. */
  readonly #known = new Map<string, Known>();
  #values = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same server, with a memory. @param id tells it from others */
  of<Client extends Pick<PrometheusSource, 'range'>>(id: string, client: Client): Client {
    const ask: AskRange = (expr, window, signal) => client.range(expr, window, signal);
    return { ...client, range: (...question: Parameters<AskRange>) => this.#range(id, ask, ...question) };
  }

  /** All is asked for anew. */
  forget(): void {
    this.#known.clear();
    this.#values = 0;
  }

  async #range(id: string, ask: AskRange, ...[expr, window, signal]: Parameters<AskRange>) {
    const settled = addSeconds(this.#clock.now(), seconds(-SETTLED));
    if (window.to > settled || OF_ITS_WINDOW.test(expr)) return ask(expr, window, signal);
    const key = `${id} ${window.step} ${expr}`;
    const known = this.#known.get(key);
    if (known && isWithin(window, known.window)) {
      this.#keep(key, known);
      return succeeded(partOf(known.result, window));
    }
    const wider = widened(window, settled);
    const answer = await ask(expr, wider, signal);
    if (isComplete(answer)) {
      const values = answer.value.series.reduce((sum, { points }) => sum + points.length, 0);
      this.#keep(key, { window: wider, result: answer.value, values });
      return succeeded(partOf(answer.value, window));
    }
    // What more was asked for may be why.
    return signal?.aborted ? answer : ask(expr, window, signal);
  }

  #keep(key: string, known: Known): void {
    this.#values += known.values - (this.#known.get(key)?.values ?? 0);
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const [oldest, { values }] of this.#known) {
      if (this.#values <= MOST_VALUES) break;
      this.#known.delete(oldest);
      this.#values -= values;
    }
  }
}

type Complete = Outcome<RangeResult> & { readonly ok: true };

const isComplete = (answer: Outcome<RangeResult>): answer is Complete =>
  answer.ok && answer.value.warnings.length === 0 && answer.value.partial !== true;

/** Whether a window lies in another, and is asked at the same instants. */
const isWithin = (inner: RangeWindow, outer: RangeWindow): boolean =>
  inner.from >= outer.from && inner.to <= outer.to && (inner.from - outer.from) % (inner.step * 1000) === 0;

/** A window with its surroundings, in whole steps. */
function widened({ from, to, step }: RangeWindow, settled: Millis): RangeWindow {
  const length = step * 1000;
  const wished = Math.ceil(Math.max(LEAST_MARGIN * 1000, (to - from) * MARGIN) / length);
  const room = Math.floor((MOST_STEPS - (to - from) / length - 2) / 2);
  const steps = Math.max(0, Math.min(wished, room));
  const after = Math.max(0, Math.min(steps, Math.floor((settled - to) / length)));
  return { from: millis(from - steps * length), to: millis(to + after * length), step };
}

function partOf(result: RangeResult, { from, to }: RangeWindow): RangeResult {
  const series = result.series.flatMap(({ labels, points }): readonly RangeSeries[] => {
    const within = points.filter(([at]) => at >= from && at <= to);
    return within.length === 0 ? [] : [{ labels, points: within }];
  });
  return { ...result, series };
}
