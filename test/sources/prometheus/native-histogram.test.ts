import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativeBuckets, SUM } from '../../../src/sources/prometheus/native-histogram.ts';
import { millis } from '../../../src/units.ts';

const WINDOW = { from: millis(0), to: millis(10_000) };
type Bucket = readonly [rule: number, left: string, right: string, count: string];
const sample = (time: number, count: number, buckets: readonly Bucket[]) => [
  time,
  { count: `${count}`, sum: '1', buckets },
];

/** What is counted up to each boundary, at each time. */
function read(histograms: unknown, name = 'latency_seconds') {
  const series = nativeBuckets({ __name__: name, pod: 'a' }, histograms, WINDOW);
  return series && new Map(series.map(({ labels, points }) => [labels.le ?? '', points]));
}

describe('a native histogram', () => {
  it('is read as counters at powers of two, and one of all there is', () => {
    const read_ = read([
      sample(1, 5, [
        [0, '0.2102241038134286', '0.25', '2'],
        [0, '0.25', '0.2973017787506803', '3'],
      ]),
      sample(2, 9, [
        [0, '0.2102241038134286', '0.25', '4'],
        [0, '0.25', '0.2973017787506803', '5'],
      ]),
    ]);
    expect([...(read_?.keys() ?? [])].map(Number)).toEqual([
      ...Array.from({ length: 17 }, (_, i) => 2 ** (i - 10)),
      Number.NaN,
      Number.NaN,
    ]);
    expect(read_?.get('sum')).toEqual([
      [1000, 1],
      [2000, 1],
    ]);
    expect(read_?.get('0.125')).toEqual([
      [1000, 0],
      [2000, 0],
    ]);
    expect(read_?.get('0.25')).toEqual([
      [1000, 2],
      [2000, 4],
    ]);
    expect(read_?.get('0.5')).toEqual([
      [1000, 5],
      [2000, 9],
    ]);
    expect(read_?.get('+Inf')).toEqual([
      [1000, 5],
      [2000, 9],
    ]);
  });

  it('is read in the unit that its name says', () => {
    expect([...(read([sample(1, 0, [])], 'latency_milliseconds')?.keys() ?? [])].slice(0, 2)).toEqual(['1', '2']);
  });

  it('leaves out a power that lies within a bucket, as those of coarse ones do', () => {
    const coarse = read([sample(1, 3, [[0, '0.0625', '1', '3']])]);
    expect(coarse?.has('0.5')).toBe(false);
    expect([coarse?.get('0.0625'), coarse?.get('1')]).toEqual([[[1000, 0]], [[1000, 3]]]);
  });

  it('keeps the samples of its window alone', () => {
    expect(read([sample(0, 1, []), sample(10, 2, []), sample(10.001, 3, [])])?.get('+Inf')).toEqual([[10_000, 2]]);
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a sample without a histogram', [[1]]],
    ['a count that is no number', [[1, { count: '0x10' }]]],
    ['a bucket that is none', [[1, { count: '1', buckets: [[0, '1']] }]]],
    ['bounds of its own', [sample(1, 1, [[0, '-Inf', '+Inf', '1']])]],
  ])('is told of where it is %s', (_, histograms) => {
    expect(read(histograms)).toBeNull();
  });

  it('counts at each power just what lies up to it, at every resolution', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 }),
        fc.array(fc.double({ min: 0.0005, max: 80, noNaN: true }), { maxLength: 40 }),
        (schema, values) => {
          const indices = Map.groupBy(values, (value) => Math.ceil(Math.log2(value) * 2 ** schema));
          const buckets = [...indices].map(([i, inside]): Bucket => {
            const bound = (k: number) => `${2 ** (k / 2 ** schema)}`;
            return [0, bound(i - 1), bound(i), `${inside.length}`];
          });
          for (const [le, [point]] of read([sample(1, values.length, buckets)]) ?? []) {
            if (le === SUM) continue;
            const power = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
            expect(point?.[1]).toBe(
              [...indices].reduce(
                (sum, [i, inside]) => sum + (2 ** (i / 2 ** schema) <= power * 1.000001 ? inside.length : 0),
                0,
              ),
            );
          }
        },
      ),
    );
  });
});
