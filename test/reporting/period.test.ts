import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { periodGiven } from '../../src/commands/report/period.ts';
import { METRIC_REPORTS } from '../../src/profile/schema/reports.ts';
import { countOf, lengthOf, periodBefore, stepOf, stepsOf } from '../../src/reporting/period.ts';
import { millis, seconds } from '../../src/units.ts';
import { wallTime } from '../../src/zoned.ts';

const at = (text: string) => millis(Date.parse(text));
const DAY = 86_400;

describe('the last whole period', () => {
  it.each([
    ['daily', '2026-03-30T10:00:00Z', 'UTC', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z', '2026-03-29'],
    // The clocks of Paris were set forth on that day, and back on the other.
    ['daily', '2026-03-30T10:00:00Z', 'Europe/Paris', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-29'],
    ['daily', '2026-10-26T10:00:00Z', 'Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-25'],
    // There it is still the day before, and there half an hour counts.
    ['daily', '2026-05-01T03:00:00Z', 'America/New_York', '2026-04-29T04:00:00Z', '2026-04-30T04:00:00Z', '2026-04-29'],
    ['daily', '2026-05-01T03:00:00Z', 'Asia/Kolkata', '2026-04-29T18:30:00Z', '2026-04-30T18:30:00Z', '2026-04-30'],
    [
      'weekly',
      '2026-03-30T00:00:00Z',
      'UTC',
      '2026-03-23T00:00:00Z',
      '2026-03-30T00:00:00Z',
      'week 2026-03-23 – 2026-03-29',
    ],
    [
      'weekly',
      '2026-03-29T23:59:59Z',
      'UTC',
      '2026-03-16T00:00:00Z',
      '2026-03-23T00:00:00Z',
      'week 2026-03-16 – 2026-03-22',
    ],
    ['monthly', '2026-01-01T00:00:00Z', 'UTC', '2025-12-01T00:00:00Z', '2026-01-01T00:00:00Z', '2025-12'],
    ['monthly', '2024-03-31T12:00:00Z', 'UTC', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z', '2024-02'],
    [
      'sla',
      '2026-03-31T12:00:00Z',
      'UTC',
      '2026-03-01T00:00:00Z',
      '2026-03-31T00:00:00Z',
      '30 days, 2026-03-01 – 2026-03-30',
    ],
  ] as const)('%s before %s in %s', (kind, now, zone, from, to, title) => {
    expect(periodBefore(kind, at(now), zone)).toMatchObject({ from: at(from), to: at(to), title });
  });

  it('is over, begins and ends at midnight, and follows the one before it', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...METRIC_REPORTS), instants, zones, (kind, date, zone) => {
        const now = millis(date.getTime());
        const { from, to, before } = periodBefore(kind, now, zone);
        expect(to).toBeLessThanOrEqual(now);
        expect(before.to).toBe(from);
        expect(before.from).toBeLessThan(from);
        for (const edge of [before.from, from, to])
          expect(wallTime(edge, zone)).toMatchObject({ hour: 0, minute: 0, second: 0 });
        if (kind === 'weekly') expect(Math.abs(lengthOf({ from, to }) - 7 * DAY)).toBeLessThanOrEqual(3600);
      }),
    );
  });
});

test('the steps of a period are few enough to draw, end with it, and fill it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 400 * DAY }), fc.integer({ min: 15, max: 900 }), (length, least) => {
      const span = { from: millis(0), to: millis(length * 1000) };
      const step = stepOf(span, seconds(least));
      const steps = stepsOf(span, step);
      expect(steps.to).toBe(span.to);
      expect(countOf(steps)).toBeLessThanOrEqual(200);
      expect(countOf(steps) * step).toBeLessThanOrEqual(length);
      expect((countOf(steps) + 1) * step).toBeGreaterThan(length);
    }),
  );
});

describe('times that are given', () => {
  const now = at('2026-06-01T12:00:00Z');
  const given = (times: { at?: string; from?: string; to?: string }) =>
    periodGiven('daily', { at: undefined, from: undefined, to: undefined, ...times }, 'Europe/Paris', now);

  it('without a zone are those of the report', () => {
    expect(given({ from: '2026-05-01', to: '2026-05-02 06:30' })).toMatchObject({
      from: at('2026-04-30T22:00:00Z'),
      to: at('2026-05-02T04:30:00Z'),
      title: '2026-05-01 00:00 – 2026-05-02 06:30',
    });
    expect(given({ at: '2026-05-01T00:00:00Z' })).toMatchObject({ title: '2026-04-30' });
    expect(given({ from: '-2h' })).toMatchObject({ from: at('2026-06-01T10:00:00Z'), to: now });
  });

  it.each([
    [{ at: '2026-06-02' }, '--at 2026-06-02 is in the future: a report is about the past.'],
    [{ at: '2026-02-30' }, '--at: expected a time such as'],
    [{ at: '2026-05-01 25:00' }, '--at: expected a time such as'],
    [{ at: 'yesterday' }, '--at: expected a time such as'],
    [{ at: '2026-05-01', from: '2026-04-01' }, 'Give either --at, or --from and --to.'],
    [{ to: '2026-05-01' }, '--to needs --from beside it.'],
    [{ from: '2026-05-02', to: '2026-05-01' }, '--from must lie at least a minute before --to.'],
    [{ from: '2026-05-02', to: '2027-05-01' }, '--to 2027-05-01 is in the future'],
  ])('%j are refused in words', (times, words) => {
    expect(() => given(times)).toThrow(words);
  });
});
