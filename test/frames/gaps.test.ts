import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { Gaps } from '../../src/frames/gaps.ts';
import type { PlannedTrend } from '../../src/profile/plan/plan.ts';
import { promql } from '../../src/profile/query.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { millis, seconds } from '../../src/units.ts';

const EXPR = promql('up');
const create = () =>
  new Gaps({
    trends: [{ expr: EXPR, span: seconds(600) }],
    pasts: [],
    servers: [],
    history: seconds(600),
    refresh: seconds(5),
  });
const down = failed({ kind: 'unreachable', message: 'down' });

const frame = (at: number, up: boolean, backfills: Frame['backfills'] = []): Frame => ({
  at: millis(at * 1000),
  queries: [{ expr: EXPR, outcome: up ? succeeded({ samples: [], warnings: [] }) : down }],
  backfills,
  alertmanagers: {},
  sources: [],
});
const due = (gaps: Gaps, at: number) => {
  const windows = gaps.due(millis(at * 1000)).map(({ window }) => [window.from / 1000, window.to / 1000, window.step]);
  return windows[0];
};

test('the first frame asks for the whole span, aligned to its step', () => {
  expect(due(create(), 1002)).toEqual([400, 1000, 5]);
});

test('a trend that reaches further back than the history is asked for a second time, coarsely', () => {
  const gaps = new Gaps({
    trends: [{ expr: EXPR, span: seconds(172_800) }],
    pasts: [],
    servers: [],
    history: seconds(600),
    refresh: seconds(5),
  });
  const windows = gaps.due(millis(1_000_000_000)).map(({ window }) => [(window.to - window.from) / 1000, window.step]);
  expect(windows).toEqual([
    [600, 5],
    [172_795, 35],
  ]);
});

test('after the first fill no refresh asks for a range again', () => {
  const gaps = create();
  for (let at = 1000; at < 1300; at += 5) {
    gaps.observe(frame(at, true));
    expect(due(gaps, at + 5)).toBeUndefined();
  }
});

test('after an outage the gap is asked for, and the gap alone', () => {
  const gaps = create();
  gaps.observe(frame(1000, true));
  gaps.observe(frame(1005, false));
  expect(due(gaps, 1120)).toEqual([1000, 1120, 5]);
});

test('a late answer covers the past up to when it was asked for', () => {
  const gaps = create();
  const sources = [{ id: 'prometheus', kind: 'prometheus' as const, outcome: down, askedAt: millis(1_000_000) }];
  gaps.observe({ ...frame(1030, true), sources });
  expect(due(gaps, 1035)).toEqual([1000, 1035, 5]);
});

test('an outage longer than the history asks for no more than the history', () => {
  const gaps = create();
  gaps.observe(frame(1000, true));
  expect(due(gaps, 5000)).toEqual([4400, 5000, 5]);
});

test('a query the server refuses is asked for its past once', () => {
  const gaps = create();
  const window = { from: millis(400_000), to: millis(1_000_000), step: seconds(5) };
  const refused = failed({ kind: 'bad-query', message: 'parse error' });
  const backfills = [{ expr: EXPR, window, outcome: refused }];
  gaps.observe({ ...frame(1000, false, backfills), queries: [{ expr: EXPR, outcome: refused }] });
  for (let at = 1005; at < 1300; at += 5) {
    expect(due(gaps, at)).toBeUndefined();
    gaps.observe({ ...frame(at, false), queries: [{ expr: EXPR, outcome: refused }] });
  }
});

test('a past that is too large is not asked for again', () => {
  const gaps = create();
  const window = { from: millis(400_000), to: millis(1_000_000), step: seconds(5) };
  const outcome = failed({ kind: 'too-large', message: 'too large' });
  gaps.observe(frame(1000, true, [{ expr: EXPR, window, outcome }]));
  expect(due(gaps, 1005)).toBeUndefined();
});

test('a past that was answered is not asked for again, though the query itself failed', () => {
  const gaps = create();
  const window = { from: millis(400_000), to: millis(1_000_000), step: seconds(5) };
  const outcome = succeeded({ series: [], warnings: [] });
  gaps.observe(frame(1000, false, [{ expr: EXPR, window, outcome }]));
  expect(due(gaps, 1005)).toBeUndefined();
  expect(due(gaps, 1015)).toEqual([1000, 1015, 5]);
});

test('a range query that fails again and again is asked ever more seldom, and then of the whole gap', () => {
  const gaps = create();
  const asked: number[] = [];
  for (let at = 1000; at <= 2000; at += 5) {
    const backfills = gaps.due(millis(at * 1000)).map((range) => ({ ...range, outcome: down }));
    if (backfills.length > 0) asked.push(at);
    gaps.observe(frame(at, true, backfills));
  }
  expect(asked).toEqual([1000, 1005, 1015, 1035, 1075, 1155, 1315, 1635]);
  expect(due(gaps, 2300)).toEqual([1700, 2300, 5]);
});

test('a gap whose range query failed stays open until one succeeds', () => {
  const gaps = create();
  gaps.observe(frame(1000, true));
  const window = { from: millis(1_000_000), to: millis(1_120_000), step: seconds(5) };
  gaps.observe(frame(1120, true, [{ expr: EXPR, window, outcome: down }]));
  expect(due(gaps, 1125)).toEqual([1000, 1125, 5]);
  gaps.observe(frame(1125, true, [{ expr: EXPR, window, outcome: succeeded({ series: [], warnings: [] }) }]));
  expect(due(gaps, 1130)).toBeUndefined();
});

test('what was answered in part is asked for again, less and less often', () => {
  const gaps = create();
  const [wanted] = gaps.due(millis(1_000_000));
  if (!wanted) throw new Error('nothing is due');
  const part = succeeded({ series: [], warnings: ['a store is down'], partial: true as const });
  gaps.observe(frame(1000, true, [{ ...wanted, outcome: part }]));
  expect(due(gaps, 1004)).toBeUndefined();
  expect(due(gaps, 1006)).toEqual([405, 1005, 5]);
  gaps.observe(frame(1006, true, [{ ...wanted, outcome: part }]));
  expect(due(gaps, 1015)).toBeUndefined();
  gaps.observe(frame(1020, true, [{ ...wanted, outcome: succeeded({ series: [], warnings: [] }) }]));
  expect(due(gaps, 1024)).toBeUndefined();
});

describe('a past that is wanted only for rings', () => {
  const DEPLOYED = promql('deployed');
  const soak = (length: number) => ({ of: 'soak', deployed: DEPLOYED, soak: seconds(length) }) as const;
  const createFor = (only: PlannedTrend['only'], span: number) =>
    new Gaps({
      trends: [{ expr: EXPR, span: seconds(span), ...(only && { only }) }],
      pasts: [],
      servers: [],
      history: seconds(600),
      refresh: seconds(5),
    });
  const told = (at: number, start: number | null): Frame => ({
    ...frame(at, true),
    queries: [
      {
        expr: DEPLOYED,
        outcome: succeeded({ samples: start === null ? [] : [{ labels: {}, value: start }], warnings: [] }),
      },
    ],
  });
  const all = (gaps: Gaps, at: number) =>
    gaps.due(millis(at * 1000)).map(({ window }) => [window.from / 1000, window.to / 1000, window.step]);

  test('is asked for once it is known when the ring was deployed, and since then', () => {
    const gaps = createFor([soak(300)], 600);
    expect(all(gaps, 1000)).toEqual([]);
    gaps.observe(told(1000, 900));
    expect(all(gaps, 1000)).toEqual([[890, 1000, 5]]);
  });

  test('reaches no further back than a soak is looked for', () => {
    const gaps = createFor([soak(100)], 600);
    gaps.observe(told(1000, 200));
    expect(all(gaps, 1000)).toEqual([[790, 1000, 5]]);
  });

  test('is asked for coarsely only before what is closely kept', () => {
    const gaps = createFor([soak(86_400)], 172_800);
    gaps.observe(told(200_000, 199_700));
    expect(all(gaps, 200_000)).toEqual([[199_400, 200_000, 5]]);
    gaps.observe(told(200_000, 190_000));
    expect(all(gaps, 200_000)).toEqual([
      [199_400, 200_000, 5],
      [189_980, 199_990, 35],
    ]);
  });

  test('is not asked for while no ring is deployed, unless for a roll-back', () => {
    const gaps = createFor([soak(300)], 600);
    const rolledBack = createFor([{ of: 'roll-back', deployed: DEPLOYED }], 600);
    for (const one of [gaps, rolledBack]) one.observe(told(1000, null));
    expect(all(gaps, 1000)).toEqual([]);
    expect(all(rolledBack, 1000)).toEqual([[400, 1000, 5]]);
    rolledBack.observe(told(1005, 900));
    expect(all(rolledBack, 1005)).toEqual([]);
  });

  test('is asked for anew when it turns out to begin earlier, and not again', () => {
    const gaps = createFor([soak(300)], 600);
    const look = (at: number, start: number) => {
      gaps.observe(told(at, start));
      const due = gaps.due(millis(at * 1000));
      const outcome = succeeded({ series: [], warnings: [] });
      gaps.observe(
        frame(
          at,
          true,
          due.map((range) => ({ ...range, outcome })),
        ),
      );
      return due.map(({ window }) => [window.from / 1000, window.to / 1000]);
    };
    expect(look(1000, 950)).toEqual([[940, 1000]]);
    expect(look(1005, 950)).toEqual([]);
    expect(look(1010, 800)).toEqual([[790, 1010]]);
    expect(look(1015, 800)).toEqual([]);
  });
});
