import { describe, expect, test } from 'vitest';
import { reasonTexts, sentenceOf } from '../../src/room/verdict-text.ts';
import { millis, seconds } from '../../src/units.ts';
import { Judge } from '../../src/verdict/judge.ts';
import type { JudgeOptions } from '../../src/verdict/options.ts';
import type { RawSeries } from '../../src/verdict/samples.ts';
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
  };
  const speaker = { v1: 'V1', v2: 'V2', at, silence: null };
  return { verdict, sentence: sentenceOf(judged, speaker), reasons: reasonTexts(judged, speaker) };
}

/** One pod of V1 fails for a while in the place of V2. */
const oneFails = (all: readonly RawSeries[]) =>
  all.map((raw) =>
    raw.target === 'b' && raw.role === FAILED
      ? { ...raw, values: Array.from(raw.values, (value, i) => value + Math.min(1200, Math.max(0, i - 20) * 60)) }
      : raw,
  );

describe('what keeps V2 from passing', () => {
  test('is that it is worse of late, by the rates of that time and not of the stage', () => {
    const late: Script = { v1: steady(900, 9), v2: (k) => [300, k > 400 ? 6 : 3] };
    const found = Array.from({ length: 12 }, (_, i) => said(late, 401 + i)).filter(
      ({ verdict }) => verdict.state === 'INCONCLUSIVE',
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { sentence, reasons } of found) {
      expect(sentence).toMatch(
        /^V2 is worse of late: errors (1\.[5-9]|2\.0)\d? % against 1\.00 % of requests in the last \dm$/,
      );
      expect(reasons[0]).toContain(sentence.replace('V2 is worse of late: ', ''));
    }
  });

  test('is that V1 differs from itself', () => {
    const { sentence } = said({ v1: steady(900, 1), v2: steady(300, 0) }, 60, OPTIONS, oneFails);
    expect(sentence).toBe(
      'V2 cannot pass in this stage: V1’s pods differ among themselves as if one of them were worse',
    );
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
      '1 V2 pod has just started, and is not compared yet',
    );
  });

  test('is never a time that is over', () => {
    for (const errors of [0, 2, 4])
      for (const of1 of [1, 9])
        for (let scrapes = 1; scrapes <= 46; scrapes += 5)
          expect(said({ v1: steady(900, of1), v2: steady(300, errors) }, scrapes).sentence).not.toMatch(/: 0s until/);
  });
});
