import { describe, expect, it } from 'vitest';
import { ailmentsOf } from '../../src/room/versions/ailments.ts';
import { millis, ratio, seconds } from '../../src/units.ts';
import type { RawSeries, Side } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import type { JudgeOptions } from '../../src/verdict/options.ts';
import { ailmentText } from '../../src/wording/ailments.ts';
import { FAILED, OPTIONS, REQUESTS, rounds, START, series } from './fixtures.ts';

const MINUTE: JudgeOptions = { ...OPTIONS, warmup: seconds(60), rolloutAt: millis(START) };

interface Life {
  /** When its process began, in seconds since the stage did; and when it is gone. */
  readonly from: number;
  readonly to?: number;
  /** Requests a scrape, and how many fail at an age in seconds. */
  readonly requests?: number;
  readonly failing?: (age: number) => number;
  /** False: nothing tells when its process began. */
  readonly told?: boolean;
}

/** The series of a pod that is scraped every 15 s, 5 s after its start for the first time. */
function pod(id: string, side: Side, life: Life, until = 900): readonly RawSeries[] {
  const { from, to = until, requests = 300, failing = () => 0, told = true } = life;
  const all: [number, number][] = [];
  const failed: [number, number][] = [];
  const started: [number, number][] = [];
  let [n, e] = [0, 0];
  for (let t = Math.max(from + 5, -300); t <= to; t += 15) {
    n += requests - failing(t - from);
    e += failing(t - from);
    all.push([START + t * 1000, n]);
    failed.push([START + t * 1000, e]);
    started.push([START + t * 1000, START / 1000 + from]);
  }
  return [
    series(id, side, REQUESTS, all),
    series(id, side, FAILED, failed),
    ...(told ? [series(id, side, { kind: 'start' }, started)] : []),
  ];
}
const v1 = ['a', 'b', 'c'].flatMap((id) => pod(id, 'baseline', { from: -86_400, failing: () => 1 }));
const counted = (all: readonly RawSeries[], options: JudgeOptions = MINUTE) => {
  const during = rounds(all, START + 900_000, options).filter((round) => round.counted);
  return { requests: during.reduce((sum, { n2 }) => sum + n2, 0), errors: during.reduce((sum, { e2 }) => sum + e2, 0) };
};
const verdictOf = (all: readonly RawSeries[], options: JudgeOptions = MINUTE) => {
  const judge = new Judge(options);
  judge.hear(all, millis(START + 900_000));
  return judge.verdict(millis(START + 900_000));
};
const cold = (age: number) => (age <= 60 ? 100 : 1);

describe('a pod that has just started', () => {
  it.each([true, false])('is compared from its warm-up on; its start is told: %s', (told) => {
    const { requests, errors } = counted([...v1, ...pod('new', 'candidate', { from: 100, failing: cold, told })]);
    expect(requests).toBeGreaterThan(300 * 46);
    expect(errors).toBe(requests / 300);
    const all = counted([...v1, ...pod('new', 'candidate', { from: 100, failing: cold, told })], OPTIONS);
    expect(all.errors).toBeGreaterThan(errors + 200);
  });

  it('is no reason to call V2 worse while it is cold, and one without warm-up', () => {
    const all = [...v1, ...pod('new', 'candidate', { from: 0, failing: cold })];
    expect(verdictOf(all)).toMatchObject({ failedAt: null, state: 'PASS' });
    expect(verdictOf(all, OPTIONS).state).toBe('FAIL');
  });

  it('warms up again when its process begins anew', () => {
    const crashing = [
      ...pod('x', 'candidate', { from: -600, to: 400 }),
      ...pod('x', 'candidate', { from: 400, failing: cold }),
    ];
    const merged = [REQUESTS, FAILED, { kind: 'start' } as const].map((role) => {
      const parts = crashing.filter((one) => JSON.stringify(one.role) === JSON.stringify(role));
      const samples = parts.flatMap(({ times, values }) =>
        Array.from(times).map((time, i) => [time, Array.from(values)[i] ?? 0] as const),
      );
      return series('x', 'candidate', role, samples);
    });
    expect(verdictOf([...v1, ...merged]).failedAt).toBeNull();
  });

  it('is told of while it warms up, and no time of no traffic', () => {
    const judge = new Judge(MINUTE);
    judge.hear([...v1, ...pod('new', 'candidate', { from: 0 }, 50)], millis(START + 50_000));
    const verdict = judge.verdict(millis(START + 50_000));
    expect(verdict.data).toBe('OK');
    expect(verdict.warming).toEqual({ baseline: 0, candidate: 1 });
    expect(verdict.reasons).toContainEqual({ kind: 'warming', pods: 1 });
  });

  it('still fails when it is bad and stays so', () => {
    const verdict = verdictOf([...v1, ...pod('new', 'candidate', { from: 0, failing: () => 10 })]);
    expect(verdict.state).toBe('FAIL');
    expect(verdict.failedAt).toBeLessThan(START + 160_000);
  });
});

describe('pods of V2 that end before they are warm', () => {
  const stable = pod('stable', 'candidate', { from: -600 });
  const ending = Array.from({ length: 18 }, (_, i) =>
    pod(`short-${i}`, 'candidate', { from: 50 * i, to: 50 * i + 49, requests: 200, failing: () => 90 }),
  ).flat();

  it('keep V2 from passing, and are told of', () => {
    expect(verdictOf([...v1, ...stable])).toMatchObject({ state: 'PASS', shortLived: false });
    expect(verdictOf([...v1, ...stable, ...ending])).toMatchObject({ state: 'INCONCLUSIVE', shortLived: true });
    const verdict = verdictOf([...v1, ...stable, ...ending]);
    const [told] = ailmentsOf(null, null, verdict);
    expect(told && ailmentText(told, 'V2', millis(START))).toBe('V2’s pods do not run long enough to be compared');
  });

  it('do not when they are few of many, or live on', () => {
    const few = pod('short', 'candidate', { from: 800, to: 849 });
    expect(verdictOf([...v1, ...stable, ...few])).toMatchObject({ state: 'PASS', shortLived: false });
    const young = pod('young', 'candidate', { from: 700 });
    expect(verdictOf([...v1, ...stable, ...young])).toMatchObject({ state: 'PASS', shortLived: false });
  });
});

describe('the traffic share of V2', () => {
  const share = [{ from: millis(START), share: ratio(0.5) }];
  const shareAt = (second: number, warmup: number, all: readonly RawSeries[]) => {
    const judge = new Judge({ ...MINUTE, warmup: seconds(warmup), share });
    judge.hear([...v1, ...all], millis(START + second * 1000));
    return judge.verdict(millis(START + second * 1000)).share;
  };
  const young = pod('new', 'candidate', { from: -30, requests: 90 });

  it('is held against its plan while pods warm up, or are left out', () => {
    const old = pod('old', 'candidate', { from: -50_000, requests: 60 });
    expect(shareAt(550, 60, [...young, ...old])).toMatchObject({ state: 'below', observed: expect.closeTo(1 / 7, 2) });
    expect(shareAt(550, 3600, young)).toMatchObject({ state: 'below', observed: expect.closeTo(1 / 11, 2) });
  });

  it('is not known before a round of it is complete', () => {
    expect(shareAt(10, 60, [])).toMatchObject({ state: 'unknown', observed: null });
  });
});

describe('what is left of another rollout under V2’s label', () => {
  const old = pod('old', 'candidate', { from: -50_000, failing: () => 60 });
  const young = pod('new', 'candidate', { from: -30 });

  it('is left out until it ends, and said; until then nothing passes', () => {
    const ending = pod('old', 'candidate', { from: -50_000, to: 550, failing: () => 60 });
    const judge = new Judge({ ...MINUTE, soak: seconds(60) });
    judge.hear([...v1, ...ending, ...young], millis(START + 540_000));
    const during = judge.verdict(millis(START + 540_000));
    expect(during.state).toBe('INCONCLUSIVE');
    expect(during.reasons).toContainEqual({ kind: 'lingering', pods: 1 });
    const verdict = verdictOf([...v1, ...ending, ...young]);
    expect(verdict.state).toBe('PASS');
    expect(verdict.errors.candidate.events).toBe(0);
  });

  it('is V2 itself where it goes on beside one that the rollout added', () => {
    const warmed = ['x', 'y', 'z'].flatMap((id) =>
      pod(id, 'candidate', { from: -1200, failing: (age) => (age > 1600 ? 140 : 1) }),
    );
    const added = pod('added', 'candidate', { from: 180 });
    expect(verdictOf([...v1, ...warmed, ...added])).toMatchObject({ state: 'FAIL' });
  });

  it('is V2 itself where the rollout brought no new pods', () => {
    expect(verdictOf([...v1, ...old]).state).toBe('FAIL');
  });

  it('is V2 itself where a pod of it began anew in its place', () => {
    const restarted = pod('b', 'candidate', { from: 120, failing: () => 60 });
    const before = pod('b', 'candidate', { from: -50_000, to: 110, failing: () => 60 });
    const merged = before.map((one, i) => {
      const later = restarted[i];
      return {
        ...one,
        times: [...Array.from(one.times), ...Array.from(later?.times ?? [])],
        values: [...Array.from(one.values), ...Array.from(later?.values ?? [])],
      };
    });
    expect(verdictOf([...v1, ...old, ...merged]).reasons).not.toContainEqual(
      expect.objectContaining({ kind: 'lingering' }),
    );
  });

  it('is not what an earlier stage of the same rollout began with', () => {
    const stage = { ...MINUTE, rolloutAt: millis(START - 49_900_000) };
    expect(verdictOf([...v1, ...old, ...young], stage).state).toBe('FAIL');
  });
});
