import { describe, expect, it, test } from 'vitest';
import { promql } from '../../src/profile/query.ts';
import { coverageOf, isWhole, seenAround, stepsIn, stepsQuestion, unsampled } from '../../src/reporting/coverage.ts';
import { readRings, ringQuestions } from '../../src/reporting/deployments.ts';
import { periodOf } from '../../src/reporting/period.ts';
import { Answers } from '../../src/reporting/questions.ts';
import { readEach, readOne } from '../../src/reporting/readings.ts';
import type { Spell } from '../../src/reporting/spells.ts';
import { tallyOf } from '../../src/reporting/tally.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import type { InstantResult } from '../../src/sources/prometheus/types.ts';
import { millis, seconds } from '../../src/units.ts';

const answer = (samples: InstantResult['samples'], more: Partial<InstantResult> = {}) =>
  succeeded({ samples, warnings: [], ...more });
const one = (value: number, labels = {}) => ({ labels, value });

describe('a number of a report', () => {
  it.each([
    ['is what was answered', answer([one(0)]), { value: 0, unknown: null }],
    ['is not known without a series', answer([]), { value: null, unknown: { reason: 'no-data' } }],
    [
      'is not known of several',
      answer([one(1), one(2)]),
      { unknown: { reason: 'several', text: '2 series where one is expected' } },
    ],
    ['is not known of no number', answer([one(Number.NaN)]), { value: null, unknown: { reason: 'not-a-number' } }],
    [
      'is not known of an infinity',
      answer([one(Number.POSITIVE_INFINITY)]),
      { value: null, unknown: { reason: 'not-a-number' } },
    ],
    [
      'is not known of an answer in part',
      answer([one(1)], { partial: true, warnings: ['store-2 is away'] }),
      { value: null, unknown: { reason: 'partial', text: 'incomplete answer: store-2 is away' } },
    ],
    [
      'is not known of another instant',
      answer([one(1)], { asOf: millis(0) }),
      { value: null, unknown: { reason: 'other-instant' } },
    ],
    [
      'is not known of a refusal',
      failed({ kind: 'bad-query', message: 'parse error' }),
      { unknown: { reason: 'refused', text: 'parse error' } },
    ],
    [
      'is not known of silence',
      failed({ kind: 'timeout', message: 'too late' }),
      { unknown: { reason: 'unanswered', text: 'too late' } },
    ],
  ] as const)('%s', (_, outcome, told) => {
    expect(readOne(outcome)).toMatchObject(told);
  });

  it('is one for each value of a label, also of a strange one', () => {
    const read = readEach([one(1, { a: '__proto__' }), one(2, { a: 'x' }), one(3, { a: 'x' }), one(4)], 'a');
    expect([...read].map(([name, { value, unknown }]) => [name, value, unknown?.reason])).toEqual([
      ['__proto__', 1, undefined],
      ['x', null, 'several'],
      ['', 4, undefined],
    ]);
  });
});

describe('how much of a period is known', () => {
  const period = periodOf({ from: millis(36e5), to: millis(72e5) }, 'UTC');
  const question = stepsQuestion(promql('up'), period, seconds(900));
  const answered = (...ends: readonly number[]) =>
    stepsIn(
      question,
      succeeded({
        series: [{ labels: {}, points: ends.map((end) => [millis(end * 9e5), Number.NaN] as const) }],
        warnings: [],
      }),
    );
  const whole = answered(1, 2, 3, 4, 5, 6, 7, 8);

  it('is told by the steps that had an answer, be it no number', () => {
    expect(coverageOf(whole, null, period)).toMatchObject({ seconds: 3600, ofSeconds: 3600 });
    expect(coverageOf(answered(4, 6, 8), null, period)).toMatchObject({ seconds: 1800 });
    expect(coverageOf(answered(4), null, period)).toMatchObject({ seconds: 0 });
  });

  it('is no more than the server had samples of, whatever the query says', () => {
    expect(coverageOf(whole, answered(5), period)).toMatchObject({ seconds: 900 });
    expect(unsampled(answered(1, 2, 3, 4), period)?.reason).toBe('no-samples');
    expect(unsampled(answered(5), period)).toBeNull();
  });

  it.each([
    ['before a gap', 4.5, { before: true, after: false }],
    ['at the last sample before a gap', 4, { before: true, after: false }],
    ['long before a gap', 3.2, { before: true, after: true }],
    ['after a gap', 7, { before: false, after: true }],
    ['long after a gap', 7.5, { before: true, after: true }],
    ['before all that was asked', 0.5, { before: true, after: true }],
    ['at the end of all that was asked', 8, { before: true, after: true }],
  ])('there are samples around an instant %s, or none', (_, step, around) => {
    expect(seenAround(answered(1, 2, 3, 4, 7, 8), millis(step * 9e5))).toEqual(around);
  });

  test('a ring is gone where the server has samples and none of the ring, not where it has none at all', async () => {
    const site = { region: null, deployed: promql('deployed'), progress: null, checks: [] };
    const whatever = { soak: null, verdict: null, approvals: 1, rule: null } as const;
    const ring = { id: 'canary', name: 'Canary', after: [], sites: [site], budgets: [], ...whatever } as const;
    const answers = new Answers();
    const points = [5, 6].map((end) => [millis(end * 9e5), 3700] as const);
    const told = Promise.resolve(succeeded({ series: [{ labels: {}, points }], warnings: [] }));
    const asking = { range: () => told, instant: () => Promise.reject(), samples: () => Promise.reject() };
    for (const asked of ringQuestions([ring], period, seconds(900))) await answers.ask(asked.question, asking);
    const goneAt = (server: ReturnType<typeof answered>) =>
      readRings([ring], { period, step: seconds(900), answers, serverOf: () => server })[0]?.goneAt;
    expect(goneAt(whole)).toBe(7 * 9e5);
    expect(goneAt(answered(4, 5, 6, 8))).toBe(8 * 9e5);
    expect(goneAt(answered(4, 5, 6))).toBeNull();
  });

  it('is not known where that could not be asked', () => {
    const silent = stepsIn(question, failed({ kind: 'timeout', message: 'too late' }));
    expect(coverageOf(silent, null, period)).toBeNull();
    expect(isWhole(null)).toBe(false);
  });
});

describe('incidents in numbers', () => {
  const day = { from: millis(0), to: millis(864e5) };
  const spell = (from: number, to: number, more: Partial<Spell> = {}): Spell => ({
    ...{ tier: 'P0', name: 'Down', labels: {}, isFromBefore: false, isOver: true, isEndSeen: true, answer: null },
    from: millis(from * 36e5),
    to: millis(to * 36e5),
    ...more,
  });

  test('time in which two fired at once counts once', () => {
    const tally = tallyOf([spell(1, 3), spell(2, 4), spell(10, 11), spell(2.5, 2.6)], day, 86_400, true);
    expect(tally.totalSeconds).toBe(4 * 3600);
    expect(tally.mtbf.seconds).toBe((20 * 3600) / 4);
  });

  test('one that began before, or goes on, has its time in the period, and no length', () => {
    const tally = tallyOf([spell(-3, 2, { isFromBefore: true }), spell(20, 24, { isOver: false })], day, 86_400, true);
    expect(tally).toMatchObject({ count: 2, open: 1, totalSeconds: 6 * 3600, mttr: { seconds: null } });
  });

  test('one whose end nobody saw has no length, and one whose beginning nobody saw no time to its answer', () => {
    const lost = spell(9, 10, { isEndSeen: false });
    expect(tallyOf([lost], day, 86_400, true)).toMatchObject({ open: 0, mttr: { seconds: null } });
    expect(tallyOf([lost, spell(1, 2)], day, 86_400, true).mttr.seconds).toBe(3600);
    const late = spell(9, 10, { isFromBefore: true, answer: { at: millis(9.1 * 36e5), by: 'bob' } });
    expect(tallyOf([late], day, 86_400, true)).toMatchObject({
      answered: 1,
      mtta: { seconds: null, unknown: { reason: 'nothing-to-count' } },
    });
  });

  test('answers are those of the journal: without it nobody knows, and none is no time of zero', () => {
    const answered = spell(1, 3, { answer: { at: millis(1.5 * 36e5), by: 'bob' } });
    expect(tallyOf([answered, spell(5, 6)], day, 86_400, true)).toMatchObject({ answered: 1, mtta: { seconds: 1800 } });
    expect(tallyOf([spell(5, 6)], day, 86_400, true).mtta).toMatchObject({
      seconds: null,
      unknown: { reason: 'nothing-to-count' },
    });
    expect(tallyOf([answered], day, 86_400, false).mtta).toMatchObject({
      seconds: null,
      unknown: { reason: 'no-journal' },
    });
  });

  test('the time between failures is of what is known', () => {
    expect(tallyOf([spell(1, 2)], day, 43_200, true).mtbf.seconds).toBe(11 * 3600);
    expect(tallyOf([spell(1, 2)], day, null, true).mtbf).toMatchObject({
      seconds: null,
      unknown: { reason: 'no-samples' },
    });
    expect(tallyOf([], day, 86_400, true).mtbf.seconds).toBeNull();
  });
});
