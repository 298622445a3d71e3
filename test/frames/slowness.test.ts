import { describe, expect, it } from 'vitest';
import { RawWindows } from '../../src/frames/raw/raw-windows.ts';
import { Slowness } from '../../src/frames/slowness.ts';
import { StageJudge } from '../../src/frames/stage-judge.ts';
import { succeeded } from '../../src/sources/error.ts';
import { type Millis, millis, seconds } from '../../src/units.ts';
import { countedPlan } from '../room/counted.ts';

const at = (position: number) => millis((1_700_000_000 + position) * 1000);
const SCRAPE = 15;

/** A server whose scrapes take a while: a sample is there when its scrape has ended. */
function server(took: number, now: () => number) {
  return {
    async raw(selector: string, from: Millis, to: Millis) {
      const version = selector.includes('v1') ? 'v1' : 'v2';
      const series = [0, 1, 2].map((pod) => {
        const points: (readonly [Millis, number])[] = [];
        const phase = 4 * pod + (version === 'v1' ? 1 : 3);
        for (let t = -600 + phase; t <= now() - took; t += SCRAPE)
          if (at(t) > from && at(t) <= to) points.push([at(t), counted(selector, t, took)]);
        return {
          labels: { version, instance: `${version}-${pod}`, ...(selector.includes('bucket') && { le: '+Inf' }) },
          points,
        };
      });
      return succeeded({ series: series.filter(({ points }) => points.length > 0), warnings: [] });
    },
  };
}

function counted(selector: string, t: number, took: number): number {
  if (selector.startsWith('scrape_duration')) return took;
  const requests = 40 * (t + 600);
  return Math.floor(selector.startsWith('errors') ? requests * 0.01 : requests);
}

/** What is said when one looks each five seconds, and when one looks once, later. */
async function said(took: number, until: number) {
  const plan = countedPlan();
  if (!plan.verdict) throw new Error('nothing is counted');
  const live = { judge: new StageJudge(plan.verdict, 1), windows: new RawWindows(plan.raw) };
  let now = 0;
  for (now = 5; now <= until; now += 5)
    live.judge.take(
      await live.windows.ask(
        server(took, () => now),
        at(now),
        at(0),
      ),
      at(now),
      () => seconds(300),
    );
  const later = new StageJudge(plan.verdict, 1);
  later.take(
    await new RawWindows(plan.raw).ask(
      server(took, () => until + 60),
      at(until),
      at(0),
    ),
    at(until),
    () => seconds(300),
  );
  return { live: live.judge.look(at(until)), later: later.look(at(until)) };
}

describe('a scrape that takes', () => {
  it.each([0.1, 4, 8, 9.9])('%s s is counted the same by who watches and by who looks later', async (took) => {
    for (const until of [150, 305, 600]) {
      const { live, later } = await said(took, until);
      expect(live?.verdict?.errors.candidate.requests).toBeGreaterThan(1000);
      expect(live).toEqual(later);
    }
  });
});

describe('how long samples may be on their way', () => {
  const lag = (scrapes: readonly (readonly [number, number])[], scrape = SCRAPE) => {
    const slowness = new Slowness();
    slowness.hear([{ labels: {}, points: scrapes.map(([t, took]) => [at(t), took] as const) }]);
    return slowness.at(at(1000), seconds(scrape));
  };

  it.each<[string, readonly (readonly [number, number])[], number, number]>([
    ['a third of the interval where nothing tells', [], 15, 5],
    ['at most five seconds of it', [], 60, 5],
    [
      'what the slowest took',
      [
        [900, 8],
        [915, 3],
      ],
      15,
      9,
    ],
    ['no longer than the interval', [[900, 20]], 15, 15],
    ['not what is too new to be known to all', [[980, 8]], 15, 5],
    ['not what is long past', [[50, 8]], 15, 5],
    ['no number', [[900, Number.NaN]], 15, 5],
  ])('is %s', (_, scrapes, scrape, expected) => {
    expect(lag(scrapes, scrape)).toBe(expected);
  });
});
