import { describe, expect, test } from 'vitest';
import { boundNotes } from '../../src/commands/gate/notes.ts';
import { deployRefusals } from '../../src/room/rings/validation.ts';
import { countedPlan, type Fault, verdictOf, watch } from './counted.ts';

describe('a V2 of which some pods are not well', () => {
  test.each<[Fault['kind'], number, RegExp]>([
    ['one-pod-down', 200, /^V2 is unhealthy: 1 of 3 V2 pods does not answer$/],
    ['one-pod-gone', 640, /^V2 is unhealthy: 1 V2 pod has been gone for 2m and has not been replaced$/],
    ['crashing', 200, /^V2 is unhealthy: 1 V2 pod keeps restarting$/],
  ])('does not pass, and it is said: %s', (kind, from, sentence) => {
    const room = watch({ v2: 100, fault: { kind, from } }, 780);
    expect(verdictOf(room)).toMatchObject({ state: 'inconclusive', level: 'warn' });
    expect(verdictOf(room).sentence).toMatch(sentence);
    expect(deployRefusals(room, 'canary')).toContainEqual(
      expect.objectContaining({ kind: 'undecided', why: 'verdict' }),
    );
  });

  test('does not pass while pods are missing against the plan', () => {
    const missing = verdictOf(watch({ v2: 100 }, 480, countedPlan({}, { replicas: 5 })));
    expect(missing).toMatchObject({ state: 'inconclusive', level: 'warn' });
    expect(missing.sentence).toBe('V2 is unhealthy: 2 of 5 planned V2 pods are missing');
    expect(verdictOf(watch({ v2: 100 }, 480, countedPlan({}, { replicas: 3 }))).state).toBe('same');
  });

  test('is still worse when those that answer fail', () => {
    const verdict = verdictOf(watch({ e2: 0.03, fault: { kind: 'one-pod-down', from: 30 } }, 300));
    expect(verdict.state).toBe('worse');
    expect(verdict.reasons).toContain('1 of 3 V2 pods does not answer');
  });
});

describe('a selector that is well-formed and wrong is said, and nothing passes', () => {
  test.each<[Fault['kind'], string, RegExp]>([
    ['nothing', 'NO_SERIES', /: no series matches requests_total\{version="v1"\}$/],
    [
      'no-errors-counter',
      'NO_ERROR_SERIES',
      /: its errors are not counted: errors_total\{version="v1"\} matches nothing, /,
    ],
    ['no-buckets', 'NO_SERIES', /: no series matches duration_bucket\{version="v1"\}$/],
    [
      'gauge',
      'NOT_COUNTERS',
      /: requests_total\{version="v1"\} falls too often for a counter: it may be a gauge, a rate, or two servers /,
    ],
    [
      'fractions',
      'NOT_COUNTERS',
      /: requests_total\{version="v1"\} has values that are not whole numbers: it may be a rate$/,
    ],
  ])('%s', (kind, data, sentence) => {
    const verdict = verdictOf(watch({ fault: { kind, from: 0 } }, 480));
    expect(verdict).toMatchObject({ state: 'unknown', level: 'unknown', judged: { data } });
    expect(verdict.sentence).toMatch(sentence);
  });
});

describe('a V1 of one pod', () => {
  test('makes of the strongest evidence a hint, which the gate does not pass and calls by its name', () => {
    const room = watch({ pods1: 1, e2: 0.05 }, 400);
    const verdict = verdictOf(room);
    expect(verdict).toMatchObject({ state: 'inconclusive', level: 'warn' });
    expect(verdict.sentence).toMatch(
      /^V2 may be worse: errors [45]\.\d+ % against 0\.\d+ % of requests in .+, but one pod of V1 is too few to tell how much pods differ$/,
    );
    expect([verdict.sentence, ...verdict.reasons].join()).not.toContain('1 in ');
    expect(deployRefusals(room, 'canary')).toContainEqual(
      expect.objectContaining({ kind: 'undecided', why: 'verdict' }),
    );
    expect(boundNotes(room)).toEqual(['the verdict is only a hint: it may raise false alarms here']);
  });

  test('lets a V2 that is as good pass, approximately', () => {
    const room = watch({ pods1: 1, v2: 100 }, 400);
    expect(verdictOf(room).state).toBe('same');
    expect(boundNotes(room)).toEqual([expect.stringContaining('the verdict is approximate')]);
  });
});
