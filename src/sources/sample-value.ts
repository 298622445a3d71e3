import * as v from 'valibot';
import { quote } from './text.ts';

/** What Go's strconv.FormatFloat gives for a finite number, with an exponent or without. */
const FINITE = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;
/** And for the others. */
const NAMED: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
]);

/**
 * A number as Prometheus and Loki write it; null for every other text, which `Number` and `parseFloat` would each find
 * some number in: "0x10", "1_000", "0.5abc", "", " 1", "Infinity", "1e999".
 */
export function readNumber(text: string): number | null {
  if (!FINITE.test(text)) return NAMED.get(text) ?? null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** The bound of a bucket. Client libraries write it into the label `le`, and that of Java with a capital E. */
export const readBound = (le: string): number | null => readNumber(le.replace('E', 'e'));

/** The furthest instant a date can hold, in seconds. */
const LAST = 8.64e12;
const NO_POINT = 'a sample is not a pair of a time and a value';

/**
 * Hands over the points of a series, `[unix seconds, "value"]` each, until one is none. There may be hundreds of thousands:
 * a schema for each would take longer than all else.
 * @returns what is wrong with that one; null when all were read
 */
export function readPoints(values: unknown, take: (time: number, value: number) => void): string | null {
  if (!Array.isArray(values)) return 'the samples of a series are not a list';
  for (const point of values as readonly unknown[]) {
    if (!Array.isArray(point) || point.length !== 2) return NO_POINT;
    const [time, text]: readonly unknown[] = point;
    if (typeof time !== 'number' || Math.abs(time) > LAST || typeof text !== 'string') return NO_POINT;
    const value = readNumber(text);
    if (value === null) return `a value is not a number: "${quote(text, 40)}"`;
    take(time, value);
  }
  return null;
}

/** Time in seconds, and value. */
export type Point = readonly [number, number];

function pointsOf(values: unknown, addIssue: (issue: { readonly message: string }) => void): readonly Point[] {
  const points: Point[] = [];
  const complaint = readPoints(values, (time, value) => points.push([time, value]));
  if (complaint !== null) addIssue({ message: complaint });
  return points;
}

/** Without any, it is told what is missing. */
const given = v.optional(v.unknown(), null);

/** The points of a series. */
export const samplePoints = v.pipe(
  given,
  v.rawTransform(({ dataset, addIssue }): readonly Point[] => pointsOf(dataset.value, addIssue)),
);

/** The one point of a series at an instant. */
export const samplePoint = v.pipe(
  given,
  v.rawTransform(({ dataset, addIssue, NEVER }): Point => pointsOf([dataset.value], addIssue)[0] ?? NEVER),
);
