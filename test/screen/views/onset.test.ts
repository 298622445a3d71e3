import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { State } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import type { Past } from '../../../src/screen/canvas/charts/trend.ts';
import { factsOf } from '../../../src/screen/views/incident/facts-of.ts';
import { onsetOf } from '../../../src/screen/views/incident/onset.ts';
import { shownSince } from '../../../src/screen/views/incident/span.ts';
import { millis } from '../../../src/units.ts';
import { ago, HOUR } from '../room-parts.ts';
import { NOW, sceneOf, spike } from '../rooms.ts';

const room = makeSafe(spike);
const range = { from: ago(HOUR), to: NOW };
const MINUTE = 60_000;

/** Memory of ring1 by the time in minutes, at most 200 MB. */
const memory =
  (at: (minute: number) => number | null): Past =>
  (_, columns) =>
    Array.from({ length: columns }, (_, i) => at((i / columns) * 60));

const began = (at: (minute: number) => number | null) =>
  onsetOf({ kind: 'check', ring: 'ring1', check: 'memory' }, room, memory(at), range);

describe('since when something is wrong', () => {
  test('is when it was last not so, whatever was before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 0, max: 59 }), (since, before) => {
        const earlier = (minute: number) => minute < before && before < since - 1;
        const onset = began((minute) => (minute >= since || earlier(minute) ? 212e6 : 141e6));
        expect(onset?.orEarlier).toBe(false);
        expect(Math.abs((onset?.at ?? 0) - (range.from + since * MINUTE))).toBeLessThanOrEqual(MINUTE / 4);
      }),
    );
  });

  test('is not known to be later than all that is known', () => {
    expect(began(() => 212e6)).toEqual({ at: range.from, orEarlier: true });
    expect(began((minute) => (minute < 30 ? null : 212e6))).toEqual({
      at: millis(range.from + 30 * MINUTE),
      orEarlier: true,
    });
  });

  test('is not told of what is well, or not known', () => {
    expect(began(() => 141e6)).toBeNull();
    expect(began((minute) => (minute < 50 ? 212e6 : 141e6))).toBeNull();
    expect(began(() => null)).toBeNull();
  });

  test('is that of the present state: of what failed and is not known now, since it is not', () => {
    const at = (state: State, past: (minute: number) => number | null) => {
      const rings = room.rings.map((ring) => ({ ...ring, checks: ring.checks.map((check) => ({ ...check, state })) }));
      return onsetOf({ kind: 'check', ring: 'ring1', check: 'memory' }, { ...room, rings }, memory(past), range);
    };
    const failed = (minute: number) => (minute >= 59 ? null : 212e6);
    expect(at('unknown', failed)).toEqual({ at: millis(range.from + 59 * MINUTE), orEarlier: false });
    expect(at('fail', failed)).toEqual({ at: range.from, orEarlier: true });
    expect(at('unknown', () => null)).toBeNull();
    expect(at('unknown', () => 212e6)).toBeNull();
    expect(at('ok', () => 212e6)).toBeNull();
  });

  test('is not changed by a gap', () => {
    const onset = began((minute) => (minute > 40 && minute < 45 ? null : minute >= 20 ? 212e6 : 141e6));
    expect(onset?.at).toBe(range.from + 20 * MINUTE);
  });
});

describe('the span of a chart', () => {
  test.each([
    [2, 15],
    [7, 15],
    [12, 24],
    [25, 50],
  ])('of what began %i minutes ago is %i minutes', (age, span) => {
    const scene = sceneOf(spike);
    const facts = factsOf({ kind: 'alert', fingerprint: 'fp-V2ErrorSpike' }, scene.room);
    if (facts === null) throw new Error('it fires');
    const since = shownSince({ ...facts, since: ago(age * 60) }, scene);
    expect(NOW - (since ?? 0)).toBe(span * MINUTE);
  });
});
