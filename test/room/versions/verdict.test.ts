import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deployRefusals, validateRefusals } from '../../../src/room/rings/validation.ts';
import type { Verdict } from '../../../src/room/room.ts';
import { CountedRoom, countedPlan, type Fault, type Rollout, SCRAPE, verdictOf, watch } from '../counted.ts';
import { worded } from '../worded.ts';

describe('the verdict in one line', () => {
  test.each<[string, Rollout, number, Verdict['state'], Verdict['level'], RegExp]>([
    [
      'asks for more requests',
      { v2: 1 },
      60,
      'inconclusive',
      'ok',
      /^too early to pass: \d\d of about [\d,]+ V2 requests, .+ at this traffic$/,
    ],
    [
      'tells how much of the soak is left',
      { v2: 100 },
      240,
      'inconclusive',
      'ok',
      /^no sign that V2 is worse; it can pass in 1m\d\d at the earliest$/,
    ],
    ['tells that V2 is not worse', {}, 480, 'same', 'ok', /^V2 is not worse: at most 0\.\d+ pt more errors than V1$/],
    [
      'tells that V2 is better',
      { e1: 0.05, e2: 0.002 },
      400,
      'better',
      'ok',
      /^V2 is better: errors 0\.18 % against 5\.00 % of requests in (?:this stage|the last [\dhms]+)$/,
    ],
    [
      'tells that V2 has more errors',
      { e2: 0.03 },
      200,
      'worse',
      'fail',
      /^V2 is worse: errors 3\.00 % against 0\.2\d? % of requests in (?:this stage|the last [\dhms]+), false-alarm risk below 1 in [\d,a-z ]+$/,
    ],
    [
      'tells that V2 is slower',
      { slow2: 0.05 },
      200,
      'worse',
      'fail',
      /^V2 is worse: slower than 100 ms: 5(\.0\d?)? % against 1(\.0\d?)? % of requests in (?:this stage|the last [\dhms]+), false-alarm risk below 1 in/,
    ],
  ])('%s', (_, rollout, until, state, level, sentence) => {
    const verdict = verdictOf(watch(rollout, until));
    expect(verdict).toMatchObject({ state, level, method: 'e-process' });
    expect(verdict.sentence).toMatch(sentence);
  });

  test.each<[Fault['kind'], string, RegExp]>([
    ['query-error', 'QUERY_ERROR', /^V2 cannot be judged: its samples cannot be read: too busy$/],
    ['partial', 'PARTIAL', /^V2 cannot be judged: samples may be missing: a store is down$/],
    ['no-samples', 'STALE', /^V2 cannot be judged: V2 has no pods, no new requests were counted for \d+/],
    ['no-traffic', 'NO_TRAFFIC', /^V2 cannot be judged: no traffic: V2 gets no requests$/],
    ['no-series', 'NO_SERIES', /^V2 cannot be judged: no series matches requests_total\{version="v2"\}$/],
    ['prometheus', 'STALE', /^V2 cannot be judged: no new requests were counted for \d+\w: connection refused$/],
    ['pods-down', 'DOWN', /^V2 is down: none of its 3 pods answers$/],
  ])('has words of its own for %s', (kind, data, sentence) => {
    const verdict = verdictOf(watch({ fault: { kind, from: 200 } }, 400));
    expect(verdict.judged?.data).toBe(data);
    expect(verdict.sentence).toMatch(sentence);
    expect(verdict.level).toBe(kind === 'pods-down' ? 'fail' : 'unknown');
  });

  test('warns while V2 is worse of late, though the stage as a whole says nothing yet', () => {
    const counted = new CountedRoom({ v2: 70, later: { from: 2400, e2: 0.011 } });
    const said = new Map<string, string>();
    for (let now = 5; now < 3000; now += 10) {
      const { sentence, level } = verdictOf(counted.look(now));
      if (sentence.startsWith('V2 has become worse: errors ')) said.set(level, sentence);
    }
    expect([...said.keys()]).toEqual(['warn']);
  });

  test('is unknown while it is unknown how many pods there should be', () => {
    const plan = countedPlan({}, { replicas: 'wanted' });
    const verdict = verdictOf(watch({}, 400, plan));
    expect(verdict).toMatchObject({ state: 'unknown', judged: { data: 'QUERY_ERROR' } });
    expect(verdict.sentence).toContain('it is not known how many pods there should be');
  });

  test('warns before it says that V2 is worse', () => {
    const counted = new CountedRoom({ v1: 60, v2: 5, e2: 0.012 });
    const said: string[] = [];
    for (let now = 5; now < 600; now += 5) {
      const { level, sentence } = verdictOf(counted.look(now));
      if (said.at(-1) !== level) said.push(level);
      if (level === 'warn')
        expect(sentence).toMatch(
          /^V2 may be worse: errors \d\.\d+ % against 0\.\d+ % of requests in (?:this stage|the last [\dhms]+), false-alarm risk below 1 in [\d,a-z ]+$/,
        );
    }
    expect(said).toEqual(['ok', 'warn', 'fail']);
  });

  test('says that limits alone are held while nothing is rolled out', () => {
    const verdict = verdictOf(watch({ begun: false }, 15));
    expect(verdict).toMatchObject({ state: 'same', method: 'limits', judged: null });
    expect(verdict.reasons).toEqual(['no rollout is under way: only limits are checked']);
    expect(verdict.sentence).toBe('no rollout is under way: V2 is not judged');
  });

  test('stays with what it found, though nothing more can be counted', () => {
    const counted = new CountedRoom({ e2: 0.03, fault: { kind: 'no-traffic', from: 150 } });
    const states = new Set<string>();
    for (let now = 5; now < 400; now += 10) states.add(verdictOf(counted.look(now)).state);
    expect([...states]).toEqual(['inconclusive', 'worse']);
  });
});

// Each has its own runs, so that none is left to chance.
test.each<Fault['kind']>([
  'query-error',
  'partial',
  'no-samples',
  'no-traffic',
  'no-series',
  'prometheus',
  'pods-down',
])('never passes on data that is missing, stale, partial or without traffic: %s', (kind) => {
  const rate = fc.double({ min: 0, max: 0.01, noNaN: true });
  const rollout = fc.record({
    v1: fc.integer({ min: 1, max: 200 }),
    v2: fc.integer({ min: 1, max: 200 }),
    e1: rate,
    e2: rate,
    fault: fc.record({ kind: fc.constant(kind), from: fc.integer({ min: 0, max: 500 }) }),
  });
  fc.assert(
    fc.property(rollout, fc.integer({ min: 3, max: 40 }), (given, step) => {
      const counted = new CountedRoom(given);
      for (let now = 1; now < 700; now += step) {
        const room = counted.look(now);
        // Until three scrapes are missed, and one more that may be under way, what was counted stands.
        if (now < given.fault.from + 5 * SCRAPE) continue;
        expect(['same', 'better']).not.toContain(verdictOf(room).state);
        expect(verdictOf(room).level).not.toBe('ok');
        expect(validateRefusals(room, 'canary')).not.toEqual([]);
      }
    }),
    { numRuns: 4 },
  );
});

describe('a ring that asks for the verdict', () => {
  test('soaks and waits, and may be validated once it has passed', () => {
    expect(watch({}, 240).rings[0]).toMatchObject({ state: 'soaking', verdict: 'pass' });
    expect(validateRefusals(watch({}, 240), 'canary').map(({ kind, why }) => [kind, why])).toEqual([
      ['undecided', 'verdict'],
      ['undecided', 'soaking'],
    ]);
    const passed = watch({}, 480);
    expect(passed.rings[0]?.state).toBe('ready');
    expect(validateRefusals(passed, 'canary')).toEqual([]);
  });

  test('fails when V2 is worse, whatever its checks say, and nothing may be deployed', () => {
    const room = watch({ e2: 0.03 }, 200);
    expect(worded(room).rings[0]).toMatchObject({ state: 'failing', reason: verdictOf(room).sentence });
    expect(validateRefusals(room, 'canary')[0]).toMatchObject({ kind: 'fail', why: 'verdict' });
    expect(deployRefusals(room, 'canary')[0]).toMatchObject({ kind: 'fail', why: 'worse' });
    expect([room.state, worded(room).headline]).toEqual(['fail', expect.stringContaining('V2 is worse')]);
  });

  test('is undecided, not without data, while its samples are partial', () => {
    const kinds = (kind: Fault['kind']) => {
      const room = watch({ fault: { kind, from: 100 } }, 300);
      return [validateRefusals(room, 'canary'), deployRefusals(room, 'canary')].map(
        (refusals) => refusals.find(({ why }) => why === 'verdict')?.kind,
      );
    };
    expect(kinds('partial')).toEqual(['undecided', 'undecided']);
    expect(kinds('query-error')).toEqual(['missing', 'missing']);
  });

  test.each([
    [0.3, 's', 'slo 0.3 s is not a boundary of the histogram: the nearest is 0.1 s'],
    [0.05, 's', 'slo 0.05 s is not a boundary of the histogram: the nearest is 0.1 s'],
    [0.1, 'ms', 'slo 0.1 s is not a boundary of the histogram: the nearest is 0.0001 s'],
  ])('accepts no limit of %s s that is no boundary of a histogram in %s, and names the nearest', (slo, unit, words) => {
    const latency = { buckets: 'duration_bucket{version="$version"}', slo, unit };
    const verdict = verdictOf(watch({}, 400, countedPlan({}, { latency })));
    expect(verdict.judged?.data).toBe('NO_BOUNDARY');
    expect(verdict.state).toBe('unknown');
    expect(verdict.sentence).toBe(`V2 cannot be judged: its latency cannot be compared: ${words}`);
  });

  test('does not count a bucket whose bound is no number, and says so', () => {
    const verdict = verdictOf(watch({ fault: { kind: 'odd-bound', from: 0 } }, 400));
    expect(verdict.judged?.data).toBe('QUERY_ERROR');
    expect(verdict.sentence).toBe(
      'V2 cannot be judged: its samples cannot be read: the bound of a bucket is not a number: "0.1abc"',
    );
  });

  test('stands still in its soak while the verdict is unknown', () => {
    const plan = countedPlan({
      rings: [{ id: 'canary', name: 'Canary', deployed: 'started', soak: '10m', checks: ['q'], verdict: 'not-worse' }],
    });
    const fault = { kind: 'partial', from: 100 } as const;
    const [before, later] = [300, 500].map((until) => watch({ fault }, until, plan).rings[0]);
    expect(before).toMatchObject({
      state: 'unknown',
      soak: { paused: { because: { kind: 'verdict' } } },
    });
    expect(before?.soak?.elapsed).toBeLessThan(130);
    expect(later?.soak?.elapsed).toBe(before?.soak?.elapsed);
  });

  test.each(['not-worse', 'pass'] as const)(
    'that asks for %s stands still in its soak while V2 is worse',
    (verdict) => {
      const rings = [{ id: 'canary', name: 'Canary', deployed: 'started', soak: '10m', checks: ['q'], verdict }];
      const soaks = [100, 200, 300, 500].map((until) => {
        const [ring] = watch({ e2: 0.03 }, until, countedPlan({ rings })).rings;
        return { state: ring?.state, ...ring?.soak };
      });
      const [, first, ...later] = soaks;
      expect(first).toMatchObject({ state: 'failing', paused: { because: { kind: 'verdict' } } });
      for (const soak of later) {
        expect(soak).toMatchObject({
          state: 'failing',
          elapsed: first?.elapsed,
          paused: { since: first?.paused?.since },
        });
        expect(soak.pausedFor).toBeGreaterThan(first?.pausedFor ?? Infinity);
      }
    },
  );

  test('that asks only for not worse may be validated before anything is proven', () => {
    const rings = [
      { id: 'canary', name: 'Canary', deployed: 'started', soak: '1m', checks: ['q'], verdict: 'not-worse' },
    ];
    const room = watch({ v2: 1 }, 120, countedPlan({ rings }));
    expect(verdictOf(room).state).toBe('inconclusive');
    expect(validateRefusals(room, 'canary')).toEqual([]);
  });
});
