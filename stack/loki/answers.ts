import { BadQuery } from '../../src/logs/bad-query.ts';
import { countAt } from '../../src/logs/count.ts';
import type { MetricQuery } from '../../src/logs/metric.ts';
import { compileLog, compileMetric } from '../../src/logs/query.ts';
import { own } from '../../src/own.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import type { Labels } from '../../src/sources/prometheus/types.ts';
import { type Nanos, nanos } from '../../src/units.ts';
import type { LogStore } from './store.ts';

/** Loki's own defaults. */
const MOST_ENTRIES = 5000;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_POINTS = 11_000;

const HOUR = 3_600_000_000_000n;

/** Loki reads up to ten digits as seconds and more of them as nanoseconds; with a point, as seconds too. */
export function readTime(text: string | null, standard: Nanos, name: string): Nanos {
  if (text === null) return standard;
  if (/^-?\d+$/.test(text)) return nanos(text.length <= 10 ? BigInt(text) * 1_000_000_000n : BigInt(text));
  const seconds = /^\d+\.\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (!Number.isFinite(seconds))
    throw new BadQuery(`could not parse '${name}' parameter: strconv.ParseInt: parsing "${text}": invalid syntax`);
  return nanos(BigInt(Math.round(seconds * 1000)) * 1_000_000n);
}

export function readLimit(text: string | null, most = MOST_ENTRIES): number {
  if (text === null) return 100;
  const limit = Number(text);
  if (!Number.isInteger(limit)) throw new BadQuery(`strconv.Atoi: parsing "${text}": invalid syntax`);
  if (limit <= 0) throw new BadQuery('limit must be a positive value');
  if (limit > most)
    throw new BadQuery(
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${most})`,
    );
  return limit;
}

const valuesOf = ({ at, text, metadata, parsed }: LogLine, categorised: boolean) =>
  categorised
    ? [`${at}`, text, { structuredMetadata: metadata, ...(Object.keys(parsed).length > 0 && { parsed }) }]
    : [`${at}`, text];

/** The stream a line is told under. */
const streamOf = ({ labels, metadata, parsed }: LogLine, categorised: boolean): Labels =>
  categorised ? labels : { ...labels, ...metadata, ...parsed };

/** A tail tells each line as a stream of its own. */
export const tailMessage = (lines: readonly LogLine[], categorised: boolean, dropped: readonly LogLine[]): string =>
  JSON.stringify({
    streams: lines.map((line) => ({ stream: streamOf(line, categorised), values: [valuesOf(line, categorised)] })),
    ...(dropped.length > 0 && {
      dropped_entries: dropped.map(({ at, labels }) => ({ timestamp: `${at}`, labels })),
    }),
    ...(categorised && { encodingFlags: ['categorize-labels'] }),
  });

const success = (data: object) => ({ status: 'success', data });

/** An answer that Loki's parts could not pass to each other. */
export class TooLarge extends Error {}

export class Answers {
  readonly #store: LogStore;
  readonly #now: () => Nanos;
  readonly #most: number;

  /** Gives no more than `most` lines at once. */
  constructor(store: LogStore, now: () => Nanos, most = MOST_ENTRIES) {
    this.#store = store;
    this.#now = now;
    this.#most = most;
  }

  queryRange(query: URLSearchParams, categorised: boolean): object {
    const now = this.#now();
    const to = readTime(query.get('end'), now, 'end');
    const from = readTime(query.get('start'), nanos(to - HOUR), 'start');
    const limit = readLimit(query.get('limit'), this.#most);
    const direction = query.get('direction') ?? 'backward';
    if (direction !== 'forward' && direction !== 'backward') throw new BadQuery(`invalid direction '${direction}'`);
    if (to <= from) throw new BadQuery('end timestamp must not be before or equal to start time');
    const metric = compileMetric(query.get('query') ?? '');
    if (metric) return this.#matrix(metric, from, to, query.get('step'));
    const pipeline = compileLog(query.get('query') ?? '');
    const candidates = this.#store.between(from, to);
    const lines: LogLine[] = [];
    let bytes = 0;
    for (let i = 0; i < candidates.length && lines.length < limit; i++) {
      const candidate = candidates[direction === 'forward' ? i : candidates.length - 1 - i];
      const line = candidate && pipeline(candidate);
      if (!line) continue;
      lines.push(line);
      bytes += line.text.length;
    }
    if (bytes > MOST_BYTES)
      throw new TooLarge(
        `rpc error: code = ResourceExhausted desc = trying to send message larger than max (${bytes} vs. ${MOST_BYTES})`,
      );
    const streams = Map.groupBy(lines, (line) => JSON.stringify(Object.entries(streamOf(line, categorised)).sort()));
    return success({
      resultType: 'streams',
      ...(categorised && { encodingFlags: ['categorize-labels'] }),
      result: [...streams.values()].flatMap(([first, ...rest]) =>
        first
          ? [
              {
                stream: streamOf(first, categorised),
                values: [first, ...rest].map((line) => valuesOf(line, categorised)),
              },
            ]
          : [],
      ),
    });
  }

  instant(query: URLSearchParams): object {
    const at = readTime(query.get('time'), this.#now(), 'time');
    const metric = compileMetric(query.get('query') ?? '');
    if (!metric)
      throw new BadQuery(
        'log queries are not supported as an instant query type, please change your query to a range query type',
      );
    const result = countAt(this.#store.lines, metric, at).map(({ labels, value }) => ({
      metric: labels,
      value: [Number(at / 1_000_000n) / 1000, `${value}`],
    }));
    return success({ resultType: 'vector', result });
  }

  labels(query: URLSearchParams): object {
    const names = new Set(this.#window(query).flatMap(({ labels }) => Object.keys(labels)));
    return names.size > 0 ? { status: 'success', data: [...names].sort() } : { status: 'success' };
  }

  labelValues(name: string, query: URLSearchParams): object {
    const pipeline = query.has('query') ? compileLog(query.get('query') ?? '') : null;
    const lines = this.#window(query).filter((line) => !pipeline || pipeline(line));
    const values = new Set(lines.flatMap(({ labels }) => own(labels, name) ?? []));
    return values.size > 0 ? { status: 'success', data: [...values].sort() } : { status: 'success' };
  }

  series(query: URLSearchParams): object {
    const pipelines = query.getAll('match[]').map(compileLog);
    const lines = this.#window(query).filter(
      (line) => pipelines.length === 0 || pipelines.some((pipeline) => pipeline(line)),
    );
    const streams = new Map(lines.map(({ labels }) => [JSON.stringify(Object.entries(labels).sort()), labels]));
    return { status: 'success', data: [...streams.values()] };
  }

  stats(query: URLSearchParams): object {
    const pipeline = compileLog(query.get('query') ?? '');
    const lines = this.#window(query).filter((line) => pipeline(line));
    const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
    const streams = new Set(lines.map(({ labels }) => JSON.stringify(labels))).size;
    return { streams, chunks: streams, bytes, entries: lines.length };
  }

  #window(query: URLSearchParams): readonly LogLine[] {
    const to = readTime(query.get('end'), this.#now(), 'end');
    return this.#store.between(readTime(query.get('start'), nanos(to - 6n * HOUR), 'start'), to);
  }

  #matrix(metric: MetricQuery, from: Nanos, to: Nanos, stepText: string | null): object {
    const standard = Math.max(1, Math.floor(Number((to - from) / 1_000_000_000n) / 250));
    const step = stepText === null ? standard : Number(stepText.replace(/s$/, ''));
    if (!(step > 0))
      throw new BadQuery('zero or negative query resolution step widths are not accepted. Try a positive integer');
    const stride = BigInt(Math.round(step * 1e9));
    if ((to - from) / stride > MOST_POINTS)
      throw new BadQuery(
        'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
      );
    const series = new Map<string, [number, string][]>();
    // Loki answers at multiples of the step, whatever start it is given.
    const first = nanos(from - (from % stride));
    const last = nanos(to + ((stride - (to % stride)) % stride));
    for (let at = first; at <= last; at = nanos(at + stride))
      for (const { labels, value } of countAt(this.#store.lines, metric, at)) {
        const key = JSON.stringify(labels);
        const points = series.get(key) ?? [];
        series.set(key, points);
        points.push([Number(at / 1_000_000n) / 1000, `${value}`]);
      }
    const result = [...series].map(([key, values]) => ({ metric: JSON.parse(key), values }));
    return success({ resultType: 'matrix', result });
  }
}
