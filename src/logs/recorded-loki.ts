import { own } from '../own.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { LinePage, LineRequest, LogLine, LogWindow, Loki, TailEvent, TailRequest } from '../sources/loki/types.ts';
import type { Labels, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import { type Millis, millis, type Nanos, nanos, nanosOf } from '../units.ts';
import { BeyondQuery, EVALUATED } from './bad-query.ts';
import { countAt } from './count.ts';
import { linesBetween } from './in-order.ts';
import { type MetricQuery, reachOf } from './metric.ts';
import { compileLog, compileMetric } from './query.ts';

/** Lines given at once. */
const PAGE = 1000;

/** What of Loki a recording answers. */
export type LogAnswers = Pick<Loki, 'pages' | 'tail' | 'range' | 'labelNames' | 'labelValues' | 'series'>;

/** Lines in the order of their time, more of which may become known. */
export interface LinesInOrder {
  /** Before this instant all are known that ever will be; null where that is so of every instant. */
  readonly until: Nanos | null;
  /** Lines from `from` on and before `to`. */
  between(from: Nanos, to: Nanos): readonly LogLine[];
  /** Divides a window, in order, so that no part holds many lines. */
  parts(from: Nanos, to: Nanos): readonly (readonly [Nanos, Nanos])[];
}

/** Lines at hand, in the order of their time. */
export const linesAtHand = (lines: readonly LogLine[]): LinesInOrder => ({
  until: null,
  between: (from, to) => linesBetween(lines, from, to),
  parts: (from, to) => [[from, to]],
});

/** Lines of the past that are answered as Loki would have answered at a moment: nothing that came later is there yet. */
export class RecordedLoki implements LogAnswers {
  readonly #lines: LinesInOrder;
  readonly #now: () => Millis;
  #moved = Promise.withResolvers<void>();

  constructor(lines: LinesInOrder, now: () => Millis) {
    this.#lines = lines;
    this.#now = now;
  }

  /** Tells those who follow that time went on, or that one of them is to end. */
  moved(): void {
    const before = this.#moved;
    this.#moved = Promise.withResolvers();
    before.resolve();
  }

  async *pages(
    { query, from, to, direction, limit = Number.POSITIVE_INFINITY }: LineRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<Outcome<LinePage>, void, undefined> {
    const compiled = outcomeOf(query, () => compileLog(query));
    if (!compiled.ok) return yield compiled;
    let page: LogLine[] = [];
    let given = 0;
    for (const candidate of this.#inTurn(from, to, direction)) {
      if (given >= limit || signal?.aborted) break;
      const line = outcomeOf(query, () => compiled.value(candidate));
      if (!line.ok) return yield line;
      if (!line.value) continue;
      page.push(line.value);
      given += 1;
      if (page.length < PAGE) continue;
      yield succeeded({ lines: page, crowded: [], categorised: true });
      page = [];
    }
    yield succeeded({ lines: page, crowded: [], categorised: true });
  }

  async *tail({ query, from }: TailRequest, signal?: AbortSignal): AsyncGenerator<TailEvent, void, undefined> {
    const compiled = outcomeOf(query, () => compileLog(query));
    if (!compiled.ok) return yield { kind: 'refused', error: compiled.error };
    signal?.addEventListener('abort', () => this.moved(), { once: true });
    let isLive = false;
    for (let next = from; !signal?.aborted; ) {
      const end = this.#present();
      const came = this.#lines.between(next, end);
      const lines = outcomeOf(query, () => came.flatMap((line) => compiled.value(line) ?? []));
      if (!lines.ok) return yield { kind: 'refused', error: lines.error };
      if (end > next) next = end;
      if (lines.value.length > 0) yield { kind: 'lines', lines: lines.value };
      else if (!isLive) {
        isLive = true;
        yield { kind: 'live', categorised: true };
      } else await this.#moved.promise;
    }
  }

  async range(query: string, { from, to, step }: RangeWindow): ReturnType<Loki['range']> {
    const compiled = outcomeOf(query, () => compileMetric(query));
    if (!compiled.ok) return compiled;
    const metric = compiled.value;
    if (metric === null)
      return failed({ kind: 'bad-query', message: 'This query gives lines where numbers are asked' });
    return outcomeOf(query, () => ({ series: this.#seriesOf(metric, { from, to, step }), warnings: [] }));
  }

  #seriesOf(metric: MetricQuery, { from, to, step }: RangeWindow): RangeResult['series'] {
    const series = new Map<string, { readonly labels: Labels; readonly points: (readonly [Millis, number])[] }>();
    for (let at = from; at <= to; at = millis(at + step * 1000)) {
      const { after, until } = reachOf(metric, nanosOf(at));
      const lines = this.#between(nanos(after + 1n), nanos(until + 1n));
      for (const { labels, value } of countAt(lines, metric, nanosOf(at))) {
        const key = JSON.stringify(labels);
        const known = series.get(key) ?? { labels, points: [] };
        series.set(key, known);
        known.points.push([at, value]);
      }
    }
    return [...series.values()];
  }

  async labelNames(window: LogWindow): ReturnType<Loki['labelNames']> {
    const names = new Set(this.#streams(window).flatMap((labels) => Object.keys(labels)));
    return succeeded([...names].sort());
  }

  async labelValues(
    name: string,
    { selector, ...window }: LogWindow & { readonly selector?: string | undefined },
  ): ReturnType<Loki['labelValues']> {
    return outcomeOf(selector ?? '', () => {
      const passes = selector === undefined ? undefined : compileLog(selector);
      return [...new Set(this.#streams(window, passes).flatMap((labels) => own(labels, name) ?? []))].sort();
    });
  }

  async series(selectors: readonly string[], window: LogWindow): ReturnType<Loki['series']> {
    return outcomeOf(selectors.join(' '), () => {
      const passes = selectors.map((selector) => compileLog(selector));
      const streams = this.#streams(window, (line) => (passes.some((passed) => passed(line)) ? line : null));
      return [...new Map(streams.map((labels) => [seriesKeyOf(labels), labels])).values()];
    });
  }

  /** First nanosecond of what is yet to come, or of which not all is known yet. */
  #present(): Nanos {
    const next = nanos(nanosOf(this.#now()) + 1n);
    const { until } = this.#lines;
    return until !== null && until < next ? until : next;
  }

  #between(from: Nanos, to: Nanos): readonly LogLine[] {
    const present = this.#present();
    return this.#lines.between(from, to < present ? to : present);
  }

  /** The same one by one, in that direction; no more of them are looked at than are asked for. */
  *#inTurn(from: Nanos, to: Nanos, direction: LineRequest['direction']): Generator<LogLine> {
    const present = this.#present();
    const end = to < present ? to : present;
    const parts = this.#lines.parts(from, end);
    for (const [begin, before] of direction === 'forward' ? parts : parts.toReversed()) {
      const lines = this.#lines.between(begin, before);
      yield* direction === 'forward' ? lines : lines.toReversed();
    }
  }

  /** The streams of a window; lines of one stream share their labels. */
  #streams({ from, to }: LogWindow, passes: ReturnType<typeof compileLog> = (line) => line): readonly Labels[] {
    const found = new Set<Labels>();
    for (const line of this.#inTurn(nanosOf(from), nanosOf(to), 'forward')) if (passes(line)) found.add(line.labels);
    return [...found];
  }
}

const seriesKeyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());

/** What is made of a query, or why it is refused. */
function outcomeOf<T>(query: string, compile: () => T): Outcome<T> {
  try {
    return succeeded(compile());
  } catch (error) {
    return failed(refusal(query, error));
  }
}

function refusal(query: string, error: unknown): SourceError {
  if (!(error instanceof BeyondQuery))
    return { kind: 'bad-query', message: error instanceof Error ? error.message : String(error) };
  const before = query.slice(0, error.offset).split('\n');
  const at = { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
  return {
    kind: 'bad-query',
    message: `A tape answers ${EVALUATED}`,
    fault: { text: `${error.part} is none of them`, at },
  };
}
