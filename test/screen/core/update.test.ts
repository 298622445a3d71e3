import { describe, expect, test } from 'vitest';
import type { Ring, Room } from '../../../src/room/room.ts';
import { safe } from '../../../src/text/safe.ts';
import { seconds } from '../../../src/units.ts';
import { hands, result } from '../hands.ts';
import { acked } from '../room-parts.ts';
import { alert, healthy, leftTape, spike } from '../rooms.ts';

const readyRing = (ring: Ring): Ring => ({
  ...ring,
  state: 'ready',
  soak: { elapsed: seconds(90_000), required: seconds(86_400), pausedFor: seconds(0) },
});
const ready: Room = { ...healthy, rings: healthy.rings.map((ring) => (ring.id === 'ring1' ? readyRing(ring) : ring)) };

describe('a room without versions', () => {
  test('says why there is no verdict to open', () => {
    const { press } = hands({ ...healthy, comparison: null });
    const { views, flash } = press('v');
    expect(views).toEqual([]);
    expect(flash?.text).toBe('The profile compares no versions: there is no verdict');
  });
});

describe('moving', () => {
  test('tab and shift-tab go round the panels, a number goes straight to one', () => {
    const { press } = hands(spike);
    expect(press('tab').focus).toBe('rings');
    expect(press('tab').focus).toBe('comparison');
    expect(press('shift-tab', 'shift-tab').focus).toBe('journal');
    expect(press('4').focus).toBe('alerts');
  });

  test('arrows and hjkl move the cursor and stop at the ends', () => {
    const { press } = hands(spike);
    expect(press('1', 'g', 'right').cursors.rings).toBe('ring1');
    expect(press('right', 'right', 'right').cursors.rings).toBe('ga');
    expect(press('g').cursors.rings).toBe('ring0');
    expect(press('G').cursors.rings).toBe('ga');
    expect(press('4', 'j').cursors.alerts).toBe('fp-RingMemoryHigh');
  });

  test('esc goes back one step at a time and never quits', () => {
    const { press, effects } = hands(spike);
    press('4', 'enter', '/', 'x', 'enter');
    expect(press('esc').flash).toBeNull();
    expect(press('esc').views).toHaveLength(0);
    press('esc', 'esc', 'esc');
    expect(effects).toEqual([]);
    press('q');
    expect(effects).toEqual([{ kind: 'quit' }]);
  });

  test('enter opens what is selected, once more why it is so, and then its chart', () => {
    const { press } = hands(spike);
    expect(press('1', 'g', 'right', 'enter').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
    expect(press('enter').views.at(-1)).toMatchObject({ kind: 'incident', about: { check: 'memory' } });
    expect(press('enter').views.at(-1)).toEqual({
      kind: 'chart',
      subject: { kind: 'check', ring: 'ring1', check: 'memory' },
    });
    expect(press('esc', 'esc').views).toHaveLength(1);
  });

  test('pages turn round', () => {
    const { press } = hands(spike);
    expect(press('1', '>')).toMatchObject({ page: 1, focus: 'alerts' });
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
    // Keys are at the first hit as soon as the filter is there.
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
    expect(state().dialog).toMatchObject({ text: 'ack ' });
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

  test('takes the marks off those that it was done for, and those that were acknowledged already', () => {
    const list = [alert('One'), alert('Two'), alert('Three', { ack: acked.ack })];
    const { press, answer, state } = hands({ ...spike, alerts: { ...spike.alerts, list } });
    press('4', '*', 'a', 'enter');
    expect(state().marks).toHaveLength(3);
    answer(result('acknowledge', 'failed', 'one of two', { One: 'done', Two: 'failed' }));
    expect(state().marks).toEqual(['fp-Two']);
    answer(result('acknowledge', 'refused', 'not any more', { Two: 'refused' }));
    expect(state().marks).toEqual(['fp-Two']);
    answer(result('acknowledge', 'done', 'acknowledged', { Two: 'done' }));
    expect(state().marks).toEqual([]);
  });

  test.each(['unacknowledge', 'claim', 'release'] as const)('%s takes the marks off those it was done for', (act) => {
    const { press, answer, state } = hands({
      ...spike,
      alerts: { ...spike.alerts, list: [alert('One'), alert('Two')] },
    });
    press('4', '*');
    answer(result(act, 'failed', 'one of two', { One: 'done', Two: 'failed' }));
    expect(state().marks).toEqual(['fp-Two']);
  });

  test('leaves the marks of others alone: an alert that was acknowledged on its page was none of them', () => {
    const { press, answer, state } = hands({
      ...spike,
      alerts: { ...spike.alerts, list: [alert('One'), alert('Two')] },
    });
    press('4', 'space', 'j', 'enter', 'a', 'enter');
    answer(result('acknowledge', 'done', 'acknowledged', { Two: 'done' }));
    expect(state().marks).toEqual(['fp-One']);
  });

  test('closes the dialog of the act alone', () => {
    const { press, type, answer, state } = hands(spike);
    press('4', 'space', 'a');
    type('my note');
    answer(result('unacknowledge', 'done', 'taken back'));
    answer({ type: 'copied', ok: true, message: safe('Copied: it') });
    answer(result('acknowledge', 'failed', 'an earlier one'));
    expect(state()).toMatchObject({
      dialog: { form: { values: { note: 'my note' } }, busy: false, message: '' },
      flash: { kind: 'error' },
    });
    expect(state().marks).toHaveLength(1);
    press('enter');
    answer({ type: 'copied', ok: false, message: safe('This terminal has no clipboard.') });
    expect(state()).toMatchObject({ dialog: { busy: true }, flash: { kind: 'error' } });
    answer(result('acknowledge', 'done', 'acknowledged'));
    expect(state()).toMatchObject({ dialog: null });
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

test('in read-only mode every act answers why not', () => {
  const { press, effects } = hands(spike, { readOnly: 'Acts are disabled by --read-only.' });
  for (const key of ['a', 'A', 'c', 'V', 'X'])
    expect(press(key)).toMatchObject({ dialog: null, flash: { text: 'Acts are disabled by --read-only.' } });
  expect(effects).toEqual([]);
});

test('on a tape brackets seek, braces change the speed, and 0 goes back to where it was left', () => {
  const { press, effects } = hands(spike, { playback: leftTape });
  press('[', ']', '{', '}', 'p', '0');
  expect(effects.map((effect) => effect.kind)).toEqual(['seek', 'seek', 'speed', 'speed', 'pause', 'view']);
});

test('y copies the selected thing', () => {
  const { press, effects } = hands(spike);
  press('4', 'y');
  expect(effects).toEqual([{ kind: 'copy', text: expect.stringContaining('P0 V2ErrorSpike: V2 answers') }]);
});

describe('a terminal too small for dialogs', () => {
  test('why a key was refused is said only where it was pressed', () => {
    for (const away of ['4', 'J', '?']) {
      const { press } = hands(spike);
      expect(press('5', 'A').flash?.kind).toBe('error');
      expect(press(away).flash).toBeNull();
    }
  });

  test.each(['a', 'V', 'X', '?', ':', '/', '@'])('answers %s with words and opens nothing', (key) => {
    const { press, effects } = hands(ready, { dialogsFit: false });
    const { dialog, flash } = press('right', key);
    expect(dialog).toBeNull();
    expect(flash?.text).toBeDefined();
    expect(effects).toEqual([]);
  });

  test('takes no acknowledgement back unseen', () => {
    const { press, effects } = hands(spike, { dialogsFit: false });
    expect(press('4', 'j', 'A').flash?.text).toBe('The terminal is too small for this: enlarge it');
    expect(effects).toEqual([]);
  });

  test('still leaves, and closes what was open before it shrank', () => {
    const { press, effects } = hands(spike, { dialogsFit: false });
    press('q');
    expect(effects).toEqual([{ kind: 'quit' }]);
  });
});
