import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../bench/verdict/random.ts';
import { millis } from '../../../src/units.ts';
import type { RawSeries, Role, Side } from '../../../src/verdict/counters/samples.ts';
import { Counting } from '../../../src/verdict/rounds/counting.ts';
import { close, OPTIONS, REQUESTS, type Said, START, STEP } from '../fixtures.ts';

const BEFORE = 20;
const SCRAPES = 60;
const SECONDS = ((BEFORE + SCRAPES) * STEP) / 1000;

/** A process that counts requests and their errors, second by second since long before the ring. */
class Process {
  readonly #totals: (readonly [ok: number, failed: number])[];

  constructor(seed: number, perSecond: number, base: readonly [number, number]) {
    const random = new Random(seed);
    let [ok, failed] = base;
    this.#totals = Array.from({ length: SECONDS + 60 }, () => {
      const requests = random.poisson(perSecond);
      const errors = random.binomial(requests, 0.02);
      ok += requests - errors;
      failed += errors;
      return [ok, failed] as const;
    });
  }

  at(time: number): readonly [number, number] {
    return this.#totals[Math.floor((time - START) / 1000) + (BEFORE * STEP) / 1000 + 1] ?? [0, 0];
  }
}

interface Scrapes {
  readonly process: Process;
  readonly labels: Readonly<Record<string, string>>;
  readonly side?: Side;
  /** Milliseconds after each full interval. */
  readonly phase: number;
  /** In scrapes from the ring's start. */
  readonly from?: number;
  readonly to?: number;
  readonly every?: number;
  /** When the process began, in seconds; not told unless given. */
  readonly start?: number;
}

/** What one scrape loop stores of a process: two counters, of which the errors are asked for twice. */
function scraped({ process, labels, side = 'candidate', phase, ...more }: Scrapes): RawSeries[] {
  const { from = -BEFORE, to = SCRAPES, every = 1, start } = more;
  const times: number[] = [];
  for (let k = from; k < to; k += every) times.push(START + k * STEP + phase);
  const target = labels.exported_instance ?? labels.instance ?? '';
  const one = (code: string, role: Role, column: 0 | 1): RawSeries => ({
    key: JSON.stringify([labels, code]),
    labels: { ...labels, code },
    target,
    side,
    role,
    times,
    values: times.map((time) => process.at(time)[column]),
  });
  const counters = [one('200', REQUESTS, 0), one('500', REQUESTS, 1), one('500', { kind: 'error' }, 1)];
  if (start === undefined) return counters;
  const began = { key: JSON.stringify([labels]), labels, target, side, role: { kind: 'start' } as const };
  return [...counters, { ...began, times, values: times.map(() => start) }];
}

const v1 = [0, 1, 2].flatMap((i) =>
  scraped({
    process: new Process(100 + i, 15, [1_000_000, 2000]),
    labels: { instance: `a${i}`, job: 'app' },
    side: 'baseline',
    phase: 1000 * i,
  }),
);
const v2 = () => new Process(7, 10, [100_000, 20_000]);
/** Long enough after the last scrape that no round waits for more. */
const end = START + (SCRAPES + 4) * STEP;

function counted(all: readonly RawSeries[], cuts: readonly number[] = []): Said[] {
  const counting = new Counting(OPTIONS);
  const said: Said[] = [];
  let heard = 0;
  for (const until of [...cuts, end]) {
    counting.hear(all.map((raw) => between(raw, heard, until)));
    said.push(...close(counting, until));
    heard = until;
  }
  return said.filter((round) => round.counted);
}

function between(raw: RawSeries, from: number, to: number): RawSeries {
  const times = Array.from(raw.times);
  const keep = (_: number, i: number) => (times[i] ?? 0) > from && (times[i] ?? 0) <= to;
  return { ...raw, times: times.filter(keep), values: Array.from(raw.values).filter(keep) };
}

const total = (said: readonly Said[]) => ({
  n1: said.reduce((sum, { n1 }) => sum + n1, 0),
  e1: said.reduce((sum, { e1 }) => sum + e1, 0),
  n2: said.reduce((sum, { n2 }) => sum + n2, 0),
  e2: said.reduce((sum, { e2 }) => sum + e2, 0),
});

/** What V2 counted between two instants, by its counters. */
function truth(process: Process, from: number, to: number) {
  const [[ok0, failed0], [ok, failed]] = [process.at(from), process.at(to)];
  return { n2: ok + failed - ok0 - failed0, e2: failed - failed0 };
}

const b0 = { instance: 'b0', job: 'app' };
const CHANGE = 30;

describe('a series whose labels change in place goes on', () => {
  const lasts = START + (SCRAPES - 1) * STEP + 5000;
  const plain = truth(v2(), START - STEP + 5000, lasts);

  it.each([
    ['a role flips', { ...b0, role: 'canary' }, { ...b0, role: 'stable' }, 5000],
    ['a label comes', b0, { ...b0, otel_scope_name: 'http' }, 5000],
    ['two labels go', { ...b0, zone: 'a', cluster: 'b' }, b0, 5000],
    ['another loop scrapes from then on, sooner', b0, { ...b0, zone: 'a' }, 2000],
    ['another loop scrapes from then on, later', b0, { ...b0, zone: 'a' }, 9000],
  ])('%s', (_, before, after, phase) => {
    const process = v2();
    const parts = [
      ...scraped({ process, labels: before, phase: 5000, to: CHANGE }),
      ...scraped({ process, labels: after, phase, from: CHANGE }),
    ];
    const found = total(counted([...v1, ...parts]));
    const until = START + (SCRAPES - 1) * STEP + phase;
    expect(found).toMatchObject(truth(process, START - STEP + 5000, until));
    expect(found.n2 - plain.n2).toBeLessThan(200);
  });

  it('though nothing was scraped for minutes in between', () => {
    const process = v2();
    const parts = [
      ...scraped({ process, labels: b0, phase: 5000, to: CHANGE }),
      ...scraped({ process, labels: { ...b0, zone: 'a' }, phase: 5000, from: CHANGE + 12 }),
    ];
    expect(total(counted([...v1, ...parts]))).toMatchObject(plain);
  });

  it('on another collector that was there before, and back on the first', () => {
    const [process, other, third] = [v2(), new Process(8, 10, [5000, 10]), new Process(9, 10, [7000, 20])];
    const through = (collector: string, pod: string) => ({ instance: collector, pod });
    const parts = [
      ...scraped({ process: other, labels: through('c1', 'x'), phase: 3000 }),
      ...scraped({ process: third, labels: through('c2', 'y'), phase: 8000 }),
    ];
    const moved = [
      ...scraped({ process, labels: through('c1', 'z'), phase: 3000, to: CHANGE }),
      ...scraped({ process, labels: through('c2', 'z'), phase: 8000, from: CHANGE }),
    ];
    const without = total(counted([...v1, ...parts]));
    const found = total(counted([...v1, ...parts, ...moved]));
    const own = truth(process, START - STEP + 3000, START + (SCRAPES - 1) * STEP + 8000);
    expect([found.n2 - without.n2, found.e2 - without.e2]).toEqual([own.n2, own.e2]);
  });

  it('as the other version, and back: what it counted as the other is not counted twice', () => {
    const process = v2();
    const as = (role: string, side: Side, from: number, to: number) =>
      scraped({ process, labels: { ...b0, role }, side, phase: 5000, from, to });
    const parts = [
      ...as('canary', 'candidate', -BEFORE, 20),
      ...as('stable', 'baseline', 20, 40),
      ...as('canary', 'candidate', 40, SCRAPES),
    ];
    const alone = total(counted(v1));
    const found = total(counted([...v1, ...parts]));
    const whole = truth(process, START - STEP + 5000, lasts);
    expect(found.n2 + found.n1 - alone.n1).toBe(whole.n2);
    expect(found.e2 + found.e1 - alone.e1).toBe(whole.e2);
  });
});

describe('a counter that several series tell is counted once', () => {
  const direct = () => scraped({ process: v2(), labels: b0, phase: 5000, from: 0 });
  const alone = total(counted([...v1, ...direct()]));

  it.each([
    ['a second replica', { ...b0, prometheus_replica: 'b' }, 12_000, 'prometheus_replica'],
    ['a second replica at the same instants', { ...b0, prometheus_replica: 'b' }, 5000, 'prometheus_replica'],
    ['a second job', { instance: 'b0', job: 'other' }, 1000, 'job'],
    ['external labels of a federation', { ...b0, cluster: 'eu', prometheus: 'x' }, 5000, 'cluster'],
    [
      'a federation that keeps its own labels',
      { instance: 'p:9090', job: 'federate', exported_instance: 'b0', exported_job: 'app' },
      9000,
      'exported_instance',
    ],
  ])('%s', (_, labels, phase, name) => {
    const copies = scraped({ process: v2(), labels, phase, from: 0 });
    const counting = new Counting(OPTIONS);
    counting.hear([...v1, ...direct(), ...copies]);
    const found = total(close(counting, end).filter((round) => round.counted));
    expect(Math.abs(found.e2 - alone.e2)).toBeLessThan(5);
    expect(Math.abs(found.n2 - alone.n2)).toBeLessThan(200);
    expect(counting.copiesBy).toContain(name);
  });

  it.each([
    ['another job', 1, 6000, 1],
    ['another job that scrapes at the same instants', 1, 0, 1],
    ['another job that scrapes half as often', 1, 6000, 2],
    ['another job, of V1 as well', 3, 6000, 1],
    ['another job with two replicas', 2, 6000, 1],
  ])('under another name of the instance: %s', (_, kind, offset, every) => {
    const named = (process: Process, i: number, side: Side) => {
      const pod = { side, process, start: 1_600_000_000.37 + i };
      const svc = { instance: `${side}-${i}.svc`, job: 'svc' };
      const again = kind === 2 ? [svc, { ...svc, replica: 'b' }] : side === 'candidate' || kind === 3 ? [svc] : [];
      return [
        ...scraped({ ...pod, labels: { instance: `10.0.0.${i}${side}`, job: 'pods' }, phase: 1000 * i }),
        ...again.flatMap((labels, k) => scraped({ ...pod, labels, phase: 1000 * i + offset + 500 * k, every })),
      ];
    };
    const processes = () => [0, 1, 2].map((i) => new Process(100 + i, 15, [1_000_000, 2000]));
    const all = [...processes().flatMap((one, i) => named(one, i, 'baseline')), ...named(v2(), 4, 'candidate')];
    const found = total(counted(all));
    const own = truth(v2(), START - STEP + 4000, START + (SCRAPES - 1) * STEP + 4000);
    expect(Math.abs(found.n2 - own.n2)).toBeLessThan(200);
    expect(Math.abs(found.e2 - own.e2)).toBeLessThan(8);
    const baseline = total(counted([...v1, ...scraped({ process: v2(), labels: b0, phase: 4000 })]));
    expect(Math.abs(found.n1 - baseline.n1)).toBeLessThan(800);
    expect(Math.abs(found.e1 - baseline.e1)).toBeLessThan(20);
  });

  it.each([500, 3000, 14_400, 14_900])(
    'but pods whose processes began at the same instant are pods, scraped %i ms apart',
    (apart) => {
      const pods = [0, 1, 2].flatMap((i) =>
        scraped({
          process: new Process(30 + i, 10, [50, 1]),
          labels: { instance: `b${i}`, job: 'app' },
          phase: 0,
          start: 1_600_000_000,
        }).map((raw) => ({ ...raw, times: Array.from(raw.times).map((time) => time + i * apart) })),
      );
      const each = [0, 1, 2].map((i) => total(counted([...v1, ...pods.filter(({ target }) => target === `b${i}`)])));
      const found = total(counted([...v1, ...pods]));
      expect(Math.abs(found.n2 - each.reduce((sum, { n2 }) => sum + n2, 0))).toBeLessThan(450);
      expect(found.n2).toBeGreaterThan(2.8 * (each[0]?.n2 ?? 0));
    },
  );

  it('also where the copy comes in the midst of the stage, or the one that was counted ends', () => {
    const late = scraped({ process: v2(), labels: { ...b0, replica: 'b' }, phase: 5000, from: 20 });
    expect(total(counted([...v1, ...direct(), ...late]))).toEqual(alone);
    const first = scraped({ process: v2(), labels: { ...b0, replica: 'a' }, phase: 5000, from: 0, to: 40 });
    expect(total(counted([...v1, ...first, ...late]))).toEqual(alone);
  });

  it('but pods that count in step are pods, and counters that differ are counters', () => {
    const inStep = [0, 1].flatMap((i) =>
      scraped({ process: v2(), labels: { instance: `b${i}`, job: 'app' }, phase: 5000 }),
    );
    const one = truth(v2(), START - STEP + 5000, START + (SCRAPES - 1) * STEP + 5000);
    expect(total(counted([...v1, ...inStep]))).toMatchObject({ n2: 2 * one.n2, e2: 2 * one.e2 });
    const paths = [21, 22].flatMap((seed) =>
      scraped({ process: new Process(seed, 10, [50, 50]), labels: { ...b0, path: `/${seed}` }, phase: 5000 }),
    );
    const sums = [21, 22].map((seed) =>
      truth(new Process(seed, 10, [50, 50]), START - STEP + 5000, START + (SCRAPES - 1) * STEP + 5000),
    );
    expect(total(counted([...v1, ...paths])).n2).toBe(sums.reduce((sum, { n2 }) => sum + n2, 0));
  });

  it('the same to the bit however the samples are cut', () => {
    const process = v2();
    const all = [
      ...v1,
      ...scraped({ process, labels: { ...b0, replica: 'a', role: 'x' }, phase: 5000, from: 0, to: 25 }),
      ...scraped({ process, labels: { ...b0, replica: 'a', role: 'y' }, phase: 7000, from: 25 }),
      ...scraped({ process, labels: { ...b0, replica: 'b', role: 'x' }, phase: 11_000, from: 0, to: 25 }),
      ...scraped({ process, labels: { ...b0, replica: 'b', role: 'y' }, phase: 3000, from: 25 }),
    ];
    const expected = counted(all);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: START - 100_000, max: end }), { maxLength: 8 }), (cuts) => {
        expect(
          counted(
            all,
            cuts.sort((a, b) => a - b),
          ),
        ).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a 0 stored where a counter began', () => {
  const starts = (at: readonly (readonly [number, number])[]): RawSeries => ({
    key: 'start b0',
    labels: b0,
    target: 'b0',
    side: 'candidate',
    role: { kind: 'start' },
    times: at.map(([time]) => time),
    values: at.map(([, value]) => value / 1000),
  });
  const requests = (at: readonly (readonly [number, number])[]): RawSeries => ({
    key: 'requests b0',
    labels: b0,
    target: 'b0',
    side: 'candidate',
    role: REQUESTS,
    times: at.map(([time]) => time),
    values: at.map(([, value]) => value),
  });
  const at = (k: number) => START + k * STEP + 5000;
  const known = scraped({ process: v2(), labels: { ...b0, instance: 'b1' }, phase: 6000 });
  const knownStart: RawSeries = { ...starts([]), key: 'start b1', target: 'b1', times: [at(-19)], values: [1] };
  const base = total(counted([...v1, ...known]));
  const n2 = (...series: RawSeries[]) => total(counted([...v1, ...known, knownStart, ...series])).n2 - base.n2;

  it('is a birth: from there the first scrape counts, if that was of late', () => {
    const samples = [30, 31, 32].map((k) => [at(k), 100 * (k - 29)] as const);
    expect(n2(requests([[at(30) - 7000, 0], ...samples]))).toBe(300);
    // The time before it was discovered does not fall into one round.
    expect(n2(requests([[at(30) - 600_000, 0], ...samples]))).toBe(200);
  });

  it('is no scrape, and tells each restart once', () => {
    const samples: [number, number][] = [];
    const started: [number, number][] = [];
    for (let k = 0; k < 40; k += 1) {
      const life = Math.floor(k / 4);
      if (k > 0 && k % 4 === 0) samples.push([at(k) - 6000, 0]);
      samples.push([at(k), 50 * ((k % 4) + 1)]);
      started.push([at(k), at(4 * life) - 6000]);
    }
    const counting = new Counting(OPTIONS);
    counting.hear([...v1, requests(samples), starts(started)]);
    let [restarts, requested] = [0, 0];
    counting.close(millis(end), ({ counted: is, candidate }) => {
      if (!is) return;
      restarts += candidate.restarts;
      for (let i = 0; i < candidate.pods; i += 1) requested += candidate.requests[i] ?? 0;
    });
    expect(restarts).toBe(9);
    expect(requested).toBe(40 * 50 - 0);
  });
});

it('takes no two counters for one because they once stood at the same', () => {
  const values = { enterprise: [40, 140, 240, 340], freemium: [40, 340, 640, 940] };
  const segments = Object.entries(values).map(
    ([segment, counted]): RawSeries => ({
      key: `c0 ${segment}`,
      labels: { instance: 'c0', job: 'app', segment },
      target: 'c0',
      side: 'candidate',
      role: REQUESTS,
      times: counted.map((_, k) => START + (10 + k) * STEP + 5000),
      values: counted,
    }),
  );
  const counting = new Counting(OPTIONS);
  const known = scraped({ process: v2(), labels: b0, phase: 5000, from: 0 });
  counting.hear([...v1, ...known, ...segments]);
  const found = total(close(counting, end).filter((round) => round.counted));
  const without = total(counted([...v1, ...known]));
  expect(counting.copiesBy).toEqual([]);
  expect(found.n2 - without.n2).toBe(300 + 900);
});
