import { describe, expect, test } from 'vitest';
import { JUDGED } from '../golden-rooms.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { live, NOW, sceneOf, spike, tape } from '../rooms.ts';

describe('the cursor of all charts', () => {
  test.each([
    ['the page', []],
    ['an incident', ['2', 'enter']],
    ['a ring', ['1', 'right', 'enter']],
    ['a chart', ['3', 'enter']],
  ])('begins at the newest values and goes back, on %s, and every chart tells its values', (_, way) => {
    const { press } = hands(spike);
    press(...way);
    const first = press(',');
    const second = press(',');
    expect(first.cursor).toBeLessThan(NOW);
    expect(second.cursor).toBeLessThan(first.cursor ?? 0);
    expect(second.flash?.text).toMatch(/^Charts tell the values of \d\d:\d\d:\d\d/);
    const seen = picture(sceneOf(spike), second);
    const charts = seen.split('\n').filter((row) => /[╵┃]\d\d:\d\d/.test(row)).length;
    expect(charts).toBeGreaterThan(0);
    expect(seen.match(/\d\d:\d\d:\d\d┃|┃\d\d:\d\d:\d\d/g)).toHaveLength(charts);
  });

  test('goes on again, and beyond the newest values it is gone; then its key says why it does nothing', () => {
    const { press } = hands(spike);
    press(',', ',', '.');
    expect(press('.').cursor).toBeNull();
    expect(press('.').flash?.text).toBe('Charts have no cursor; , sets it');
  });

  test('stays where charts begin, and says so', () => {
    const { press } = hands(spike);
    const there = press(...Array.from({ length: 80 }, () => ','));
    expect(press(',').cursor).toBe(there.cursor);
    expect(press(',').flash?.text).toBe('Charts show nothing before this');
  });

  test('is one, whatever is looked at, and tells evidence as evidence', () => {
    const room = JUDGED.worse;
    if (room === undefined) throw new Error('there is no such room');
    const { press } = hands(room);
    const set = press('v', ',', ',');
    expect(picture(sceneOf(room), set)).toMatch(/E (≥10,000|[\d.,]+) /);
    expect(press('esc').cursor).toBe(set.cursor);
  });
});

test('0 takes the cursor away, on a tape too', () => {
  for (const playback of [live, tape]) expect(hands(spike, { playback }).press(',', '0').cursor).toBeNull();
});
