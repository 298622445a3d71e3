import { describe, expect, test } from 'vitest';
import type { Approval, Ring, Room } from '../../../src/room/room.ts';
import { lastWords } from '../../../src/screen/dialogs/last-words.ts';
import { millis, seconds } from '../../../src/units.ts';
import { hands, result } from '../hands.ts';
import { ago, alert, alertsOf, checks, known, NOW } from '../room-parts.ts';
import { healthy, spike } from '../rooms.ts';

const withRing1 = (room: Room, more: Partial<Ring>): Room => ({
  ...room,
  rings: room.rings.map((ring) => (ring.id === 'ring1' ? { ...ring, ...more } : ring)),
});
const soaked = { elapsed: seconds(86_400), required: seconds(86_400), pausedFor: seconds(0) };
const ready = withRing1(healthy, { state: 'ready', soak: soaked });
const failing = withRing1(ready, { state: 'failing', checks: checks(known(212e6)) });
const request: Approval = { by: 'alice', at: ago(120), expiresAt: millis(NOW + 3_480_000), note: 'soaked well' };
const about = (ring: string) => ({ about: 'ring', rings: [ring], versions: [], stranger: null }) as const;
const alarmed = (ring: string): Room => ({ ...ready, alerts: alertsOf([alert('Crash', { concern: about(ring) })]) });
const deaf: Room = {
  ...ready,
  alerts: alertsOf([], {
    freshness: 'partial',
    members: { is: 'answered', fresh: 1, of: 2, odd: [], errors: [] },
    complete: false,
    doubt: { unlisted: [], startedOfLate: [], silent: [], members: true },
  }),
};
const asked = withRing1(ready, { approvals: 2, approval: request });

const stageOf = (state: { dialog: unknown }) => (state.dialog as { stage?: { kind: string } } | null)?.stage?.kind;

describe('validating', () => {
  test('wants the ring typed in full, and then counts down before anything is done', () => {
    const { press, type, acts, pass, state } = hands(ready);
    press('1', 'g', 'right', 'V');
    type('ring');
    press('enter');
    expect(state().dialog).toMatchObject({ message: 'Type ring1 to confirm.' });
    type('1');
    press('tab');
    type('soaked well');
    press('enter');
    expect(state().dialog).toMatchObject({ stage: { kind: 'countdown', left: 5 } });
    for (const left of [4, 3, 2, 1]) expect(pass(1).dialog).toMatchObject({ stage: { kind: 'countdown', left } });
    expect(acts()).toEqual([]);
    expect(stageOf(pass(1))).toBe('busy');
    expect(acts()).toEqual([{ kind: 'validate', ring: 'ring1', note: 'soaked well' }]);
  });

  test('can be taken back until the last second, and a late tick does nothing then', () => {
    const { press, type, acts, pass, state } = hands(ready);
    press('1', 'g', 'right', 'V');
    type('ring1');
    press('enter');
    pass(4);
    expect(press('esc')).toMatchObject({ dialog: null, flash: { text: 'Taken back: ring1 was not validated' } });
    pass(1);
    pass(9);
    expect(acts()).toEqual([]);
    expect(state().dialog).toBeNull();
  });

  test('leaving in the countdown does nothing, and there are last words to say so', () => {
    const { press, type, acts, state } = hands(ready);
    expect(lastWords(state().dialog)).toBeNull();
    press('1', 'g', 'right', 'V');
    type('ring1');
    press('enter', 'ctrl-c');
    expect(acts()).toEqual([{ kind: 'quit' }]);
    expect(lastWords(state().dialog)).toContain('ring1 was NOT validated');
  });

  test.each([
    ['the machine slept through it', (h: ReturnType<typeof hands>) => h.pass(60)],
    [
      'the terminal became too small to show it',
      (h: ReturnType<typeof hands>) => {
        h.change({ dialogsFit: false });
        return h.pass(1);
      },
    ],
  ])('is not done when %s', (_, happen) => {
    const h = hands(ready);
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    h.press('enter');
    expect(happen(h)).toMatchObject({ dialog: null, flash: { kind: 'error' } });
    expect(h.acts()).toEqual([]);
  });

  test.each([
    ['a check fails', failing, 'meanwhile ring1: memory use is 212 MB'],
    ['a P0 alert of it begins to fire', alarmed('ring1'), 'meanwhile P0 Crash is firing (ring1, 4m)'],
    ['alerts are no longer all known', deaf, 'meanwhile not all alerts are known: 1 of 2 Alertmanager members'],
    ['somebody validates it', withRing1(ready, { validated: { by: 'bob', at: NOW } }), 'already validated, by bob'],
    ['somebody asks for it', withRing1(ready, { approvals: 2, approval: request }), 'you did not'],
  ] as const)('stops when %s under the operator, and says what changed', (_, later, words) => {
    const h = hands(ready, { operator: 'bob' });
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    h.press('enter');
    h.change({ room: later });
    const { dialog } = h.pass(1);
    expect(dialog).toMatchObject({ stage: { kind: 'review' } });
    expect((dialog as { message: string }).message).toContain(
      words === 'you did not' ? 'the request has changed' : words,
    );
    expect(h.acts()).toEqual([]);
  });

  test('goes on when a P0 alert of another ring begins to fire', () => {
    const h = hands(ready);
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    h.press('enter');
    h.change({ room: alarmed('ga') });
    h.pass(5);
    expect(h.acts()).toEqual([{ kind: 'validate', ring: 'ring1', note: '' }]);
  });

  test('stops an override, too, when a second P0 alert begins to fire', () => {
    const h = hands(alarmed('ring1'));
    h.press('1', 'g', 'right', 'V');
    h.type('override');
    h.press('enter');
    h.type('the crash is that of a test');
    h.press('tab');
    h.type('ring1');
    expect(stageOf(h.press('enter'))).toBe('countdown');
    const alerts = [alert('Crash', { concern: about('ring1') }), alert('Down')];
    h.change({ room: { ...ready, alerts: alertsOf(alerts) } });
    expect(stageOf(h.pass(1))).toBe('review');
    expect((h.state().dialog as { message: string }).message).toContain('meanwhile P0 Down is firing');
    expect(h.acts()).toEqual([]);
  });

  test('keeps the dialog open with what came between when the store refuses', () => {
    const h = hands(ready);
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    h.press('enter');
    h.pass(5);
    h.answer(result('validate', 'refused', 'bob revoked ring0 1s ago'));
    expect(h.state().dialog).toMatchObject({ stage: { kind: 'review' }, message: 'bob revoked ring0 1s ago' });
  });
});

describe('an override', () => {
  test('is two steps and a reason away: a word, then reason and ring', () => {
    const h = hands(failing);
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    expect(stageOf(h.press('enter'))).toBe('review');
    h.press('ctrl-u');
    h.type('override');
    expect(stageOf(h.press('enter'))).toBe('override');
    h.type('because');
    expect(h.press('enter').dialog).toMatchObject({ message: expect.stringContaining('at least 10 characters') });
    h.type(' the gauge is wrong');
    h.press('tab');
    h.type('ring1');
    expect(stageOf(h.press('enter'))).toBe('countdown');
    expect(h.acts()).toEqual([]);
    h.pass(5);
    expect(h.acts()).toEqual([{ kind: 'validate', ring: 'ring1', note: '', override: 'because the gauge is wrong' }]);
    h.answer(result('validate', 'refused', 'no'));
    expect(stageOf(h.state())).toBe('override');
  });

  test('is offered only where a reason may stand against everything', () => {
    const h = hands(withRing1(healthy, { after: ['ga'], state: 'ready', soak: soaked }));
    h.press('1', 'g', 'right', 'V');
    h.type('override');
    expect(stageOf(h.press('enter'))).toBe('review');
    expect(h.acts()).toEqual([]);
  });
});

describe('two operators', () => {
  test('the first one’s word is a request, and is sent without a countdown', () => {
    const h = hands(withRing1(ready, { approvals: 2 }));
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    expect(stageOf(h.press('enter'))).toBe('busy');
    expect(h.effects).toEqual([{ kind: 'validate', ring: 'ring1', note: '' }]);
    h.answer(result('validate', 'pending', 'asked for'));
    expect(h.state()).toMatchObject({ dialog: null, flash: { kind: 'done', text: 'asked for' } });
  });

  test('V means the ring that waits for one, until a ring is chosen by hand', () => {
    expect(hands(asked, { operator: 'bob' }).press('V').dialog).toMatchObject({ ring: 'ring1' });
    expect(hands(asked, { operator: 'bob' }).press('right', 'left', 'V').dialog).toMatchObject({ ring: 'ring0' });
    expect(hands(asked, { operator: 'alice' }).press('V').dialog).toMatchObject({ ring: 'ring0' });
  });

  test('the second one confirms after a countdown, which stops when the request is withdrawn', () => {
    const h = hands(asked, { operator: 'bob' });
    h.press('V');
    h.type('ring1');
    expect(h.press('enter').dialog).toMatchObject({ stage: { becomes: 'confirmation' } });
    h.change({ room: withRing1(asked, { approval: null }) });
    expect(stageOf(h.pass(1))).toBe('review');
    h.change({ room: asked });
    h.press('enter');
    h.pass(5);
    expect(h.acts()).toEqual([{ kind: 'validate', ring: 'ring1', note: '' }]);
  });

  test('nobody confirms a request of one’s own, but may withdraw it', () => {
    const h = hands(asked);
    h.press('1', 'g', 'right', 'V');
    h.type('ring1');
    h.press('enter');
    expect(h.effects).toEqual([]);
    h.press('esc', 'X');
    expect(h.state().dialog).toMatchObject({ kind: 'withdraw', ring: 'ring1' });
    h.type('ring1');
    h.press('enter');
    expect(h.acts()).toEqual([{ kind: 'withdraw', ring: 'ring1', note: '' }]);
  });
});

test('revoking wants the same confirmation, and only what is validated can be revoked', () => {
  const { press, type, effects, state } = hands(healthy);
  press('X');
  type('ring0');
  press('enter');
  expect(effects).toEqual([{ kind: 'revoke', ring: 'ring0', note: '' }]);
  expect(state().dialog).toMatchObject({ busy: true });
  expect(hands(spike).press('1', 'g', 'right', 'X').flash?.text).toBe('ring1 is not validated.');
});
