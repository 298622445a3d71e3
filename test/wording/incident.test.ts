import { describe, expect, test } from 'vitest';
import type { Reason, Refusal } from '../../src/room/rings/validation.ts';
import type { Comparison } from '../../src/room/room.ts';
import { seconds } from '../../src/units.ts';
import { rollBackSentence } from '../../src/wording/incident.ts';
import { hindranceText, remedyText } from '../../src/wording/remedies.ts';
import { plainVerdict } from '../../src/wording/verdict-plain.ts';
import { alert, healthy, NOW, spike } from '../screen/rooms.ts';

const comparison = healthy.comparison as Comparison;
const judged = (verdict: Partial<Comparison['verdict']>): Comparison => ({
  ...comparison,
  verdict: { ...comparison.verdict, ...verdict },
});

describe('the verdict in plain words', () => {
  const STATES = ['better', 'same', 'worse', 'inconclusive', 'unknown'] as const;
  const cases = STATES.flatMap((state) => (['limits', 'e-process'] as const).map((method) => [state, method] as const));

  test.each(cases)('is one sentence or two without a number where it is %s by %s', (state, method) => {
    const text = plainVerdict({ comparison: judged({ state, method }) });
    expect(text.replaceAll(/V[12]/g, '')).toMatch(/^[A-Z ][^\d%]+\.$/i);
    expect(text).toContain('V2');
  });

  test('says that nothing is judged where nothing is rolled out', () => {
    expect(plainVerdict({ comparison: judged({ because: 'not-rolled-out' }) })).toBe(
      'Nothing is rolled out, so V2 is not judged.',
    );
  });
});

describe('whether to roll back', () => {
  const [ring0] = healthy.rings;
  if (ring0 === undefined) throw new Error('there is a ring');
  const said = (verdict: Partial<Comparison['verdict']>, share: number | null = 0.3) =>
    rollBackSentence(
      {
        at: NOW,
        comparison: judged(verdict),
        traffic: healthy.traffic && {
          ...healthy.traffic,
          shares: healthy.traffic.shares.map((one) => ({ ...one, share }) as typeof one),
        },
      },
      ring0,
    );

  test.each([
    ['worse', /^Roll back: V2 is worse and gets 30\.0 % of the traffic\. Use your deploy script/],
    ['same', /^No need to roll back: V2 is not worse than V1$/],
    ['inconclusive', /^Roll back\? It is not certain yet/],
    ['unknown', /^Roll back\? It is not known whether V2 is worse than V1$/],
  ] as const)('is said of a candidate that is %s', (state, words) => {
    expect(said({ state, method: 'e-process' })).toMatch(words);
  });

  test('is over where nobody gets the candidate any more', () => {
    expect(said({ state: 'worse', method: 'e-process' }, 0)).toBe('V2 is worse but no longer gets any requests');
  });
});

describe('what would make a ring go on', () => {
  const [ring0] = spike.rings;
  const check = ring0?.checks.find(({ id }) => id === 'memory');
  const [metric] = comparison.metrics;
  if (!check || !metric) throw new Error('the room has them');
  const soak = { elapsed: seconds(60), required: seconds(600), pausedFor: seconds(0) };
  const REFUSALS = [
    { why: 'no-such-ring', ring: 'x' },
    { why: 'already-validated', ring: 'ring0', validation: { by: 'alice', at: NOW } },
    { why: 'not-validated', ring: 'ring0' },
    { why: 'store-unreadable', detail: 'no' },
    { why: 'check-fails', ring: 'ring1', check },
    { why: 'check-unknown', ring: 'ring1', check },
    { why: 'soaking', ring: 'ring1', soak, left: seconds(540) },
    { why: 'not-ready', ring: 'ring1', state: 'waiting' },
    { why: 'not-ready', ring: 'ring1', state: 'rolled-back' },
    { why: 'not-ready', ring: 'ring1', state: 'deploying' },
    { why: 'not-ready', ring: 'ring1', state: 'unknown' },
    { why: 'alert', alert: alert('V2ErrorSpike') },
    { why: 'alerts-unknown', some: false, unknown: { last: null } },
    { why: 'worse', by: 'verdict' },
    { why: 'worse', by: 'limits' },
    { why: 'comparison-unknown', metric },
    { why: 'verdict', wanted: 'pass' },
    { why: 'no-metrics', error: null },
    { why: 'own-request', ring: 'ring1', request: { by: 'alice', at: NOW, expiresAt: NOW } },
    { why: 'reason-too-short', least: 10 },
  ] as const satisfies readonly Reason[];

  test('is said of every reason but of what nobody could mend on its page', () => {
    const silent = REFUSALS.filter((one) => remedyText({ kind: 'fail', ...one }, spike) === '').map(({ why }) => why);
    expect(silent).toEqual(['no-such-ring', 'reason-too-short']);
    for (const one of REFUSALS) expect(hindranceText({ kind: 'fail', ...one }, 'ring1', spike)).not.toBe('');
  });

  test('repeats no number of the reason that it stands behind', () => {
    for (const one of REFUSALS) {
      const why = hindranceText({ kind: 'fail', ...one }, 'ring1', spike);
      const numbers = remedyText({ kind: 'fail', ...one }, spike).match(/(?<![\w])\d[\d.]*(?: ?[%a-zA-Z]+)?/g) ?? [];
      expect({ why, repeated: numbers.filter((number) => why.includes(number)) }).toEqual({ why, repeated: [] });
    }
  });

  test('names the ring before it where the reason is of that', () => {
    const refusal: Refusal = { kind: 'fail', why: 'check-fails', ring: 'ring0', check };
    expect(hindranceText(refusal, 'ring1', spike)).toMatch(/^ring0: memory use/);
    expect(hindranceText(refusal, 'ring0', spike)).toMatch(/^memory use/);
  });
});
