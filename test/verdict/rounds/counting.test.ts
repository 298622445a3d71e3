import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN, WORLDS } from '../../../bench/verdict/cell.ts';
import { Random } from '../../../bench/verdict/random.ts';
import { World } from '../../../bench/verdict/world.ts';
import { millis, seconds } from '../../../src/units.ts';
import type { RawSeries } from '../../../src/verdict/counters/samples.ts';
import { Counting } from '../../../src/verdict/rounds/counting.ts';
import { close, FAILED, OPTIONS, REQUESTS, rounds, type Said, START, STEP, series } from '../fixtures.ts';

const at = (scrape: number) => START + scrape * STEP;
/** V1 that counts 100 a scrape, on the dot. */
const v1 = series(
  'v1',
  'baseline',
  REQUESTS,
  [-1, 0, 1, 2, 3, 4, 5, 6].map((k) => [at(k), 1000 + 100 * k]),
);
const horizon = at(6) + STEP;
const requestsOf = (samples: readonly (readonly [number, number])[], more: readonly RawSeries[] = []) =>
  rounds([v1, series('v2', 'candidate', REQUESTS, samples), ...more], horizon).filter(({ counted }) => counted);

describe('exact counting', () => {
  it('takes the difference of two samples, and what came before the start only as where counting begins', () => {
    const said = requestsOf([
      [at(0), 50],
      [at(1), 60],
      [at(2), 75],
    ]);
    // For V2, which is not heard of any more, V1 waits until it counts as gone.
    expect(said.map(({ n2 }) => n2)).toEqual([10, 15, 0]);
    expect(said.map(({ n1 }) => n1)).toEqual([100, 100, 400]);
  });

  it('counts from 0 after a reset', () => {
    const said = requestsOf([
      [at(0), 50],
      [at(1), 60],
      [at(2), 7],
      [at(3), 9],
    ]);
    expect(said.map(({ n2 }) => n2)).toEqual([10, 7, 2]);
    expect(said.map(({ restarts }) => restarts)).toEqual([0, 1, 0]);
  });

  it('counts all counters of a process that began anew from 0, those too that reached their old value again', () => {
    const steady = [50, 60, 7, 20].map((value, k) => [at(k), value] as const);
    const error = series('v2', 'candidate', { kind: 'error' }, [
      [at(0), 1],
      [at(1), 1],
      [at(2), 1],
      [at(3), 2],
    ]);
    const start = (third: number) =>
      series(
        'v2',
        'candidate',
        { kind: 'start' },
        [0, 0, third, third].map((shift, k) => [at(k), 1_600_000_000 + shift]),
      );
    const errors = (...more: readonly RawSeries[]) => requestsOf(steady, [error, ...more]).map(({ e2 }) => e2);
    expect(errors(start(100)).slice(0, 3)).toEqual([0, 1, 1]);
    // One of two counters fell, and the process says that it is the same: the other goes on.
    expect(errors(start(0)).slice(0, 3)).toEqual([0, 0, 1]);
    // Without a start time most counters have to fall.
    const falling = [1, 2].map((n) =>
      series(
        'v2',
        'candidate',
        REQUESTS,
        steady.map(([time, value]) => [time, n * value]),
        `path ${n}`,
      ),
    );
    expect(errors(...falling).slice(0, 3)).toEqual([0, 1, 1]);
    const going = [1, 2].map((n) =>
      series(
        'v2',
        'candidate',
        REQUESTS,
        [0, 1, 2, 3].map((k) => [at(k), n * (90 + k)]),
        `path ${n}`,
      ),
    );
    expect(errors(...going).slice(0, 3)).toEqual([0, 0, 1]);
  });

  it('counts a counter from 0 that its restarted process exposes only later', () => {
    const error = series('v2', 'candidate', { kind: 'error' }, [
      [at(0), 1],
      [at(1), 2],
      [at(4), 3],
    ]);
    const said = requestsOf(
      [50, 60, 7, 20, 33].map((value, k) => [at(k), value]),
      [error],
    );
    expect(said.map(({ e2 }) => e2)).toEqual([1, 0, 0, 3]);
  });

  it('lets the next sample span a scrape that was missed', () => {
    const said = requestsOf([
      [at(0), 50],
      [at(1), 60],
      [at(4), 99],
      [at(5), 100],
    ]);
    expect(said.reduce((total, { n2 }) => total + n2, 0)).toBe(50);
    expect(said.find(({ n2 }) => n2 === 39)?.at).toBe(at(4));
  });

  it('counts a series that appears on a known target from 0: the first error is not hidden', () => {
    const error = series('v2', 'candidate', FAILED, [
      [at(3), 2],
      [at(4), 5],
    ]);
    const said = requestsOf(
      [0, 1, 2, 3, 4].map((k) => [at(k), 50 * k]),
      [error],
    );
    expect(said.map(({ e2 }) => e2)).toEqual([0, 0, 2, 3]);
    expect(said[2]?.n2).toBe(52);
  });

  it('counts a new pod from 0 when its process began of late, and else only from its second sample', () => {
    const start = (seconds: number) => series('v2', 'candidate', { kind: 'start' }, [[at(2), seconds]]);
    const samples = [
      [at(2), 30],
      [at(3), 40],
    ] as const;
    expect(requestsOf(samples).map(({ n2 }) => n2)).toEqual([0, 0, 10]);
    expect(requestsOf(samples, [start((at(1) + 2000) / 1000)]).map(({ n2 }) => n2)).toEqual([0, 30, 10]);
    expect(requestsOf(samples, [start(at(-400) / 1000)]).map(({ n2 }) => n2)).toEqual([0, 0, 10]);
  });

  it('reads errors from a counter of their own as a part of the requests', () => {
    const errors = series('v2', 'candidate', { kind: 'error' }, [
      [at(0), 1],
      [at(1), 4],
      [at(2), 400],
    ]);
    const said = requestsOf(
      [
        [at(0), 50],
        [at(1), 60],
        [at(2), 75],
      ],
      [errors],
    );
    expect(said.slice(0, 2).map(({ n2, e2 }) => [n2, e2])).toEqual([
      [10, 3],
      [15, 15],
    ]);
  });

  it('passes over samples that are no number of events', () => {
    const said = requestsOf([
      [at(0), 50],
      [at(1), Number.NaN],
      [at(2), -1],
      [at(3), Infinity],
      [at(4), 80],
    ]);
    expect(said.reduce((total, { n2 }) => total + n2, 0)).toBe(30);
  });

  it('waits for no pod that is gone, and neither loses nor invents what it counted', () => {
    const gone = series('v1b', 'baseline', REQUESTS, [
      [at(-1), 5],
      [at(0), 10],
      [at(1), 20],
      [at(2), 30],
    ]);
    const said = requestsOf(
      [0, 1, 2, 3, 4, 5, 6].map((k) => [at(k) + 4000, 50 * k]),
      [gone],
    );
    expect(said.reduce((total, { n1 }) => total + n1, 0)).toBe(620);
    // The last round closes with a sample again, not with a deadline.
    expect(said.at(-1)?.at).toBe(at(6));
  });

  it('keeps samples from both sides of the start apart', () => {
    const all = rounds([v1], horizon);
    expect(all.filter(({ counted }) => !counted).map((said) => said.at)).toEqual([START - 1, START]);
    expect(all.find(({ counted }) => counted)?.n1).toBe(100);
    // Pods scraped around the start, none of them at it: what was counted before it is no evidence.
    const around = rounds(
      [
        series(
          'v1',
          'baseline',
          REQUESTS,
          [-20, -5, 10, 25, 40].map((s, i) => [START + 1000 * s, 100 * i]),
        ),
        series(
          'v2',
          'candidate',
          REQUESTS,
          [-12, 3, 18, 33].map((s, i) => [START + 1000 * s, 10 * i]),
        ),
      ],
      START + 60_000,
    ).filter(({ counted }) => counted);
    expect(around.reduce((total, { n1 }) => total + n1, 0)).toBe(300);
    expect(around.reduce((total, { n2 }) => total + n2, 0)).toBe(30);
  });
});

describe('histograms', () => {
  const bucket = (
    target: string,
    side: 'baseline' | 'candidate',
    le: number,
    samples: readonly (readonly [number, number])[],
  ) => series(target, side, { kind: 'bucket', le }, samples);

  it('are counted as requests slower than each boundary that V1 has', () => {
    const said = rounds(
      [
        bucket('a', 'baseline', 0.1, [
          [at(0), 10],
          [at(1), 60],
        ]),
        bucket('a', 'baseline', 0.5, [
          [at(0), 10],
          [at(1), 90],
        ]),
        bucket('a', 'baseline', Infinity, [
          [at(0), 10],
          [at(1), 110],
        ]),
        bucket('b', 'candidate', 0.5, [
          [at(0), 0],
          [at(1), 7],
        ]),
        bucket('b', 'candidate', 0.7, [
          [at(0), 0],
          [at(1), 9],
        ]),
        bucket('b', 'candidate', Infinity, [
          [at(0), 0],
          [at(1), 10],
        ]),
      ],
      horizon,
    ).at(-1);
    // V1 at 0.1 and 0.5, then V2 at both: it has no 0.1, so none of its requests are counted there.
    expect(said?.timed).toEqual([100, 100, 0, 10]);
    expect(said?.slow).toEqual([50, 20, 0, 3]);
  });
});

/** Ten minutes of a world with everything in it that confuses counting, as whole series. */
function recorded(world: (typeof WORLDS)[number], seed: number): readonly RawSeries[] {
  const cell = { ...PLAIN, world, traffic: 20, spread: true };
  const simulated = new World(cell, new Random(seed));
  const found = new Map<string, { raw: RawSeries; times: number[]; values: number[] }>();
  for (let scrape = -10; scrape <= 30; scrape += 1) {
    for (let i = 0; i < simulated.pods.length; i += 1) {
      const phase = simulated.pods[i]?.phase ?? 0;
      simulated.step(i, scrape * 15 + phase - 15, scrape * 15 + phase);
    }
    simulated.deliver((scraped) => {
      for (const raw of scraped) {
        const known = found.get(raw.key) ?? { raw, times: [], values: [] };
        known.times.push((raw.times[0] ?? 0) + START);
        known.values.push(raw.role.kind === 'start' ? (raw.values[0] ?? 0) + START / 1000 : (raw.values[0] ?? 0));
        found.set(raw.key, known);
      }
    });
  }
  return [...found.values()].map(({ raw, times, values }) => ({ ...raw, times, values }));
}

const between = (raw: RawSeries, from: number, to: number): RawSeries => {
  const times = Array.from(raw.times);
  const keep = (_: number, i: number) => (times[i] ?? 0) > from && (times[i] ?? 0) <= to;
  return { ...raw, times: times.filter(keep), values: Array.from(raw.values).filter(keep) };
};

describe('the rounds', () => {
  const end = START + 31 * STEP;

  it('are the same to the bit however the samples are cut, overlap and are ordered, and after a restart', () => {
    const cuts = fc.array(fc.integer({ min: START - 10 * STEP, max: end }), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.constantFrom(...WORLDS),
        fc.nat(50),
        cuts,
        fc.boolean(),
        fc.boolean(),
        (world, seed, at, shuffle, restart) => {
          const all = recorded(world, seed);
          const expected = rounds(all, end);
          let counting = new Counting(OPTIONS);
          const said: Said[] = [];
          let heard = 0;
          for (const until of [...at.sort((a, b) => a - b), end]) {
            const portion = all.map((raw) => between(raw, heard - 2 * STEP, until));
            counting.hear(shuffle ? portion.reverse() : portion);
            said.push(...close(counting, until));
            if (restart) counting = new Counting(OPTIONS, JSON.parse(JSON.stringify(counting.state)));
            heard = until;
          }
          expect(said).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hear V1 last: whatever V2 counted, every pod of V1 had the time to count as well', () => {
    for (const world of ['steady', 'restarts', 'ramping weights'] as const) {
      for (let seed = 0; seed <= 50; seed += 1) {
        const all = recorded(world, seed);
        const scrapes = (side: string) =>
          all.filter((raw) => raw.side === side && raw.role.kind === 'request').map(({ times }) => Array.from(times));
        const counting = new Counting(OPTIONS);
        counting.hear(all);
        counting.close(millis(end), ({ counted, at: closedAt, candidate }) => {
          if (!counted || candidate.reporting === 0) return;
          for (const times of scrapes('baseline')) {
            // Pods that live: a scrape before V2's last one, and another to come.
            const alive = times.some((time) => time <= candidate.to) && times.some((time) => time > closedAt);
            if (alive) expect(times.some((time) => time >= candidate.to && time <= closedAt)).toBe(true);
          }
        });
      }
    }
  });

  it('keep V1 waiting neither for a V2 that is scraped more often nor for one that is scraped less', () => {
    const every = (seconds: number, phase: number) =>
      Array.from(
        { length: 600 / seconds },
        (_, i) => [START + 1000 * (phase + i * seconds), 10 * i * seconds] as const,
      );
    for (const [v1Every, v2Every] of [
      [15, 5],
      [5, 15],
      [60, 15],
    ] as const) {
      const said = rounds(
        [
          series('a', 'baseline', REQUESTS, every(v1Every, 4)),
          series('b', 'baseline', REQUESTS, every(v1Every, 2.5)),
          series('c', 'candidate', REQUESTS, every(v2Every, 3)),
        ],
        START + 600_000,
        { ...OPTIONS, scrape: seconds(Math.max(v1Every, v2Every)) },
      );
      const total = (of: 'n1' | 'n2') => said.reduce((sum, round) => sum + round[of], 0);
      expect(total('n1')).toBeGreaterThan(2 * 10 * (600 - 3 * v1Every));
      expect(total('n2')).toBeGreaterThan(10 * (600 - 3 * Math.max(v1Every, v2Every)));
    }
  });

  it('lose and invent nothing: their sum is what the counters counted', () => {
    const all = recorded('missed scrapes', 7);
    const said = rounds(all, end + 2 * STEP);
    const grown = all
      .filter(({ role, side }) => role.kind === 'request' && side === 'baseline')
      .reduce((total, { values }) => total + (values[values.length - 1] ?? 0) - (values[0] ?? 0), 0);
    expect(said.reduce((total, { n1 }) => total + n1, 0)).toBe(grown);
  });

  it('are the same whether a pod that was away for hours is forgotten before or after its return is heard', () => {
    const steady = series(
      'v1',
      'baseline',
      REQUESTS,
      Array.from({ length: 700 }, (_, k) => [at(k), 10 * k]),
    );
    const away = [0, 1, 2, 600, 601, 602].map((k) => [at(k), 5 * k] as const);
    const all = [steady, series('v2', 'candidate', REQUESTS, away)];
    const counting = new Counting(OPTIONS);
    const said: Said[] = [];
    for (let until = at(0); until <= at(700); until += 50 * STEP) {
      counting.hear(all.map((raw) => between(raw, 0, until)));
      said.push(...close(counting, until));
    }
    expect(said).toEqual(rounds(all, at(700)));
    // Born anew after hours: nobody knows what it counted meanwhile.
    expect(said.reduce((total, { n2 }) => total + n2, 0)).toBe(20);
  });

  it('remember a bounded number of pods, however many come and go', () => {
    const counting = new Counting(OPTIONS);
    let most = 0;
    for (let k = 0; k < 1000; k += 1) {
      counting.hear([
        series('steady', 'baseline', REQUESTS, [[at(k), k]]),
        series(`pod-${Math.floor(k / 4)}`, 'candidate', REQUESTS, [[at(k), k % 4]]),
      ]);
      counting.close(millis(at(k) + STEP / 2), () => {});
      if (k % 16 === 0) most = Math.max(most, counting.state.targets.length);
    }
    // An hour holds 60 such pods, and what is gone is looked for every 64 rounds, which wait for pods that end.
    expect(most).toBeLessThan(100);
  });
});
