import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millis, ratio, seconds } from '../../src/units.ts';
import type { RawSeries } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import type { JudgeOptions } from '../../src/verdict/options.ts';
import { noiseText } from '../../src/wording/noise.ts';
import {
  FAILED,
  OPTIONS,
  REQUESTS,
  type Script,
  START,
  STEP,
  scripted,
  series,
  steady,
  withLatency,
} from './fixtures.ts';

function judged(script: Script, scrapes: number, options: JudgeOptions = OPTIONS, later = 0) {
  const judge = new Judge(options);
  const now = millis(START + scrapes * STEP + later);
  judge.hear(scripted(script, scrapes), now);
  return judge.verdict(now);
}

const HEALTHY: Script = { v1: steady(900, 1), v2: steady(300, 0) };
const FAILING: Script = { v1: steady(900, 1), v2: steady(300, 7) };

describe('the verdict', () => {
  it('fails a V2 with two points more errors within a minute, and says since when', () => {
    const verdict = judged({ ...HEALTHY, v2: (k) => (k > 20 ? [300, 7] : [300, 0]) }, 24);
    expect(verdict.state).toBe('FAIL');
    expect(verdict.reasons[0]).toEqual({ kind: 'errors-worse' });
    expect(verdict.failedAt).toBeLessThanOrEqual(START + 23 * STEP);
    expect(verdict.errors.since?.from).toBe(START + 20 * STEP);
    expect(verdict.errors.since?.candidate).toBeCloseTo(7 / 300, 9);
    expect(verdict.p).toBeLessThan(0.01);
    expect(verdict.missing).toBeNull();
  });

  it('warns before it fails', () => {
    const states = Array.from({ length: 12 }, (_, k) => judged({ ...HEALTHY, v2: steady(300, 3) }, k + 1).state);
    expect(states.indexOf('WARN')).toBeGreaterThanOrEqual(0);
    expect(states.indexOf('WARN')).toBeLessThan(states.indexOf('FAIL'));
  });

  it('stays failed when V2 recovers, and says that it did', () => {
    const verdict = judged({ ...HEALTHY, v2: (k) => (k <= 5 ? [300, 9] : [300, 0]) }, 400);
    expect(verdict.state).toBe('FAIL');
    expect(verdict.reasons).toContainEqual({ kind: 'recovered', from: START, until: START + 5 * STEP });
  });

  it('does not say that V2 recovered while it still is worse, though by less', () => {
    const lesser = judged({ v1: steady(900, 9), v2: (k) => (k <= 20 ? [300, 63] : [300, 9]) }, 100);
    expect(lesser.peakLogE - lesser.logE).toBeGreaterThan(Math.log(20));
    expect(lesser.reasons.map(({ kind }) => kind)).not.toContain('recovered');
  });

  it('says that V2 is worse once more within minutes, and that it recovered of the second time as well', () => {
    const twice: Script = {
      ...HEALTHY,
      v2: (k) => (k <= 20 ? [300, 60] : k > 240 && k <= 260 ? [300, 10] : [300, 0]),
    };
    const kinds = (k: number) => judged(twice, k).reasons.map(({ kind }) => kind);
    expect(kinds(240)).toContain('recovered');
    for (const k of [244, 250, 260]) expect(kinds(k)).not.toContain('recovered');
    expect(judged(twice, 300).reasons).toContainEqual({
      kind: 'recovered',
      from: START,
      until: START + 260 * STEP,
    });
  });

  it('spreads α over attempts: each of two needs twice the evidence', () => {
    const once = judged(FAILING, 3);
    const twice = judged(FAILING, 3, { ...OPTIONS, attempts: 2 });
    expect(twice.failLogE - once.failLogE).toBeCloseTo(Math.LN2, 12);
    expect(twice.logE).toBe(once.logE);
  });

  it('takes PASS back as soon as the last minutes speak against it, hours after the planned time', () => {
    const script: Script = { ...HEALTHY, v2: (k) => (k > 1200 ? [300, k % 2 === 0 ? 6 : 7] : [300, 0]) };
    const states = [1200, 1201, 1202, 1203, 1204, 1206, 1208].map((k) => judged(script, k).state);
    expect(states[0]).toBe('PASS');
    expect(states.lastIndexOf('PASS')).toBeLessThanOrEqual(2);
    expect(states.at(-1)).toBe('FAIL');
    const late = judged({ ...HEALTHY, v2: (k) => (k > 1200 ? [300, 3] : [300, 0]) }, 1210);
    expect(late.state).not.toBe('PASS');
    expect(late.errors.passes).toBe(true);
  });

  it('takes PASS back for less than the smallest size that fails, where PASS asks for less', () => {
    const script: Script = { v1: steady(9000, 9), v2: (k) => (k > 1200 ? [3000, 11] : [3000, 3]) };
    expect(judged(script, 1200).state).toBe('PASS');
    const late = judged(script, 1203);
    expect(late.errors).toMatchObject({ margin: 0.002, passes: true });
    expect(late.errors.since?.difference).toBeLessThan(OPTIONS.practical);
    expect(late.state).toBe('INCONCLUSIVE');
    expect(late.reasons).toContainEqual(expect.objectContaining({ kind: 'worse-of-late' }));
  });

  it('does not fail for one error of V2, however clean V1 is', () => {
    const clean: Script = { v1: steady(90_000, 0), v2: (k) => [100, k === 5 ? 1 : 0] };
    for (const scrapes of [5, 6, 10, 40]) expect(judged(clean, scrapes).failedAt).toBeNull();
  });

  it('names the pod that most of the evidence is from', () => {
    const well = scripted(HEALTHY, 30).filter(({ side }) => side === 'candidate');
    const judge = new Judge(OPTIONS);
    const now = millis(START + 30 * STEP);
    judge.hear(
      [...scripted(FAILING, 30), ...well.map((raw) => ({ ...raw, target: 'well', key: `well ${raw.key}` }))],
      now,
    );
    expect(judge.verdict(now).errors.since?.pods[0]).toEqual({ pod: 'canary', part: 1 });
  });

  it('does not fail what is certain and too small to matter', () => {
    const small: Script = { v1: steady(90_000, 90), v2: steady(30_000, 90) };
    const verdict = judged(small, 40);
    expect(verdict.peakLogE).toBeGreaterThan(verdict.failLogE);
    expect(verdict.state).toBe('WARN');
    expect(verdict.reasons).toContainEqual({ kind: 'below-practical-size' });
    expect(judged(small, 40, { ...OPTIONS, practical: ratio(0.001) }).state).toBe('FAIL');
  });

  it('passes a healthy V2 once the soak is over and the evidence suffices, not before', () => {
    const soak = seconds(600);
    const early = judged(HEALTHY, 39, { ...OPTIONS, soak });
    expect(early.state).toBe('INCONCLUSIVE');
    expect(early.reasons).toEqual([{ kind: 'soaking', left: 15 }]);
    expect(early.missing?.eta).toBeCloseTo(15, 6);
    expect(judged(HEALTHY, 40, { ...OPTIONS, soak }).state).toBe('PASS');
  });

  it('names the requests and the time that are missing, and keeps its word', () => {
    const young = judged(HEALTHY, 3, { ...OPTIONS, soak: seconds(0) });
    expect(young.state).toBe('INCONCLUSIVE');
    const { towards, requests, needed, eta } = young.missing ?? {};
    expect(towards).toBe('PASS');
    expect(requests).toBe(900);
    expect(needed).toBeGreaterThan(1000);
    const scrapes = 3 + Math.ceil((eta ?? 0) / 15);
    expect(judged(HEALTHY, scrapes + 1, { ...OPTIONS, soak: seconds(0) }).state).toBe('PASS');
    expect(judged(HEALTHY, Math.floor(scrapes / 3), { ...OPTIONS, soak: seconds(0) }).state).toBe('INCONCLUSIVE');
  });

  it('says how soon a difference can be seen at all', () => {
    expect(judged(HEALTHY, 10).visible?.after).toBeGreaterThan(5);
    const noisy = judged({ v1: steady(900, 45), v2: steady(300, 15) }, 10);
    expect(noisy.visible?.after).toBeGreaterThan(150);
  });

  it('calls V2 better when it surely is', () => {
    const verdict = judged({ v1: steady(900, 60), v2: steady(300, 2) }, 20);
    expect(verdict.better).toBe(true);
    expect(verdict.state).toBe('PASS');
  });

  it('knows that it knows little about the noise of few pods', () => {
    expect(judged(HEALTHY, 10).approximate).toBe(false);
    const judge = new Judge(OPTIONS);
    const now = millis(START + 10 * STEP);
    judge.hear(
      scripted(HEALTHY, 10).filter(({ target }) => target !== 'c'),
      now,
    );
    expect(judge.verdict(now).approximate).toBe(true);
    expect(noiseText(judge.verdict(now).noise)).toContain('2 V1 pods');
  });

  it('trusts itself less when V1 differs from itself', () => {
    const judge = new Judge(OPTIONS);
    const now = millis(START + 60 * STEP);
    // The second pod fails for a while, in the place of V2.
    const all = scripted(HEALTHY, 60).map((raw) =>
      raw.target === 'b' && raw.role === FAILED
        ? { ...raw, values: Array.from(raw.values, (value, i) => value + Math.min(1200, Math.max(0, i - 20) * 60)) }
        : raw,
    );
    judge.hear(all, now);
    const verdict = judge.verdict(now);
    expect(verdict.advisory).toBe(true);
    expect(verdict.noise.dispersion).toBeGreaterThan(3);
    expect(verdict.state).not.toBe('PASS');
    expect(verdict.reasons).toContainEqual({ kind: 'noise-model-violated' });
  });
});

describe('what cannot be known is no PASS', () => {
  const passing = { ...OPTIONS, soak: seconds(60) };

  it.each([
    ['no series of V2', (all: readonly RawSeries[]) => all.filter(({ side }) => side === 'baseline'), 0, 'NO_SERIES'],
    ['no series of V1', (all: readonly RawSeries[]) => all.filter(({ side }) => side === 'candidate'), 0, 'NO_SERIES'],
    ['nothing at all', () => [], 0, 'NO_SERIES'],
    ['data that is too old', (all: readonly RawSeries[]) => all, 4 * STEP, 'STALE'],
  ] as const)('with %s', (_, change, later, data) => {
    const judge = new Judge(passing);
    const now = millis(START + 40 * STEP + later);
    judge.hear(change(scripted(HEALTHY, 40)), now);
    const verdict = judge.verdict(now);
    expect(verdict.data).toBe(data);
    expect(verdict.state).toBe('INCONCLUSIVE');
    expect(verdict.reasons).toContainEqual({ kind: 'data', data });
  });

  it('with V2 or both without traffic, and the time does not count', () => {
    const silent = judged({ ...HEALTHY, v2: steady(0, 0) }, 40, passing);
    expect(silent).toMatchObject({ state: 'INCONCLUSIVE', data: 'NO_TRAFFIC', observed: 0 });
    const stopped = judged(
      { v1: (k) => (k > 20 ? [0, 0] : [900, 1]), v2: (k) => (k > 20 ? [0, 0] : [300, 0]) },
      40,
      passing,
    );
    expect(stopped).toMatchObject({ state: 'INCONCLUSIVE', data: 'NO_TRAFFIC', observed: 300 });
  });

  it.each([
    ['V2', [900, 1]],
    ['both', [0, 0]],
  ] as const)('with %s without traffic for hours, however long', (_, [requests, errors]) => {
    const script: Script = {
      v1: (k) => (k > 80 ? [requests, errors] : [900, 1]),
      v2: (k) => (k > 80 ? [0, 0] : [300, 0]),
    };
    expect(judged(script, 80, passing).state).toBe('PASS');
    const judge = new Judge(passing);
    const all = scripted(script, 2400);
    const seen = new Set<string>();
    for (let k = 90; k <= 2400; k += 10) {
      const now = millis(START + k * STEP);
      judge.hear(all, now);
      const { state, data } = judge.verdict(now);
      seen.add(`${state} ${data}`);
    }
    expect([...seen]).toEqual(['INCONCLUSIVE NO_TRAFFIC']);
  });

  it('with a failed or a partial query, which leaves a FAIL as it is', () => {
    for (const problem of ['QUERY_ERROR', 'PARTIAL'] as const) {
      for (const [script, state] of [
        [HEALTHY, 'INCONCLUSIVE'],
        [FAILING, 'FAIL'],
      ] as const) {
        const judge = new Judge(passing);
        const now = millis(START + 40 * STEP);
        judge.hear(scripted(script, 40), now);
        expect(judge.verdict(now).state).toBe(script === HEALTHY ? 'PASS' : 'FAIL');
        expect(judge.verdict(now, problem)).toMatchObject({ state, data: problem });
      }
    }
  });

  it('whatever the counts: a PASS always has traffic, fresh data, its soak and its margin', () => {
    const traffic = fc.constantFrom(0, 0, 1, 20, 300, 5000);
    const spell = fc.record({
      scrapes: fc.integer({ min: 1, max: 15 }),
      n1: traffic,
      n2: traffic,
      bad: fc.constantFrom(0, 0, 0.01, 0.2),
    });
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 5 }), fc.nat(6), fc.boolean(), (spells, late, gone) => {
        const plan = spells.flatMap((of) => Array.from({ length: of.scrapes }, () => of));
        const at = (k: number) => plan[Math.max(0, k - 1)] ?? plan.at(-1) ?? spells[0];
        const script: Script = {
          v1: (k) => [at(k)?.n1 ?? 0, 0],
          v2: (k) => [at(k)?.n2 ?? 0, Math.floor((at(k)?.n2 ?? 0) * (at(k)?.bad ?? 0))],
        };
        const judge = new Judge(passing);
        const now = millis(START + plan.length * STEP + late * STEP);
        const all = scripted(script, plan.length);
        judge.hear(gone ? all.filter(({ side }) => side === 'baseline') : all, now);
        const verdict = judge.verdict(now);
        if (verdict.state !== 'PASS') return;
        expect(gone).toBe(false);
        expect(late).toBeLessThanOrEqual(3);
        expect(verdict.data).toBe('OK');
        expect(verdict.observed).toBeGreaterThanOrEqual(passing.soak);
        expect(verdict.errors.candidate.requests).toBeGreaterThan(0);
        expect(verdict.errors.baseline.requests).toBeGreaterThan(0);
        expect(verdict.errors.difference?.upper).toBeLessThan(passing.margin);
        // V2 served somebody, and that is not longer ago than three scrapes.
        const silent = plan.toReversed().findIndex(({ n2 }) => n2 > 0);
        expect(silent).toBeGreaterThanOrEqual(0);
        expect(silent + late).toBeLessThanOrEqual(3);
      }),
      { numRuns: 300 },
    );
  });
});

/** A histogram of one pod: by boundary, how many of 100 requests a scrape take at most so long. */
function histogram(
  id: string,
  side: 'baseline' | 'candidate',
  upTo: Readonly<Record<string, number>>,
  scrapes: number,
) {
  return Object.entries(upTo).map(([le, of100]) =>
    series(
      id,
      side,
      { kind: 'bucket', le: Number(le) },
      Array.from({ length: scrapes + 5 }, (_, i) => [START + (i - 4) * STEP, of100 * i]),
    ),
  );
}

describe('latency', () => {
  const scrapes = 60;
  const now = millis(START + scrapes * STEP);
  const old = { '0.1': 80, '0.25': 98, '1': 100, Infinity: 100 };
  const judge = (young: Readonly<Record<string, number>>, limits = withLatency.latency) => {
    const of = new Judge({ ...withLatency, latency: limits });
    of.hear(
      [
        ...scripted(HEALTHY, scrapes),
        ...['a', 'b', 'c'].flatMap((id) => histogram(id, 'baseline', old, scrapes)),
        ...histogram('canary', 'candidate', young, scrapes),
      ],
      now,
    );
    return of.verdict(now);
  };

  it('asks for the same boundaries to fail and to pass: slower below the limit alone is neither', () => {
    const verdict = judge({ '0.1': 60, '0.25': 98, '1': 100, Infinity: 100 });
    expect(verdict.failedAt).toBeNull();
    expect(verdict.latency?.boundaries.map(({ asked }) => asked)).toEqual([false, true, true]);
    expect(verdict.latency?.boundaries[0]?.logE).toBeGreaterThan(20);
    expect(verdict.latency?.logE).toBeLessThan(1);
  });

  it('has limits of its own', () => {
    const slower = { '0.1': 80, '0.25': 95, '1': 100, Infinity: 100 };
    const limits = withLatency.latency ?? { slo: seconds(1), tolerated: 1, practical: ratio(0), margin: ratio(0) };
    expect(judge(slower).state).toBe('FAIL');
    expect(judge(slower, { ...limits, tolerated: 3 }).failedAt).toBeNull();
    expect(judge(slower, { ...limits, practical: ratio(0.04) }).failedAt).toBeNull();
  });

  it('finds the stall of a few requests that a p95 would hide, and the boundary where it shows', () => {
    const verdict = judge({ '0.1': 80, '0.25': 97, '1': 97, Infinity: 100 });
    expect(verdict.state).toBe('FAIL');
    expect(verdict.latency?.differs?.boundary).toBe(1);
    expect(verdict.reasons).toContainEqual({ kind: 'latency-worse', boundary: 1 });
    expect(verdict.errors.logE).toBeLessThan(1);
  });

  it('gives quantiles as what a histogram knows: the bucket they lie in', () => {
    const { latency } = judge({ '0.1': 40, '0.25': 98, '1': 98, Infinity: 100 });
    expect(latency?.quantiles.map(({ quantile, baseline, candidate }) => [quantile, baseline, candidate])).toEqual([
      [0.5, { above: 0, upTo: 0.1 }, { above: 0.1, upTo: 0.25 }],
      [0.9, { above: 0.1, upTo: 0.25 }, { above: 0.1, upTo: 0.25 }],
      [0.95, { above: 0.1, upTo: 0.25 }, { above: 0.1, upTo: 0.25 }],
      [0.99, { above: 0.25, upTo: 1 }, { above: 1, upTo: Infinity }],
    ]);
  });

  it('compares the boundaries that both have, and says which it left out', () => {
    const verdict = judge({ '0.25': 98, '0.5': 99, '1': 100, Infinity: 100 });
    expect(verdict.latency?.leftOut).toEqual([0.1]);
    expect(verdict.latency?.boundaries.map(({ boundary }) => boundary)).toEqual([0.25, 1]);
    expect(verdict.state).toBe('PASS');
  });

  it('refuses where there is none in common, and passes nothing', () => {
    const verdict = judge({ '0.3': 98, '0.7': 99, Infinity: 100 });
    expect(verdict.latency?.comparable).toBe(false);
    expect(verdict.state).toBe('INCONCLUSIVE');
    expect(verdict.reasons).toContainEqual({ kind: 'no-common-boundaries' });
  });
});

describe('the traffic share', () => {
  const configured: JudgeOptions = { ...OPTIONS, share: [{ from: millis(START), share: ratio(0.1) }] };

  it('is called off when V2 gets far less or more than it was given, and as configured when it does not', () => {
    expect(judged(HEALTHY, 20, configured).share).toMatchObject({ state: 'as-configured', configured: 0.1 });
    const starved = judged({ ...HEALTHY, v2: steady(60, 0) }, 20, configured);
    expect(starved.share.state).toBe('below');
    expect(starved.state).toBe('WARN');
    expect(starved.reasons).toContainEqual({ kind: 'share-off', direction: 'below' });
    expect(judged({ ...HEALTHY, v2: steady(900, 0) }, 20, configured).share.state).toBe('above');
    expect(judged(HEALTHY, 20).share.state).toBe('not-configured');
  });

  it('is as configured again once V2 gets its share', () => {
    const late: Script = { ...HEALTHY, v2: (k) => (k <= 20 ? [0, 0] : [300, 0]) };
    expect(judged(late, 20, configured).share.state).toBe('below');
    expect(judged(late, 45, configured).share.state).toBe('as-configured');
  });
});

describe('the judge', () => {
  it('says the same to the bit live, restarted, restored and asked for a past instant', () => {
    const noise = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 8,
      maxLength: 30,
    });
    fc.assert(
      fc.property(noise, fc.nat(30), fc.integer({ min: 1, max: 5 }), (drawn, stop, every) => {
        const script: Script = {
          v1: (k) => [900 + (drawn[Math.abs(k) % drawn.length]?.[0] ?? 0), drawn[Math.abs(k) % drawn.length]?.[1] ?? 0],
          v2: (k) => [300, drawn[(k * 7) % drawn.length]?.[1] ?? 0],
        };
        const all = scripted(script, 40);
        const until = START + Math.max(1, stop) * STEP;
        const fresh = new Judge(withLatency);
        fresh.hear(all, millis(until));
        let live = new Judge(withLatency);
        for (let at = START - 4 * STEP; at < until; at += every * STEP) {
          const cut = (raw: RawSeries) => {
            const length = Array.from(raw.times).filter((time) => time <= at).length;
            return {
              ...raw,
              times: Array.from(raw.times).slice(0, length),
              values: Array.from(raw.values).slice(0, length),
            };
          };
          live.hear(all.map(cut), millis(at));
          live = new Judge(withLatency, JSON.parse(JSON.stringify(live.state)));
        }
        live.hear(all, millis(until));
        expect(live.verdict(millis(until))).toEqual(fresh.verdict(millis(until)));
        expect(live.state).toEqual(fresh.state);
      }),
      { numRuns: 40 },
    );
  });

  it('holds as much after a week as after an hour', () => {
    const size = (scrapes: number) => {
      const judge = new Judge(OPTIONS);
      judge.hear(scripted(HEALTHY, scrapes), millis(START + scrapes * STEP));
      return JSON.stringify(judge.state).length;
    };
    expect(size(20_000)).toBeLessThan(size(1024) * 1.5);
  });
});

describe('pods scraped at moments of their own', () => {
  /** Seconds of an outage that both versions share, or V2 alone. */
  const outage = (from: number, lasts: number, own = false, baselines = [3, 8, 13], misses = -1) => {
    const failing = (t: number) => t >= from && t < from + lasts;
    const pod = (id: string, side: 'baseline' | 'candidate', phase: number, perSecond: number, suffers: boolean) => {
      const good: [number, number][] = [];
      const bad: [number, number][] = [];
      let [n, e] = [0, 0];
      for (let t = -75; t <= 900; t += 1) {
        if ((t - phase) % 15 === 0 && t !== misses) {
          good.push([START + t * 1000, n]);
          bad.push([START + t * 1000, e]);
        }
        if (suffers && failing(t)) e += perSecond;
        else if (t >= 0 || side === 'baseline') n += perSecond;
      }
      return [series(id, side, REQUESTS, good), series(id, side, FAILED, bad)];
    };
    const judge = new Judge(OPTIONS);
    const now = millis(START + 900_000);
    judge.hear(
      [
        ...baselines.flatMap((phase, i) => pod(`a${i}`, 'baseline', phase, 20, !own)),
        ...pod('b', 'candidate', 6, 20, true),
      ],
      now,
    );
    return judge.verdict(now);
  };

  it.each([
    ['three pods of V1', [3, 8, 13]],
    ['one that is scraped soon after V2', [7]],
    ['one that is scraped long after V2', [5]],
    ['one that is scraped with V2', [6]],
  ])('do not make a short outage of both look like one of V2: %s', (_, baselines) => {
    for (let from = 296; from < 312; from += 1) {
      for (const lasts of [2, 7, 20]) {
        const { state, peakLogE } = outage(from, lasts, false, baselines);
        expect(`${from} ${lasts} ${state}`).not.toContain('FAIL');
        expect(peakLogE).toBeLessThan(Math.log(20));
      }
    }
  });

  it('nor does a scrape of V2 that is missed meanwhile', () => {
    for (let from = 290; from < 320; from += 1) expect(outage(from, 10, false, [3, 8, 13], 306).failedAt).toBeNull();
  });

  it('leave an outage of V2 alone what it is', () => {
    for (let from = 296; from < 312; from += 1) expect(outage(from, 7, true).state).toBe('FAIL');
  });
});
