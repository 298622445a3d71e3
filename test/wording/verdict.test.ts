import { describe, expect, test } from 'vitest';
import { millis, type Ratio, seconds } from '../../src/units.ts';
import type { RawSeries } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import type { JudgeOptions, MetricOptions } from '../../src/verdict/options.ts';
import { noiseText } from '../../src/wording/noise.ts';
import { verdictReasons, verdictSentence } from '../../src/wording/verdict.ts';
import { FAILED, OPTIONS, type Script, START, STEP, scripted, steady } from '../verdict/fixtures.ts';

/** What is said after so many scrapes. */
function said(
  script: Script,
  scrapes: number,
  options: JudgeOptions = OPTIONS,
  change = (all: readonly RawSeries[]) => all,
) {
  const judge = new Judge(options);
  const at = millis(START + scrapes * STEP);
  judge.hear(change(scripted(script, scrapes)), at);
  const verdict = judge.verdict(at);
  const judged = {
    verdict,
    data: verdict.data,
    pods: null,
    ailments: [],
    problem: null,
    since: millis(START),
    until: at,
    behind: false,
    scrape: verdict.scrape,
    ring: null,
    silence: null,
  };
  const room = {
    at,
    comparison: {
      baseline: { id: 'v1', label: 'V1' },
      candidate: { id: 'v2', label: 'V2' },
      metrics: [],
      limits: 'ok',
      verdict: { state: 'same', method: 'e-process', level: 'ok', because: 'counted', judged },
    },
  } as const;
  return { verdict, sentence: verdictSentence(room), reasons: verdictReasons(room) };
}

/** One pod of V1 fails for a while in the place of V2. */
const oneFails = (all: readonly RawSeries[]) =>
  all.map((raw) =>
    raw.target === 'b' && raw.role === FAILED
      ? { ...raw, values: Array.from(raw.values, (value, i) => value + Math.min(1200, Math.max(0, i - 20) * 60)) }
      : raw,
  );

/** The same, but by a little in each scrape: from the start, or later. */
const oneIsWorse =
  (by: number, from = 0) =>
  (all: readonly RawSeries[]) =>
    all.map((raw) =>
      raw.target === 'b' && raw.role === FAILED
        ? { ...raw, values: Array.from(raw.values, (value, i) => value + by * Math.max(0, i - 4 - from)) }
        : raw,
    );

describe('a V1 that differs from itself', () => {
  const worse: Script = { v1: steady(900, 9), v2: (k) => [300, k > 60 ? 150 : 3] };

  test('makes a hint of whatever is found from then on, and no certain word', () => {
    const { verdict, sentence } = said(worse, 90, OPTIONS, oneIsWorse(6));
    expect(verdict).toMatchObject({ state: 'WARN', advisory: true, failedAt: null });
    expect(verdict.logE).toBeGreaterThan(verdict.failLogE);
    expect(sentence).toMatch(/^V2 may be worse: errors .+, but V1’s /);
  });

  test('makes no certain word of what is going on of late', () => {
    const { verdict, sentence, reasons } = said(worse, 70, OPTIONS, oneFails);
    expect(verdict).toMatchObject({ state: 'INCONCLUSIVE', advisory: true });
    expect(sentence).toMatch(/^V2 may have become worse: errors .+, but V1’s pods differ so much/);
    expect(reasons.join()).not.toContain('is worse');
  });

  test('leaves what was found before as it was', () => {
    const { verdict, sentence } = said(worse, 140, OPTIONS, oneIsWorse(60, 90));
    expect(verdict).toMatchObject({ state: 'FAIL', advisory: false });
    expect(verdict.reasons).toContainEqual({ kind: 'noise-model-violated' });
    expect(sentence).toMatch(/^V2 is worse: errors .+, false-alarm risk below 1 in/);
  });

  test('is said to divide the evidence as soon as it does', () => {
    const words = new Set<string>();
    for (let scrapes = 10; scrapes <= 90; scrapes += 2) {
      const { noise } = said({ v1: steady(900, 9), v2: steady(300, 3) }, scrapes, OPTIONS, oneIsWorse(4)).verdict;
      const isDivided = noise.placeboLogE >= Math.log(20) && noise.placeboLogE < Math.log(100);
      expect(/the evidence against V2 is divided by \d+$/.test(noiseText(noise))).toBe(isDivided);
      words.add(isDivided ? 'divided' : 'not');
    }
    expect([...words]).toContain('divided');
  });
});

describe('a V2 that passes', () => {
  test.each([
    [
      9,
      3,
      /^V2 is not worse: less than 2 times V1’s errors, and at most 0\.\d+ pt more$/,
      'V2 has less than 1.00 pt more errors than V1 and less than 2 times as many',
    ],
    [1, 1, /^V2 is not worse: at most 0\.1\d* pt more errors than V1$/, 'V2 has less than 0.20 pt more errors than V1'],
  ])('is said to pass by the bound that decided: %i of 900 against %i of 300', (of1, of2, sentence, reason) => {
    const script: Script = { v1: steady(of2 === 1 ? 9000 : 900, of1), v2: steady(of2 === 1 ? 3000 : 300, of2) };
    const passed = Array.from({ length: 12 }, (_, i) => said(script, 10 * (i + 1))).filter(
      ({ verdict }) => verdict.state === 'PASS',
    );
    expect(passed.length).toBeGreaterThan(0);
    expect(passed[0]?.sentence).toMatch(sentence);
    for (const { verdict, reasons } of passed.slice(0, 1)) {
      expect(reasons[0]).toBe(reason);
      expect(verdict.errors.difference?.upper).toBeLessThan(verdict.errors.margin);
    }
  });
});

describe('what keeps V2 from passing', () => {
  test('is that it is worse of late, by the rates of that time and not of the stage', () => {
    const late: Script = { v1: steady(900, 9), v2: (k) => [300, k > 400 ? 6 : 3] };
    const found = Array.from({ length: 12 }, (_, i) => said(late, 401 + i)).filter(
      ({ verdict }) => verdict.state === 'INCONCLUSIVE',
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { sentence, reasons } of found) {
      expect(sentence).toMatch(
        /^V2 has become worse: errors (1\.[5-9]|2\.0)\d? % against 1\.00 % of requests in the last \dm$/,
      );
      expect(reasons[0]).toContain(sentence.replace('V2 has become worse: ', ''));
    }
  });

  test('is that V1 differs from itself', () => {
    const { sentence } = said({ v1: steady(900, 1), v2: steady(300, 0) }, 60, OPTIONS, oneFails);
    expect(sentence).toBe('V2 cannot pass in this stage: V1’s pods differ so much that one of them may be faulty');
  });

  test('is, beside a V1 with many errors, that its rate may still be twice as high', () => {
    const looked = Array.from({ length: 40 }, (_, i) => said({ v1: steady(900, 5), v2: steady(300, 2) }, 3 * (i + 1)));
    const open = looked.filter(({ reasons }) => reasons.some((reason) => reason.includes('or more; to pass')));
    const texts = open.flatMap(({ reasons }) => reasons.filter((reason) => reason.includes('or more; to pass')));
    expect(texts.at(-1)).toBe('V2 may still have 2 times as many errors as V1, or more; to pass, it must be less');
    for (const { verdict } of open) expect(verdict.errors.passes).toBe(false);
  });

  test('is that its pods have just started', () => {
    const options = { ...OPTIONS, warmup: seconds(3600) };
    const young = (all: readonly RawSeries[]) =>
      all.map((raw) =>
        raw.side === 'baseline'
          ? raw
          : { ...raw, times: Array.from(raw.times).slice(6), values: Array.from(raw.values).slice(6) },
      );
    expect(said({ v1: steady(900, 1), v2: steady(300, 0) }, 20, options, young).sentence).toBe(
      '1 V2 pod has just started and is not compared yet',
    );
  });

  test('is never a time that is over', () => {
    for (const errors of [0, 2, 4])
      for (const of1 of [1, 9])
        for (let scrapes = 1; scrapes <= 46; scrapes += 5)
          expect(said({ v1: steady(900, of1), v2: steady(300, errors) }, scrapes).sentence).not.toMatch(/: 0s until/);
  });
});

describe('a ratio or a mean that is compared', () => {
  const accuracy: MetricOptions = {
    id: 'accuracy',
    label: 'match accuracy',
    unit: 'ratio',
    kind: 'ratio',
    worse: 'lower',
    weight: 1,
    practical: 0.01,
    margin: 0.02,
  };
  const options: JudgeOptions = { ...OPTIONS, metrics: [accuracy] };
  const calm: Script = { v1: steady(900, 9), v2: steady(300, 3) };
  /** Each pod tries as many matches in a scrape, of which V2 finds so many. */
  const matches = (found: (k: number) => number) => (all: readonly RawSeries[]) => [
    ...all,
    ...all
      .filter(({ role }) => role === FAILED)
      .flatMap((one) =>
        (['cases', 'sum'] as const).map((kind): RawSeries => {
          let total = 0;
          return {
            ...one,
            key: `${one.target} ${kind}`,
            labels: { series: `${one.target} ${kind}` },
            role: { kind, metric: 0 },
            values: Array.from(one.times, (_, k) => {
              // Pods differ by chance, as they do.
              const chance = ((k * 7 + one.target.charCodeAt(0)) % 11) - 5;
              total += kind === 'cases' ? 100 : (one.side === 'candidate' ? found(k) : 90) + chance / 2;
              return total;
            }),
          };
        }),
      ),
  ];

  test('is told of by its name, which way it is worse, and since when', () => {
    const { verdict, sentence } = said(
      calm,
      80,
      options,
      matches((k) => (k > 40 ? 80 : 90)),
    );
    expect(verdict.logE).toBeGreaterThan(verdict.failLogE);
    expect(sentence).toMatch(/match accuracy lower: 8\d(\.\d)? % against (90|89\.\d|90\.\d) % in the last 1\dm/);
  });

  test('keeps V2 from passing until it is proven, and says so', () => {
    const { verdict, sentence } = said(
      calm,
      30,
      { ...options, margin: 0.05 as Ratio },
      matches(() => 89.5),
    );
    expect([verdict.state, verdict.errors.passes, verdict.metrics[0]?.passes]).toEqual(['INCONCLUSIVE', true, false]);
    expect(sentence).toMatch(/match accuracy may still differ by −\d\.\d+ pt, to pass by less than −2 pt|of about/);
  });
});

test('a fault of some of V2’s pods alone is told as that, and named', () => {
  const broken: Script = { v1: steady(900, 9), v2: (k) => [300, k > 40 ? 90 : 3] };
  const wellBeside = (all: readonly RawSeries[]) => [
    ...all,
    ...['second', 'third'].flatMap((target) =>
      all
        .filter((raw) => raw.target === 'canary')
        .map((raw) => {
          // One request in a hundred fails.
          const share = raw.role === FAILED ? 3 : 297;
          return {
            ...raw,
            target,
            key: `${target} ${raw.key}`,
            labels: { series: `${target} ${raw.key}` },
            values: Array.from(raw.times, (_, i) => share * Math.max(0, i - 4)),
          };
        }),
    ),
  ];
  const { verdict, sentence, reasons } = said(broken, 80, OPTIONS, wellBeside);
  expect(verdict).toMatchObject({ state: 'WARN', advisory: true });
  expect(sentence).toMatch(/^V2 may be worse: errors .+, but only some of its pods are$/);
  expect(reasons.join('\n')).toMatch(/only pod canary|pod canary supplies/);
  expect(reasons).toContain('some of V2’s pods are worse and others are not: either these pods or V2 may be at fault');
});
