import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/frames/frame.ts';
import { Gaps } from '../../../src/frames/gaps.ts';
import type { Observed } from '../../../src/room/readings.ts';
import { buildRings as ringsOf } from '../../../src/room/rings/rings.ts';
import type { JournalEntry, RingRecords } from '../../../src/room/room.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import { millis, seconds } from '../../../src/units.ts';
import { pauseText, ringReason } from '../../../src/wording/rings.ts';
import { type Answer, DOWN, frameAt, observe, planOf } from '../observe.ts';

const plan = planOf({
  refresh: '5s',
  checks: {
    errors: { label: 'error rate', query: 'errors{ring="$ring"}', unit: 'ratio', at_most: 0.01 },
    memory: { label: 'memory', query: 'memory{ring="$ring"}', unit: 'bytes', at_most: 200e6, warn: 180e6 },
  },
  rings: [
    { id: 'ring0', name: 'Internal', soak: '1m', deployed: 'deployed{ring="$ring"}', checks: ['errors', 'memory'] },
    { id: 'ring1', name: 'Pilots', after: ['ring0'], deployed: 'deployed{ring="$ring"}', checks: ['errors'] },
  ],
});

/** The rings, with why each is as it is. */
const buildRings = (planned: typeof plan.rings, ledger: Parameters<typeof ringsOf>[1], observed: Observed) =>
  ringsOf(planned, ledger, observed).map((ring) => ({
    ...ring,
    reason: ringReason(ring, { at: observed.moment.now, comparison: null, traffic: null }),
  }));

const EMPTY = { records: {}, journal: [] };
const LATENCY = { latency: seconds(0.01) };
const prometheus = { id: 'prometheus', kind: 'prometheus' } as const;
const deadQueries = ({ queries }: Frame) => queries.map(({ expr }) => ({ expr, outcome: failed(DOWN) }));
const GOOD = { errors: 0.001, memory: 100e6, deployed: 1000 } satisfies Record<string, Answer>;
type Answers = { errors?: Answer; memory?: Answer; deployed?: Answer };

const frame = (at: number, answers: Answers = {}) => {
  const { errors, memory, deployed } = { ...GOOD, ...answers };
  return frameAt(at, {
    'errors{ring="ring0"}': errors,
    'memory{ring="ring0"}': memory,
    'deployed{ring="ring0"}': deployed,
    'errors{ring="ring1"}': [],
    'deployed{ring="ring1"}': [],
  });
};
/** Frames every five seconds from 1000 s on. */
const frames = (until: number, answers: (at: number) => Answers = () => ({})) => {
  const times = Array.from({ length: (until - 1000) / 5 + 1 }, (_, i) => 1000 + 5 * i);
  return times.map((at) => frame(at, answers(at)));
};
const rings = (until: number, answers?: (at: number) => Answers, records: RingRecords | null = {}, now = until) =>
  buildRings(plan.rings, { records, journal: [] }, observe(plan, frames(until, answers), now));

describe('the state of a ring', () => {
  test('a ring that is not deployed waits for the rings before it', () => {
    expect(rings(1000)[1]).toMatchObject({ state: 'waiting', reason: 'waits for ring0', soak: null, deployedAt: null });
  });

  test('a deployed ring soaks until its time is over, then it is ready', () => {
    expect(rings(1030)[0]).toMatchObject({ state: 'soaking', soak: { elapsed: 30, required: 60 } });
    expect(rings(1055)[0]).toMatchObject({ state: 'soaking' });
    expect(rings(1065)[0]).toMatchObject({ state: 'ready', soak: { elapsed: 60 } });
  });

  test.each([
    ['a flag', 1, 1_800_000_000],
    ['a time in milliseconds', 1_800_000_000_000, 1_800_000_600],
    ['infinite', Number.POSITIVE_INFINITY, 1_800_000_600],
  ])('a ring whose time of deployment is %s is unknown, and says so', (_, deployed, now) => {
    const [ring] = buildRings(plan.rings, EMPTY, observe(plan, [frame(now, { deployed })], now));
    expect(ring).toMatchObject({ state: 'unknown', deployedAt: null, soak: null });
    expect(ring?.reason).toBe(
      `cannot tell when it was deployed: the query returns ${deployed}, which is not a Unix time in seconds`,
    );
  });

  test('a failing check is named, and the soak clock stands still', () => {
    const failing = rings(1030, (at) => (at >= 1020 ? { errors: 0.5 } : {}))[0];
    expect(failing).toMatchObject({ state: 'failing', reason: 'error rate beyond the limit' });
    expect(failing?.soak).toMatchObject({
      elapsed: 15,
      paused: { because: { kind: 'check', check: 'errors', silence: null } },
    });
  });

  test('a pause says since when, why, and how long the clock stood still in all', () => {
    const failedTwice = (at: number) => ((at >= 1010 && at < 1020) || at >= 1040 ? { errors: 0.5 } : {});
    const paused = rings(1050, failedTwice)[0]?.soak;
    expect(paused).toMatchObject({ elapsed: 25, pausedFor: 25, paused: { since: 1_035_000 } });
    const on = rings(1030, failedTwice)[0]?.soak;
    expect(on).toMatchObject({ elapsed: 20, pausedFor: 10 });
    expect(on?.paused).toBeUndefined();
  });

  test('a pause names the source that is silent, and for how long', () => {
    const silent = (at: number) => ({ ...frame(at), sources: [{ ...prometheus, outcome: failed(DOWN) }] });
    const answering = frames(1030).map((f) => ({ ...f, sources: [{ ...prometheus, outcome: succeeded(LATENCY) }] }));
    const past = [...answering, ...[1035, 1040, 1045].map(silent)];
    const dead = past.map((f) => (f.at > 1_030_000 ? { ...f, queries: deadQueries(f) } : f));
    const [ring] = buildRings(plan.rings, EMPTY, observe(plan, dead, 1150));
    expect(ring?.soak).toMatchObject({ pausedFor: 115, paused: { since: 1_035_000 } });
    const { paused } = ring?.soak ?? {};
    const told = { at: millis(1_150_000), comparison: null, checks: ring?.checks ?? [] };
    expect(paused && pauseText(paused, told)).toBe(
      'paused 1m ago: error rate unknown: Prometheus has not answered for 2m',
    );
  });

  test('a validated ring says who confirmed it and what was overridden; an open request who asked', () => {
    const validated = { by: 'alice', at: millis(0), approvedBy: 'bob', override: 'the sensor is broken' };
    expect(rings(1030, undefined, { ring0: validated })[0]?.reason).toBe(
      'validated by alice, confirmed by bob (override: the sensor is broken)',
    );
    const twice = { ...plan, rings: plan.rings.map((ring) => ({ ...ring, approvals: 2 as const })) };
    const request: JournalEntry = {
      at: millis(1_060_000),
      by: 'alice',
      act: 'request',
      target: 'ring0',
      result: 'done',
      detail: '',
    };
    const ledger = { records: {}, journal: [request] };
    const of = (planned: typeof plan) => buildRings(planned.rings, ledger, observe(planned, frames(1065), 1065))[0];
    expect(of(twice)).toMatchObject({
      approvals: 2,
      approval: { by: 'alice' },
      reason: 'ready to be validated, requested by alice: another operator must confirm',
    });
    expect(of(plan)).toMatchObject({ approvals: 1, approval: null, reason: 'ready to be validated' });
  });

  test('a check that only warns lets the soak go on', () => {
    expect(rings(1030, () => ({ memory: 190e6 }))[0]).toMatchObject({ state: 'soaking', soak: { elapsed: 30 } });
  });

  test.each([
    ['without data', []],
    ['without a number', Number.NaN],
    ['that is refused', DOWN],
  ] as const)('a check %s makes the ring unknown, never healthy, and stops the soak', (_, errors) => {
    const ring = rings(1030, (at) => (at >= 1020 ? { errors } : {}))[0];
    expect(ring?.soak?.elapsed).toBeLessThanOrEqual(25);
    // A refused query keeps its last value while that is fresh enough.
    const late = buildRings(
      plan.rings,
      EMPTY,
      observe(
        plan,
        frames(1060, (at) => (at >= 1020 ? { errors } : {})),
        1060,
      ),
    )[0];
    expect(late?.state).toBe('unknown');
    expect(late?.soak?.elapsed).toBeLessThanOrEqual(25);
  });

  test('an outage does not count as soak, before or after it', () => {
    const outage = (at: number) => (at > 1030 && at <= 1100 ? { errors: DOWN, memory: DOWN, deployed: DOWN } : {});
    expect(rings(1110, outage)[0]?.soak?.elapsed).toBeLessThanOrEqual(45);
    expect(rings(1110, outage)[0]).toMatchObject({ state: 'soaking' });
  });

  test('a validated ring says by whom; one that fails again is failing, and still validated', () => {
    const records = { ring0: { by: 'alice', at: millis(0) } };
    expect(rings(1030, undefined, records)[0]).toMatchObject({ state: 'validated', reason: 'validated by alice' });
    const failing = rings(1030, () => ({ errors: 0.5 }), records)[0];
    expect(failing).toMatchObject({ state: 'failing', validated: { by: 'alice' } });
  });

  test('an unreadable ring store makes every ring unknown', () => {
    expect(rings(1065, undefined, null).map((ring) => ring.state)).toEqual(['unknown', 'unknown']);
  });

  test('everything stale is unknown', () => {
    expect(rings(1065, undefined, {}, 1200)[0]).toMatchObject({ state: 'unknown' });
  });

  test('how much is deployed must be known before a ring is ready', () => {
    const progressing = planOf({
      refresh: '5s',
      checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
      rings: [{ id: 'ring0', name: 'Internal', progress: 'progress', checks: ['errors'] }],
    });
    const state = (progress: Answer) => {
      const seen = observe(progressing, [frameAt(1000, { errors: 0, progress })], 1000);
      return buildRings(progressing.rings, EMPTY, seen)[0]?.state;
    };
    expect([state(1), state(0.4), state(DOWN), state([]), state(Number.NaN)]).toEqual([
      'ready',
      'deploying',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });
});

describe('a soak of days', () => {
  const week = planOf({
    refresh: '30s',
    history: '1h',
    checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
    rings: [{ id: 'ring0', name: 'Internal', soak: '5h', deployed: 'deployed', checks: ['errors'] }],
  });
  const DAY = 86_400;
  const NOW = 40 * DAY;

  /** The room at `now` after range queries for all of the past, in which the check failed where told. */
  const ringAt = (now: number, fails: (at: number) => boolean = () => false, plan = week) => {
    const due = new Gaps(plan).due(millis(now * 1000));
    const backfills = due.map(({ expr, window }) => {
      const points = [];
      for (let at: number = window.from; at <= window.to; at += window.step * 1000) {
        points.push([millis(at), fails(at / 1000) ? 1 : 0] as const);
      }
      return { expr, window, outcome: succeeded({ series: [{ labels: {}, points }], warnings: [] }) };
    });
    const frame = { ...frameAt(now, { errors: fails(now) ? 1 : 0, deployed: DAY }), backfills };
    return buildRings(plan.rings, EMPTY, observe(plan, [frame], now))[0];
  };

  test('is over after that much of flawless data, also where one resolution holds it all', () => {
    expect(ringAt(NOW)).toMatchObject({ state: 'ready', soak: { elapsed: 18_000 } });
  });

  test('counts what passed before a failure as well as after it', () => {
    const soak = ringAt(NOW, (at) => at > NOW - 4 * 3600 && at <= NOW - 3600)?.soak;
    // Ten hours are looked at: six before the failure and one after it.
    expect(soak).toMatchObject({ elapsed: 18_000 });
    const shorter = ringAt(NOW, (at) => at > NOW - 9 * 3600 && at <= NOW - 2 * 3600)?.soak;
    expect(shorter?.elapsed).toBeGreaterThan(3 * 3600 - 120);
    expect(shorter?.elapsed).toBeLessThan(3 * 3600 + 120);
  });

  test('does not depend on the moment it is looked at', () => {
    const long = planOf({
      checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
      rings: [{ id: 'ring0', name: 'Internal', soak: '7d', deployed: 'deployed', checks: ['errors'] }],
    });
    // Ten minutes of every half hour fail: no phase of looking may miss that.
    const fails = (at: number) => at % 1800 < 600;
    const elapsed = [0, 97, 301, 555].map((phase) => ringAt(NOW + phase, fails, long)?.soak?.elapsed ?? 0);
    for (const value of elapsed) expect(Math.abs(value - (elapsed[0] ?? 0))).toBeLessThan(0.03 * 7 * DAY);
    expect(ringAt(NOW + 700, fails, long)?.state).not.toBe('failing');
  });
});
