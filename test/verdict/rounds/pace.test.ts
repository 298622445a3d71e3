import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../../src/units.ts';
import { Judge } from '../../../src/verdict/judge.ts';
import { OPTIONS, REQUESTS, START, series } from '../fixtures.ts';

/** Samples of a counter of ten requests a second at the given pace: seconds since the start, and the interval from then on. */
function counter(target: string, side: 'baseline' | 'candidate', phase: number, pace: readonly [number, number][]) {
  const times: number[] = [];
  for (let at = -300; at < 3600; at += pace.findLast(([from]) => at >= from)?.[1] ?? 15) times.push(at + phase);
  return series(
    target,
    side,
    REQUESTS,
    times.map((at) => [START + 1000 * at, 10 * Math.round(at + 400)]),
  );
}

/** What is said every five seconds from `from` to `to`, live. */
function watch(all: readonly ReturnType<typeof counter>[], from: number, to: number) {
  const judge = new Judge(OPTIONS);
  const said = [];
  for (let at = -300; at <= to; at += 5) {
    const horizon = START + 1000 * at;
    const cut = all.map((one) => {
      const end = Array.from(one.times).filter((time) => time <= horizon).length;
      return { ...one, times: Array.from(one.times).slice(0, end), values: Array.from(one.values).slice(0, end) };
    });
    judge.hear(cut, millis(horizon));
    if (at >= from) said.push({ ...judge.verdict(millis(horizon)), asked: at });
  }
  return said;
}

const pods = (pace: readonly [number, number][], other = pace) => [
  counter('a0', 'baseline', 0, pace),
  counter('a1', 'baseline', 3, pace),
  counter('a2', 'baseline', 6, other),
  counter('b0', 'candidate', 9, pace),
];

describe('the scrape interval is followed', () => {
  it.each([
    ['15 s to 60 s', 60, 1200],
    ['15 s to 30 s', 30, 1200],
    ['15 s to 5 s', 5, 1200],
  ])('from %s', (_, interval, change) => {
    const said = watch(pods([[change, interval]]), change + 2 * 60, 2400);
    expect(said.filter(({ data }) => data !== 'OK')).toEqual([]);
    expect(said.at(-1)?.scrape).toBe(seconds(interval));
    const [first, last] = [said[0], said.at(-1)];
    // The soak goes on: all of the time is observed.
    expect((last?.observed ?? 0) - (first?.observed ?? 0)).toBeGreaterThan(
      (last?.asked ?? 0) - (first?.asked ?? 0) - 120,
    );
  });

  it('there and back', () => {
    const said = watch(
      pods([
        [600, 30],
        [1200, 15],
      ]),
      0,
      1800,
    );
    expect(said.filter(({ data, asked }) => data !== 'OK' && asked > 60)).toEqual([]);
    expect(said.at(-1)?.scrape).toBe(seconds(15));
  });

  it('by pod: one that is scraped more seldom is not gone between its scrapes', () => {
    const said = watch(pods([[0, 15]], [[600, 60]]), 900, 1800);
    expect(said.filter(({ data }) => data !== 'OK')).toEqual([]);
    const requests = said.at(-1)?.errors.baseline.requests ?? 0;
    expect(requests).toBeGreaterThan(30 * (1800 - 120));
  });

  it('but neither a scrape that was missed nor silence is a new interval', () => {
    const all = pods([[0, 15]]).map((one) => {
      const keep = (_: number, i: number) => (one.times[i] ?? 0) <= START + 900_000;
      return { ...one, times: Array.from(one.times).filter(keep), values: Array.from(one.values).filter(keep) };
    });
    expect(watch(all, 960, 1000).every(({ data, scrape }) => data === 'STALE' && scrape === 15)).toBe(true);
  });
});
