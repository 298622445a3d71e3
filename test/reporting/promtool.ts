import pLimit from 'p-limit';
import type { Asked, AskedRange } from '../../src/reporting/schema/parts.ts';
import { tool } from '../desk.ts';

/** Points of one series, as promtool prints them: `[unix seconds, value]`. */
export type Series = readonly (readonly [at: number, value: number])[];

const limit = pLimit(3);
const known = new Map<string, Promise<string>>();

/** Each question once: promtool is a program of its own. */
function promtool(...args: string[]): Promise<string> {
  const key = args.join('\n');
  const asked = known.get(key) ?? limit(() => tool('promtool', 'query', ...args));
  known.set(key, asked);
  return asked;
}

const seconds = (at: string): string => String(Date.parse(at) / 1000);

/** What promtool answers to the same query at the same instant, of all series. */
export async function promtoolInstant(url: string, { query, at }: Asked): Promise<number[]> {
  return valuesIn(await promtool('instant', `--time=${seconds(at)}`, url, query));
}

/** The same at each step, series by series. */
export async function promtoolRange(url: string, { query, from, to, stepSeconds }: AskedRange): Promise<Series[]> {
  const span = [`--start=${seconds(from)}`, `--end=${seconds(to)}`, `--step=${stepSeconds}s`];
  return seriesIn(await promtool('range', ...span, url, query));
}

/** The stored samples of a selector over a range. */
export const promtoolSamples = async (url: string, { query, at }: Asked): Promise<Series[]> =>
  seriesIn(await promtool('instant', `--time=${seconds(at)}`, url, query));

const POINT = /(\S+) @\[([\d.]+)\]$/;

const pointOf = (line: string): readonly [number, number] | null => {
  const [, value, at] = POINT.exec(line) ?? [];
  return value === undefined ? null : [Number(at), Number(value.replace('Inf', 'Infinity'))];
};

const valuesIn = (printed: string): number[] => printed.split('\n').flatMap((line) => pointOf(line)?.[1] ?? []);

function seriesIn(printed: string): Series[] {
  const series: (readonly [number, number])[][] = [];
  for (const line of printed.split('\n')) {
    if (line.includes('=>')) series.push([]);
    const point = pointOf(line);
    if (point) series.at(-1)?.push(point);
  }
  return series;
}
