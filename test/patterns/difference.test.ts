import { describe, expect, it } from 'vitest';
import type { PatternBatch, TemplateCount } from '../../src/patterns/batch.ts';
import { Difference, type DifferenceOptions } from '../../src/patterns/difference.ts';
import type { MinerEvent, Template } from '../../src/patterns/miner.ts';
import { millis } from '../../src/units.ts';
import { seededRandom } from '../../stack/simulator/random.ts';
import { HOUR, healthyKinds, play } from './worlds.ts';

const SEEDS = Array.from({ length: 300 }, (_, i) => i + 1);

describe('an hour of versions that are alike', () => {
  it('yields nothing new, and growth in no more hours than α allows for, of 300 of them with 40 kinds of line each, many of them rare or in bursts', () => {
    const misled = SEEDS.flatMap((seed): string[] => {
      const { found } = play({ ...HOUR, rounds: 120, step: 30, seed, kinds: healthyKinds(seededRandom(seed), 40) });
      return [...found.keys()].slice(0, 1);
    });
    expect(misled.filter((finding) => !finding.startsWith('grown'))).toEqual([]);
    expect(misled.length).toBeLessThanOrEqual(0.01 * SEEDS.length);
  }, 60_000);
});

describe('an error that only the candidate says', () => {
  it.each([0.05, 0.1, 0.3, 0.5])('is found within one round at a share of %f', (share) => {
    const found = SEEDS.slice(0, 20).map((seed) => {
      const only = { id: 'only', level: 'error' as const, rates: [0, 0.08] as const, burst: 1, since: 30 };
      const kinds = [...healthyKinds(seededRandom(seed), 20), only];
      return play({ ...HOUR, rounds: 32, seed, share, kinds }).found.get('new only');
    });
    expect(found).toEqual(found.map(() => 30));
  });

  it('is found within one refresh of 5 s of one pod at a tenth of the traffic', () => {
    const found = SEEDS.slice(0, 20).map((seed) => {
      const only = { id: 'only', level: 'error' as const, rates: [0, 0.5] as const, burst: 1, since: 30 };
      return play({ ...HOUR, rounds: 32, step: 5, pods: [6, 1], seed, kinds: [only] }).found.get('new only');
    });
    expect(found).toEqual(found.map(() => 30));
  });
});

describe('growth is found, in the median, within', () => {
  it.each([
    [2, 0.2, 30],
    [2, 0.01, 375],
    [3, 0.01, 120],
    [10, 0.01, 15],
    [3, 0.001, 900],
    [10, 0.001, 105],
    [10, 0.0001, 900],
  ])('by a factor of %f from %f lines a request within %i s', (factor, rate, seconds) => {
    const after = SEEDS.slice(0, 31).map((seed) => {
      const rates = [rate, rate * factor] as const;
      const kinds = [{ id: 'more', level: 'error' as const, rates, burst: 1, since: 40 }];
      const round = play({ ...HOUR, seed, kinds }).found.get('grown more') ?? Infinity;
      return (round - 39) * HOUR.step;
    });
    after.sort((a, b) => a - b);
    expect(after[15]).toBeGreaterThan(0);
    expect(after[15]).toBeLessThanOrEqual(seconds);
  });

  it('is over once both say it alike again, and stays told of', () => {
    const { said, difference } = rounds();
    said([found('a')], [count('a', 9, 1)]);
    for (let i = 0; i < 25; i += 1) said([], [count('a', 9, 1)]);
    for (let i = 0; i < 20; i += 1) said([], [count('a', 9, 10)]);
    expect(difference.findings).toMatchObject([{ kind: 'grown' }]);
    expect(difference.findings[0]?.factor).toBeGreaterThan(7);
    for (let i = 0; i < 10; i += 1) said([], [count('a', 9, 1)]);
    expect(difference.findings).toMatchObject([{ kind: 'grown', factor: null }]);
  });

  it('less than what matters is not told of, however certain', () => {
    const kinds = [{ id: 'more', level: 'info' as const, rates: [0.5, 0.6] as const, burst: 1, since: 40 }];
    expect([...play({ ...HOUR, seed: 1, kinds }).found]).toEqual([]);
  });
});

describe('what the candidate does not say any more', () => {
  it('is found once the baseline said it often enough', () => {
    const kinds = [{ id: 'gone', level: 'info' as const, rates: [0.05, 0] as const, burst: 1 }];
    expect([...play({ ...HOUR, seed: 1, kinds }).found.keys()]).toEqual(['vanished gone']);
  });
});

const template = (id: string): Template => ({ id, level: 'error', words: ['line', id] });
const found = (id: string): MinerEvent => ({ kind: 'found', template: template(id) });

/** Rounds of 10 s with 900 requests at the baseline and 100 at the candidate. */
function rounds(options: Partial<DifferenceOptions> = {}) {
  const difference = new Difference(options);
  let now = 0;
  return {
    difference,
    said: (
      events: readonly MinerEvent[],
      counts: readonly TemplateCount[],
      exposed: readonly [number, number] = [900, 100],
    ) => {
      difference.take(
        { events, counts, lines: [0, 0], streams: [3, 1], examples: {} },
        {
          exposure: { baseline: exposed[0], candidate: exposed[1], seconds: 10 },
          from: millis(now),
          to: millis(now + 10_000),
        },
      );
      now += 10_000;
      return difference.findings.map(({ kind, id }) => `${kind} ${id}`);
    },
  };
}
const count = (id: string, baseline: number, candidate: number, moments = candidate): TemplateCount => ({
  id,
  lines: [baseline, candidate],
  moments: [baseline, moments],
});

describe('new', () => {
  it('says how many moments it takes, also where one side served nothing in the last round', () => {
    const { difference } = rounds();
    const at = { from: millis(0), to: millis(1) };
    const take = (baseline: number, candidate: number, batch: Partial<PatternBatch>) =>
      difference.take(
        { events: [], counts: [], lines: [0, 0], streams: [1, 1], examples: {}, ...batch },
        { ...at, exposure: { baseline, candidate, seconds: 10 } },
      );
    take(90, 10, { events: [found('a')], counts: [count('a', 0, 1)] });
    const needed = () => difference.suspects[0]?.needed;
    expect(needed()).toBe(4);
    take(0, 7, {});
    expect(needed()).toBe(4);
    take(50, 0, {});
    expect(needed()).toBe(4);
    take(50, 50, {});
    expect(needed()).toBeGreaterThan(8);
  });

  it('takes as many moments as chance asks for, not lines', () => {
    const { said, difference } = rounds();
    expect(said([found('a')], [count('a', 0, 500, 1)])).toEqual([]);
    expect(difference.suspects).toMatchObject([{ id: 'a', moments: 1, needed: 4 }]);
    expect(said([], [count('a', 0, 2)])).toEqual([]);
    expect(said([], [count('a', 0, 1)])).toEqual(['new a']);
    expect(difference.suspects).toEqual([]);
    const [finding] = difference.findings;
    expect(finding).toMatchObject({ lines: { baseline: 0, candidate: 503 }, filter: ' |= "line"', factor: null });
    expect(finding?.rates.candidate).toBeCloseTo(503 / 300);
    // A share of 1/41 for the first template, half of it for what is new, against 10^4.
    expect(finding?.p).toBeCloseTo(0.0082, 6);
  });

  it('is taken back as soon as the baseline says it', () => {
    const { said } = rounds();
    expect(said([found('a')], [count('a', 0, 9)])).toEqual(['new a']);
    expect(said([], [count('a', 1, 0)])).not.toContain('new a');
    expect(said([], [count('a', 0, 90)])).not.toContain('new a');
  });

  it('is nothing that the baseline said before the candidate had traffic', () => {
    const { said } = rounds();
    said([found('a')], [count('a', 1, 0)], [900, 0]);
    expect(said([], [count('a', 0, 9)])).not.toContain('new a');
  });

  it('is nothing that the baseline said in an earlier stage, or before it was forgotten', () => {
    const { said, difference } = rounds();
    said([found('a'), found('b')], [count('a', 1, 0), count('b', 0, 9)]);
    difference.restart();
    expect(said([], [])).toEqual([]);
    said([{ kind: 'forgotten', id: 'a' }], []);
    const findings = said([found('a')], [count('a', 0, 9), count('b', 0, 9)]);
    expect(findings.filter((finding) => finding.startsWith('new'))).toEqual(['new b']);
  });

  it('adds up what turned out to be one kind', () => {
    const { said, difference } = rounds();
    said([found('a'), found('b')], [count('a', 0, 3), count('b', 0, 3)]);
    expect(said([{ kind: 'merged', from: ['a', 'b'], into: template('c') }], [])).toEqual(['new c']);
    expect(difference.findings[0]?.lines).toEqual({ baseline: 0, candidate: 6 });
    said([found('d')], [count('d', 1, 0)]);
    expect(said([{ kind: 'merged', from: ['c', 'd'], into: template('e') }], [])).not.toContain('new e');
  });
});

it('where requests are not known growth is not judged, but what is new is', () => {
  const { said } = rounds({ growth: false });
  const both = [count('grown', 1, 0), count('new', 0, 9)];
  expect(said([found('grown'), found('new')], both)).toEqual(['new new']);
  for (let i = 0; i < 20; i += 1) expect(said([], [count('grown', 1, 9)])).toEqual(['new new']);
});

it('lines of templates that had to be forgotten are counted', () => {
  const { said, difference } = rounds();
  said([], [count('unknown', 2, 3)]);
  expect(difference.overflow).toBe(5);
});
