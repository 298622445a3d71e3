import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisRange, closer, farther, stepOf } from '../../../src/screen/core/axis.ts';
import { type Axis, WHOLE_AXIS } from '../../../src/screen/core/state.ts';
import { millis, seconds } from '../../../src/units.ts';

const AT = millis(1_800_000_000_000);
const sinceAgo = (reach: number) => millis(AT - reach * 1000);
const reach = fc.integer({ min: 61, max: 40 * 86_400 });

describe('the time that charts show', () => {
  test('ends where the room stands, and begins where the history does until it is zoomed', () => {
    expect(axisRange(WHOLE_AXIS, sinceAgo(3600), AT)).toEqual({ from: sinceAgo(3600), to: AT });
    expect(axisRange({ span: seconds(600) }, sinceAgo(3600), AT)).toEqual({ from: sinceAgo(600), to: AT });
  });

  test('without a history there is a second of it', () => {
    expect(axisRange(WHOLE_AXIS, millis(Infinity), AT)).toEqual({ from: sinceAgo(1), to: AT });
  });

  test('is zoomed by round spans, down to a minute and back to all there is', () => {
    const since = sinceAgo(3600);
    const spans: (number | null)[] = [];
    let axis: Axis = WHOLE_AXIS;
    for (let i = 0; i < 8; i += 1) {
      axis = closer(axis, since, AT);
      spans.push(axis.span);
    }
    expect(spans).toEqual([1800, 900, 600, 300, 120, 60, 60, 60]);
    for (let i = 0; i < 7; i += 1) axis = farther(axis, since, AT);
    expect(axis).toEqual(WHOLE_AXIS);
  });

  test('of any history, as many keys lead back as led in', () => {
    fc.assert(
      fc.property(reach, fc.integer({ min: 1, max: 30 }), (length, keys) => {
        const since = sinceAgo(length);
        let [axis, zoomed]: [Axis, number] = [WHOLE_AXIS, 0];
        for (let i = 0; i < keys; i += 1) {
          const next = closer(axis, since, AT);
          if (next.span !== axis.span) zoomed += 1;
          expect(next.span ?? length).toBeGreaterThanOrEqual(60);
          axis = next;
        }
        for (let i = 0; i < zoomed; i += 1) axis = farther(axis, since, AT);
        expect(axis.span).toBeNull();
      }),
    );
  });

  test('is gone through by the minute, and by more where it is many hours', () => {
    const steps = [null, 60, 7200, 14_400, 86_400, 604_800].map((span) =>
      stepOf({ span: span === null ? null : seconds(span) }),
    );
    expect(steps).toEqual([60, 60, 60, 300, 900, 3600]);
  });
});
