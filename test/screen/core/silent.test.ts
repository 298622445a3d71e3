import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { PASTE } from '../../../src/screen/core/key-names.ts';
import { remembering } from '../../../src/screen/core/places.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { chartView } from '../../../src/screen/views/chart/state.ts';
import { alertView } from '../../../src/screen/views/incident/state.ts';
import { millis } from '../../../src/units.ts';
import { LOGS } from '../golden-rooms.ts';
import { hands } from '../hands.ts';
import { healthy, live, NOW, spike, tape } from '../rooms.ts';

/** Every key that is bound anywhere, every printable one, and some that are bound nowhere. */
const KEYS: readonly string[] = [
  ...new Set([
    ...DEFAULT_KEYMAP.flatMap(({ keys }) => keys),
    ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)),
    ...['backspace', 'delete', 'ctrl-a', 'ctrl-e', 'ctrl-k', 'ctrl-w', 'ctrl-x', 'alt-x', 'ж', 'ö', PASTE, ''],
  ]),
];

/** The keys that lead from the room to each view and each dialog. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  room: [],
  'each panel': ['tab', 'tab'],
  'a page': ['>'],
  'full screen': ['4', 'f'],
  filtered: ['/', 'n', 'o', 'n', 'e', 'enter'],
  ring: ['1', 'enter'],
  'chart of a check': ['1', 'enter', 'enter'],
  alert: ['4', 'enter'],
  metric: ['2', 'enter'],
  infra: ['5', 'enter'],
  verdict: ['v'],
  silences: ['S'],
  journal: ['J'],
  patterns: ['D'],
  logs: ['4', 'l'],
  runbook: ['4', 'o'],
  help: ['?'],
  palette: [':'],
  filter: ['/'],
  asked: ['@'],
  cost: ['ctrl-g'],
  save: ['ctrl-s'],
  acknowledge: ['a'],
  claim: ['c'],
  validate: ['1', 'V'],
  'log query': ['4', 'l', 'i'],
  'log filter': ['4', 'l', '/'],
};

const LOG_SCENE = {
  scene: LOGS.structured,
  searches: makeSafe([{ id: 'errors', label: 'Errors', query: '{job="api"}' }]),
};
const past = { ...live, viewing: { at: millis(NOW - 60_000) } } as const;
const alone: Room = {
  ...healthy,
  alerts: { ...healthy.alerts, list: [] },
  journal: [],
  silences: [],
  rings: [],
  infra: [],
};

describe.each([
  ['an incident', spike, { playback: live }],
  ['an incident on tape', spike, { playback: tape }],
  ['an incident where nothing may be done', spike, { playback: live, readOnly: 'Nothing is done here: --read-only' }],
  ['an incident of the past', spike, { playback: past }],
  ['a quiet room with next to nothing in it', alone, { playback: live }],
] as const)('in %s every key does something or says why not', (_, room, options) => {
  test.each(Object.entries(PLACES))('%s', (_place, way) => {
    const from = hands(room, { ...options, logs: LOG_SCENE }).press(...way);
    const silent = KEYS.filter((key) => {
      const h = hands(room, { ...options, logs: LOG_SCENE, from: { ...from, flash: null } });
      const after = h.press(key);
      return h.effects.length === 0 && isDeepStrictEqual(after, { ...from, flash: null });
    });
    expect(silent).toEqual([]);
  });
});

describe('what is no key', () => {
  test.each([
    [PASTE, 'Pasted text is not taken for keys: it goes into text fields alone'],
    ['ж', 'ж does nothing here: keys are Latin letters'],
    ['ö', 'ö does nothing here: keys are Latin letters'],
    ['alt-x', 'alt-x does nothing here'],
    ['x', 'x does nothing here'],
    ['', 'That key does nothing here'],
  ])('%j says so, and where the keys are shown', (key, said) => {
    expect(hands(spike).press(key).flash?.text).toBe(`${said}; ? shows the keys`);
    expect(hands(spike).press('@', key).flash?.text).toBe(`${said}; esc closes this`);
  });
});

describe('in a dialog', () => {
  test.each([
    ['ctrl-g', '@', '@ does nothing here; esc closes this'],
    ['ctrl-g', 'J', 'J does nothing here; esc closes this'],
    ['@', 'v', 'v does nothing here; esc closes this'],
    ['@', 'ctrl-s', 'ctrl-s does nothing here; esc closes this'],
    ['t', '4', '4 does nothing here; esc closes this'],
    ['ctrl-s', '>', '> does nothing here; esc closes this'],
  ])('%s, then %s: the key is named', (open, key, said) =>
    expect(hands(spike).press(open, key).flash?.text).toBe(said),
  );

  test('no key goes without its name, whatever dialog is open', () => {
    const unnamed = Object.values(PLACES).flatMap((way) => {
      const from = hands(spike).press(...way);
      return from.dialog === null
        ? []
        : KEYS.filter((key) => key !== '' && /^That key/.test(hands(spike, { from }).press(key).flash?.text ?? ''));
    });
    expect(unnamed).toEqual([]);
  });
});

describe('the key of the last view', () => {
  test('goes to the view before and back, however one came there', () => {
    const h = hands(spike);
    h.press('4', 'enter', 'esc');
    const alert = h.press('-').views.at(-1)?.kind;
    expect(alert).toBeDefined();
    expect(h.press('-').views).toEqual([]);
    expect(h.press('>').page).toBe(1);
    expect(h.press('-')).toMatchObject({ page: 0, focus: 'alerts' });
    expect(h.press('-').page).toBe(1);
  });

  test('goes to and fro between two charts or two alerts, which are places of their own', () => {
    const chart = (metric: string) => ({ ...initialState('dark'), views: [chartView({ kind: 'metric', metric })] });
    const alert = (fingerprint: string) => ({ ...initialState('dark'), views: [alertView(fingerprint)] });
    for (const [one, other] of [
      [chart('errors'), chart('p95')],
      [alert('fp-V2ErrorSpike'), alert('fp-RingMemoryHigh')],
    ] as const) {
      const { state } = remembering(one, { state: other, effects: [] }, hands(spike).world());
      const h = hands(spike, { from: state });
      expect(h.press('-').views).toEqual(one.views);
      expect(h.press('-').views).toEqual(other.views);
      expect(h.press('-').views).toEqual(one.views);
    }
  });

  test('takes no other row of the same page for another place', () => {
    const at = (row: string) => ({
      ...initialState('dark'),
      views: [chartView({ kind: 'panel', panel: 'api/p95', row })],
    });
    expect(remembering(at('a'), { state: at('b'), effects: [] }, hands(spike).world()).state.last).toBeNull();
  });

  test('zooms a chart out first, and leaves it at its usual scale', () => {
    const h = hands(spike);
    h.press('2', 'enter', '+');
    expect(h.press('-').views).toHaveLength(1);
    expect(h.press('-').views).toHaveLength(0);
    expect(h.press('-').views).toHaveLength(1);
  });

  test('opens logs again that were left, with their query', () => {
    const h = hands(spike, { logs: LOG_SCENE });
    h.press('S', '4', 'l', 'esc');
    const opened = h.press('-');
    expect(opened.views.at(-1)?.kind).toBe('logs');
    expect(h.effects.at(-1)).toMatchObject({
      kind: 'logs',
      command: { do: 'open', request: { query: LOGS.structured?.query } },
    });
  });

  test('says that there is none at first', () => {
    expect(hands(spike).press('-').flash?.text).toBe('Charts show all there is, and there is no earlier view');
  });
});
