import { describe, expect, test } from 'vitest';
import type { ActResult } from '../../src/operations/operations.ts';
import type { JournalAct, Ring, Room } from '../../src/room/room.ts';
import { keyContexts } from '../../src/screen/contexts.ts';
import type { Effect, ScreenEvent } from '../../src/screen/effects.ts';
import { DEFAULT_KEYMAP, resolveKey } from '../../src/screen/keymap.ts';
import { initialState, type ScreenState } from '../../src/screen/state.ts';
import { update } from '../../src/screen/update.ts';
import { takesText } from '../../src/screen/update-dialog.ts';
import type { Scene } from '../../src/session/session.ts';
import { seconds } from '../../src/units.ts';
import { alert, healthy, live, sceneOf, spike, tape } from './rooms.ts';

/** A pair of hands on the keyboard: presses keys in turn and remembers what they asked for. */
function hands(room: Room, options: { readOnly?: string; dialogsFit?: boolean; playback?: Scene['playback'] } = {}) {
  const scene = sceneOf(room, options.playback ?? live);
  const world = {
    scene,
    keymap: DEFAULT_KEYMAP,
    themes: ['dark', 'light'],
    readOnly: options.readOnly ?? null,
    screenful: 10,
    dialogsFit: options.dialogsFit ?? true,
  };
  let state: ScreenState = initialState('dark');
  const effects: Effect[] = [];
  const apply = (event: Parameters<typeof update>[1]) => {
    const step = update(state, event, world);
    state = step.state;
    effects.push(...step.effects);
  };
  const press = (...keys: string[]) => {
    for (const key of keys) {
      if (takesText(state.dialog)) apply(key.length === 1 ? { type: 'text', text: key } : { type: 'field', key });
      else {
        const found = resolveKey(DEFAULT_KEYMAP, key, keyContexts(state, scene));
        if (found !== undefined) apply({ type: 'action', ...found });
      }
    }
    return state;
  };
  return { press, type: (text: string) => press(...text), answer: apply, effects, state: () => state };
}

const result = (act: JournalAct, result: ActResult['result'], message: string): ScreenEvent => ({
  type: 'result',
  act,
  came: { result, message },
});
const readyRing = (ring: Ring): Ring => ({
  ...ring,
  state: 'ready',
  soak: { elapsed: seconds(90_000), required: seconds(86_400), pausedFor: seconds(0) },
});
const ready: Room = { ...healthy, rings: healthy.rings.map((ring) => (ring.id === 'ring1' ? readyRing(ring) : ring)) };

describe('moving', () => {
  test('tab and shift-tab go round the panels, a number goes straight to one', () => {
    const { press } = hands(spike);
    expect(press('tab').focus).toBe('comparison');
    expect(press('shift-tab', 'shift-tab').focus).toBe('journal');
    expect(press('4').focus).toBe('alerts');
  });

  test('arrows and hjkl move the cursor and stop at the ends', () => {
    const { press } = hands(spike);
    expect(press('right').cursors.rings).toBe('ring1');
    expect(press('l', 'l', 'l').cursors.rings).toBe('ga');
    expect(press('g').cursors.rings).toBe('ring0');
    expect(press('G').cursors.rings).toBe('ga');
    expect(press('4', 'j').cursors.alerts).toBe('fp-RingMemoryHigh');
  });

  test('esc goes back one step at a time and never quits', () => {
    const { press, effects } = hands(spike);
    press('4', 'enter', '/', 'x', 'enter');
    expect(press('esc').views).toHaveLength(0);
    expect(press('esc').filter).toBe('');
    press('esc', 'esc', 'esc');
    expect(effects).toEqual([]);
    press('q');
    expect(effects).toEqual([{ kind: 'quit' }]);
  });

  test('enter opens what is selected, and once more its chart', () => {
    const { press } = hands(spike);
    expect(press('right', 'enter').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
    expect(press('enter').views.at(-1)).toEqual({
      kind: 'chart',
      subject: { kind: 'check', ring: 'ring1', check: 'memory' },
    });
    expect(press('esc').views).toHaveLength(1);
  });

  test('pages turn round', () => {
    const { press } = hands(spike);
    expect(press('>')).toMatchObject({ page: 1, focus: 'alerts' });
    expect(press('>').page).toBe(0);
    expect(press('<').page).toBe(1);
  });
});

describe('the filter', () => {
  test('hides rows while it is typed, !text hides the others, esc clears it', () => {
    const { press, type, state } = hands(spike);
    press('4', '/');
    type('memory');
    expect(state().filter).toBe('memory');
    expect(press('enter').dialog).toBeNull();
    press('a');
    expect(state().flash?.text).toContain('already acknowledged');
    expect(press('esc', 'esc').filter).toBe('');
    press('/');
    type('!spike');
    expect(press('esc').filter).toBe('');
  });

  test('n goes to the next hit in any panel, and round', () => {
    const { press, type } = hands(spike);
    press('/');
    type('memory');
    press('enter');
    expect(press('n')).toMatchObject({ focus: 'alerts', cursors: { alerts: 'fp-RingMemoryHigh' } });
    expect(press('n').cursors.alerts).toBe('fp-CacheHitRateLow');
    expect(press('n').focus).toBe('infra');
    expect(press('N').focus).toBe('alerts');
  });
});

describe('the palette', () => {
  test('runs an action, opens a ring, turns to a page, takes a theme', () => {
    const { press, type } = hands(spike);
    const run = (text: string) => {
      press(':');
      type(text);
      return press('enter');
    };
    expect(run('ring ring1').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
    expect(run('page alerts').page).toBe(1);
    expect(run('theme light').theme).toBe('light');
    expect(run('help').dialog).toMatchObject({ kind: 'help' });
  });

  test('completes with tab and quits with q', () => {
    const { press, type, state, effects } = hands(spike);
    press(':');
    type('ack');
    press('tab');
    expect(state().dialog).toMatchObject({ text: 'acknowledge' });
    press('esc', ':');
    type('q');
    press('enter');
    expect(effects).toEqual([{ kind: 'quit' }]);
  });
});

describe('acknowledging', () => {
  test('asks for a note and names the worst alert when none is selected', () => {
    const { press, type, effects } = hands(spike);
    expect(press('a').dialog).toMatchObject({ kind: 'acknowledge', targets: ['fp-V2ErrorSpike'] });
    type('on it');
    expect(press('enter').dialog).toMatchObject({ busy: true });
    expect(effects).toEqual([{ kind: 'acknowledge', fingerprints: ['fp-V2ErrorSpike'], note: 'on it' }]);
  });

  test('takes every marked alert at once', () => {
    const list = [alert('One'), alert('Two'), alert('Three')];
    const { press, effects } = hands({ ...spike, alerts: { ...spike.alerts, list } });
    press('4', 'space', 'j', 'j', 'space', 'a', 'enter');
    expect(effects).toEqual([{ kind: 'acknowledge', fingerprints: ['fp-One', 'fp-Three'], note: '' }]);
  });

  test('keeps the dialog open and says why when it fails, and closes it when it is done', () => {
    const { press, answer, state } = hands(spike);
    press('a', 'enter');
    answer(result('acknowledge', 'failed', 'no member answered'));
    expect(state().dialog).toMatchObject({ busy: false, message: 'no member answered' });
    press('enter');
    answer(result('acknowledge', 'done', 'acknowledged'));
    expect(state()).toMatchObject({ dialog: null, flash: { kind: 'done', text: 'acknowledged' } });
  });

  test('closes the dialog of the act alone, and only an acknowledgement takes the marks off', () => {
    const { press, type, answer, state } = hands(spike);
    press('4', 'space', 'a');
    type('my note');
    answer(result('unacknowledge', 'done', 'taken back'));
    answer({ type: 'copied', ok: true, message: 'Copied: it' });
    answer(result('acknowledge', 'failed', 'an earlier one'));
    expect(state()).toMatchObject({ dialog: { note: 'my note', busy: false, message: '' }, flash: { kind: 'error' } });
    expect(state().marks).toHaveLength(1);
    press('enter');
    answer({ type: 'copied', ok: false, message: 'This terminal has no clipboard.' });
    expect(state()).toMatchObject({ dialog: { busy: true }, flash: { kind: 'error' } });
    answer(result('acknowledge', 'done', 'acknowledged'));
    expect(state()).toMatchObject({ dialog: null, marks: [] });
  });

  test('an error stays until esc, any other answer goes with the next key', () => {
    const { press, answer, state } = hands(spike);
    answer(result('unacknowledge', 'failed', 'broken'));
    expect(press('j', 'tab').flash?.text).toBe('broken');
    expect(press('esc').flash).toBeNull();
    answer(result('unacknowledge', 'done', 'fine'));
    expect(press('j').flash).toBeNull();
    expect(state().views).toEqual([]);
  });
});

describe('validating', () => {
  test('wants the ring typed in full', () => {
    const { press, type, effects, state } = hands(ready);
    press('right', 'V');
    type('ring');
    press('enter');
    expect(effects).toEqual([]);
    expect(state().dialog).toMatchObject({ message: 'Type ring1 to confirm.' });
    type('1');
    press('tab');
    type('soaked well');
    press('enter');
    expect(effects).toEqual([{ kind: 'validate', ring: 'ring1', note: 'soaked well' }]);
  });

  test('takes nothing while a reason stands against it', () => {
    const { press, type, effects, state } = hands(spike);
    press('right', 'V');
    type('ring1');
    press('enter');
    expect(effects).toEqual([]);
    expect(state().dialog).toMatchObject({ typed: '' });
  });

  test('revokes after the same confirmation, and only what is validated', () => {
    const { press, type, effects, state } = hands(healthy);
    press('X');
    type('ring0');
    press('enter');
    expect(effects).toEqual([{ kind: 'revoke', ring: 'ring0', note: '' }]);
    const other = hands(healthy);
    expect(other.press('right', 'X').flash?.text).toBe('ring1 is not validated.');
    expect(state().dialog).toMatchObject({ busy: true });
  });
});

test('in read-only mode every act answers why not', () => {
  const { press, effects } = hands(spike, { readOnly: 'Acts are disabled by --read-only.' });
  for (const key of ['a', 'A', 'V', 'X'])
    expect(press(key)).toMatchObject({ dialog: null, flash: { text: 'Acts are disabled by --read-only.' } });
  expect(effects).toEqual([]);
});

describe('time', () => {
  test('on a tape brackets seek and braces change the speed; in a chart brackets pan', () => {
    const { press, effects, state } = hands(spike, { playback: tape });
    press('[', ']', '{', '}', 'p');
    expect(effects.map((effect) => effect.kind)).toEqual(['seek', 'seek', 'speed', 'speed', 'pause']);
    press('2', 'enter', '+', '[');
    expect(state().window.end).not.toBeNull();
    expect(effects).toHaveLength(5);
    expect(press('0').window).toEqual({ span: null, end: null });
  });
});

test('y copies the selected thing', () => {
  const { press, effects } = hands(spike);
  press('4', 'y');
  expect(effects).toEqual([{ kind: 'copy', text: expect.stringContaining('P0 V2ErrorSpike: V2 answers') }]);
});

describe('a terminal too small for dialogs', () => {
  test.each(['a', 'V', 'X', '?', ':', '/', '@'])('answers %s with words and opens nothing', (key) => {
    const { press, effects } = hands(ready, { dialogsFit: false });
    const { dialog, flash } = press('right', key);
    expect(dialog).toBeNull();
    expect(flash?.text).toBeDefined();
    expect(effects).toEqual([]);
  });

  test('takes no acknowledgement back unseen', () => {
    const { press, effects } = hands(spike, { dialogsFit: false });
    expect(press('4', 'j', 'A').flash?.text).toBe('The terminal is too small for this');
    expect(effects).toEqual([]);
  });

  test('still leaves, and closes what was open before it shrank', () => {
    const { press, effects } = hands(spike, { dialogsFit: false });
    press('q');
    expect(effects).toEqual([{ kind: 'quit' }]);
  });
});
