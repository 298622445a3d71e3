import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { hands, result } from '../hands.ts';
import { lineWith, picture } from '../picture.ts';
import { healthy, live, sceneOf, spike, tape, team, viewing } from '../rooms.ts';

const withBadInfra: Room = {
  ...healthy,
  infra: healthy.infra.map((item, i) => (i < 2 ? { ...item, state: 'fail' as const } : item)),
};

describe('a filter', () => {
  test('hides rows and turns no badge green', () => {
    const h = hands(withBadInfra);
    const badge = (text: string) => /Infra.*─ (✖ \d+ of \d+)/.exec(text)?.[1];
    const before = badge(picture(sceneOf(withBadInfra), h.state()));
    expect(before).toBe(`✖ 2 of ${withBadInfra.infra.length}`);
    h.press('/');
    h.type(healthy.infra.at(-1)?.label ?? '');
    const after = picture(sceneOf(withBadInfra), h.press('enter'));
    expect(badge(after)).toBe(before);
    expect(after).not.toContain('all well');
    expect(after).toMatch(/5 Infra \d+ of \d+/);
  });

  test('that lets no row pass leaves every badge as it was', () => {
    const h = hands(team);
    h.press('/');
    h.type('no such row');
    const text = picture(sceneOf(team), h.press('enter'));
    expect(lineWith(text, '1 Rings')).toContain('2 of 3 validated');
  });

  test('of a list stays with the list, and that of the room with the room', () => {
    const h = hands(team);
    h.press('J', '/');
    h.type('ring1');
    h.press('enter');
    expect(h.press('esc', 'esc')).toMatchObject({ views: [], filter: '' });
    h.press('/');
    h.type('spike');
    h.press('enter', 'S');
    expect(picture(sceneOf(team), h.state())).toContain('not make 2');
    expect(picture(sceneOf(team), h.state())).not.toContain('filter spike');
    expect(picture(sceneOf(team), h.press('esc'))).toContain('filter spike');
    expect(h.press('>').filter).toBe('');
  });
});

describe('an answer', () => {
  test('goes by itself after some seconds, one that failed stays', () => {
    const h = hands(spike);
    h.answer(result('acknowledge', 'done', 'acknowledged'));
    expect(h.state().flash?.text).toBe('acknowledged');
    h.press('j');
    h.answer(result('acknowledge', 'done', 'acknowledged again'));
    expect(h.pass(5).flash?.text).toBe('acknowledged again');
    expect(h.pass(7).flash).toBeNull();
    h.answer(result('acknowledge', 'failed', 'nobody answers'));
    expect(h.pass(60).flash?.text).toBe('nobody answers');
  });

  test.each([
    [20, 1],
    [23, 4],
    [80, 5],
  ])('hides no P0 at %i×%i', (columns, rows) => {
    const h = hands(spike, { dialogsFit: false });
    for (const how of ['done', 'failed'] as const) {
      h.answer(result('acknowledge', how, 'RingMemoryHigh acknowledged'));
      expect(picture(sceneOf(spike), h.state(), { columns, rows })).toContain('P0 V2Error');
    }
  });
});

/** Every key of the table, and some that are bound to nothing. */
const KEYS = [...new Set([...DEFAULT_KEYMAP.flatMap(({ keys }) => keys), 'x', 'K', '%', '$', 'ctrl-b'])];

describe('no key is silent', () => {
  test.each([
    ['live', live],
    ['tape', tape],
    ['past', viewing],
  ])('in any view of a %s room, with or without anything in it', (_, playback) => {
    const bare = makeSafe<Room>({
      ...healthy,
      rings: [],
      comparison: null,
      traffic: null,
      infra: [],
      journal: [],
      pages: healthy.pages.slice(0, 1),
    });
    const ways = [
      [],
      ['2'],
      ['4'],
      ['enter'],
      ['2', 'enter'],
      ['4', 'enter'],
      ['J'],
      ['S'],
      ['D'],
      ['v'],
      ['?'],
      ['@'],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(healthy, spike, team, bare),
        fc.constantFrom(...ways),
        fc.array(fc.constantFrom(...KEYS), { maxLength: 3 }),
        fc.constantFrom(...KEYS),
        (room, way, keys, key) => {
          const h = hands(room, { playback });
          h.press(...way, ...keys, 'esc');
          const before = h.state();
          const asked = h.effects.length;
          const after = h.press(key);
          const told = after.flash !== before.flash || h.effects.length > asked;
          const drawn = JSON.stringify({ ...after, flash: null }) !== JSON.stringify({ ...before, flash: null });
          expect(told || drawn).toBe(true);
        },
      ),
      { numRuns: 600 },
    );
  });

  test.each([
    ['x', /^x does nothing here; \? shows the keys$/],
    ['esc', /^Nothing is open; q quits$/],
    ['n', /^There is no filter: \/ sets one$/],
    ['space', /^Only alerts can be marked/],
    ['9', /^There is no panel 9|^There is no other panel 9/],
    ['k', /^This is the beginning$/],
    ['r', /asked/],
  ])('%s says why', (key, words) => {
    expect(hands(spike).press(key).flash?.text).toMatch(words);
  });

  test.each([
    ['an alert', ['4', 'enter'], 'j', 'k', false],
    ['the verdict', ['v'], 'j', 'k', false],
    ['a silence', ['S'], 'right', 'left', false],
    ['the help', ['?'], 'down', 'up', true],
  ] as const)('scrolling %s stops at its end, says so, and goes back at once', (_, way, on, back, long) => {
    const h = hands(team);
    const drawn = () => picture(sceneOf(team), { ...h.state(), flash: null }, { columns: 100, rows: 30 });
    h.press(...way);
    const begin = drawn();
    h.press(...Array.from({ length: 91 }, () => on));
    expect(h.state().flash?.text).toMatch(/^This is the end$|^There is nothing on that side$/);
    const end = drawn();
    h.press(back);
    expect(drawn() !== end).toBe(end !== begin);
    expect(end !== begin || !long).toBe(true);
  });

  test('keys in a dialog whose act is under way say that they wait', () => {
    const h = hands(spike);
    h.press('4', 'a', 'o', 'k', 'enter');
    for (const key of ['x', 'esc', 'enter', 'tab']) {
      expect(h.press(key).flash?.text).toBe('An act is under way: keys must wait');
      h.pass(10);
      expect(h.state().flash).toBeNull();
    }
    expect(h.state().dialog).toMatchObject({ busy: true });
  });

  test('a key that does nothing says so before an error that stands, too, which then stands again', () => {
    const h = hands(spike);
    h.answer(result('acknowledge', 'failed', 'Alertmanager is down'));
    const error = h.state().flash;
    expect(error).toMatchObject({ kind: 'error', text: 'Alertmanager is down' });
    for (const key of ['x', 'n', 'k']) expect(h.press(key).flash).toMatchObject({ kind: 'info', before: error });
    expect(h.pass(10).flash).toBe(error);
    expect(h.press('tab').flash).toBe(error);
    h.press('x');
    expect(h.press('esc').flash).toBeNull();
  });

  test('an answer is seen where the dialog covers the footer', () => {
    const h = hands(spike);
    h.press('4', 'a', 'enter', 'x');
    expect(picture(sceneOf(spike), h.state(), { columns: 50, rows: 20 })).toContain('An act is under way');
  });

  test('f in a view fills nothing behind it', () => {
    const h = hands(spike);
    h.press('enter', 'f');
    expect(h.state().flash?.text).toMatch(/already fills the screen/);
    expect(h.press('esc').fullScreen).toBe(initialState('dark').fullScreen);
  });
});
