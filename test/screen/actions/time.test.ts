import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { viewAt, viewAtText } from '../../../src/screen/actions/time.ts';
import type { LogScene } from '../../../src/session/logs/scene.ts';
import type { Playback } from '../../../src/session/session.ts';
import { millis, seconds } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { alertsOf } from '../room-parts.ts';
import { alert, healthy, leftTape, live, NOW, sceneOf, spike, tape } from '../rooms.ts';

const ago = (by: number) => millis(NOW - by * 1000);
/** A live room that is of the past. */
const past = (by: number): Playback => ({
  kind: 'live',
  paused: false,
  newest: sceneOf(spike).room,
  viewing: { at: ago(by) },
});

const seeks = (effects: readonly { readonly kind: string }[]) =>
  effects.flatMap((effect) => ('seconds' in effect ? [effect.seconds] : []));

describe('through time', () => {
  test('brackets move the whole live room by a minute, 0 leads back to now', () => {
    const now = hands(spike);
    now.press('[');
    expect(now.effects).toEqual([{ kind: 'seek', seconds: -60 }]);
    const then = hands(spike, { playback: past(600) });
    then.press('[', ']', '0');
    expect(then.effects).toEqual([
      { kind: 'seek', seconds: -60 },
      { kind: 'seek', seconds: 60 },
      { kind: 'view', at: null },
    ]);
  });

  test('in any view', () => {
    for (const way of [['2', 'enter'], ['v'], ['J'], ['4', 'enter'], ['f']]) {
      const { press, effects } = hands(spike);
      press(...way, '[');
      expect(seeks(effects)).toEqual([-60]);
    }
  });

  test('nothing is later than now, and charts show all there is: those keys say so', () => {
    const { press, effects } = hands(spike);
    expect(press(']').flash?.text).toBe('This is now: there is nothing later; [ goes back');
    expect(press('0').flash?.text).toBe('This is now, and charts show all there is');
    expect(press('-').flash?.text).toBe('Charts show all there is, and there is no earlier view');
    expect(press('+', '+', '+', '+', '+', '+', '+').flash?.text).toBe('Charts show 1m: they cannot zoom in further');
    expect(effects).toEqual([]);
  });

  test('zoomed, charts of every view show the same, steps fit, and 0 shows all again', () => {
    const h = hands(healthy);
    expect(h.press('+').axis).toEqual({ span: 1800 });
    expect(h.press('2', 'enter', '+').axis).toEqual({ span: 900 });
    expect(h.press('esc', '-').axis).toEqual({ span: 1800 });
    expect(h.press('0').axis).toEqual({ span: null });
  });

  test('zooming out says when its key is the last view, where there is one', () => {
    const h = hands(healthy);
    expect(h.press('+', '+', '-').flash?.text).toBe('All charts show 30m');
    h.press('J', 'esc', '+');
    expect(h.press('-').flash?.text).toBe('All charts show 30m; - once they show all: the last view');
    expect(h.press('-').flash?.text).toBe('All charts show all there is, 1h; - again: the last view');
    expect(h.press('-').views).toMatchObject([{ kind: 'journal' }]);
  });

  test('more than there is shows all of it, and how much that is', () => {
    const h = hands(healthy);
    h.press(':');
    h.type('range 3d');
    expect(h.press('enter').flash?.text).toBe('All charts show all there is, 1h: no more is asked of the servers');
    expect(h.state().axis).toEqual({ span: null });
  });

  test('0 goes on with a room that was stopped', () => {
    const { press, effects } = hands(spike, { playback: { ...live, paused: true } });
    press('0');
    expect(effects).toEqual([{ kind: 'pause', paused: false }]);
  });

  test('0 calls a tape back that is on its way elsewhere: what is shown meanwhile does not tell', () => {
    const still: Playback = {
      kind: 'tape',
      label: 'DEMO',
      paused: true,
      speed: 8,
      position: seconds(600),
      length: seconds(2400),
    };
    const { press, effects } = hands(spike, { playback: still });
    expect(press('0').flash?.text).toBe('This is as far as the tape has played, and charts show all of it');
    expect(effects).toEqual([{ kind: 'view', at: null }]);
  });

  test.each([
    [true, 'the tape is still being read, up to 21:15:03; try again in a moment'],
    [undefined, 'the tape begins at 21:05:03'],
  ] as const)('a tape does not go to before its beginning (being read: %s)', (reading, why) => {
    const tape = { kind: 'tape', label: 'DEMO', paused: false, speed: 1, position: seconds(600) } as const;
    const playback: Playback = { ...tape, length: seconds(600), ...(reading && { reading }) };
    const h = hands(spike, { playback });
    h.press(':');
    h.type('at -11m');
    expect(h.press('enter').flash?.text).toContain(why);
    expect(h.effects).toEqual([]);
  });

  test('what was is not stopped: p says why', () => {
    const { press, effects } = hands(spike, { playback: past(60) });
    expect(press('p').flash?.text).toContain('already paused');
    expect(effects).toEqual([]);
  });

  test('i goes to the start of the alert in view, else of the worst', () => {
    const worst = spike.alerts.list[0];
    const { press, effects } = hands(spike);
    expect(press('i').flash?.text).toMatch(/^It began at \d\d:\d\d:\d\d$/);
    expect(effects).toEqual([{ kind: 'view', at: worst?.startsAt }]);
    const other = spike.alerts.list[1];
    const h = hands(spike);
    h.press('4', 'j', 'enter', 'i');
    expect(h.effects).toEqual([{ kind: 'view', at: other?.startsAt }]);
  });

  test('i goes to where it is seen: the second after it began, of a tape its next frame', () => {
    const second = Math.floor(ago(200) / 1000) * 1000;
    const began = (fraction: number, playback: Playback = live) => {
      const list = [alert('V2ErrorSpike', { startsAt: millis(second + fraction) })];
      const room = makeSafe<Room>({
        ...spike,
        alerts: alertsOf(list),
        finding: { kind: 'fires', alert: list[0] ?? alert('x') },
      });
      const { press, effects } = hands(room, { playback });
      press('i');
      const [effect] = effects;
      return effect?.kind === 'view' ? (effect.at ?? 0) - second : null;
    };
    expect(began(0)).toBe(0);
    expect(began(123)).toBe(1000);
    expect(began(123, tape)).toBe(1000 + 1000 * spike.refresh);
  });

  test('i on a failing value goes to where its past crosses the limit', () => {
    for (const way of [['2'], ['2', 'enter']]) {
      const { press, effects } = hands(spike);
      press(...way, 'i');
      const [effect] = effects;
      const began = effect?.kind === 'view' ? (effect.at ?? 0) : 0;
      // The fixture's past jumps 52 minutes into its hour.
      expect(Math.abs(NOW - began - 8 * 60_000)).toBeLessThan(60_000);
    }
  });

  test('i in the past finds what is wrong by now, though nothing was then', () => {
    const then: Playback = { ...past(3000), newest: sceneOf(spike).room } as Playback;
    const { press, effects } = hands(healthy, { playback: then });
    press('i');
    expect(effects).toEqual([{ kind: 'view', at: spike.alerts.list[0]?.startsAt }]);
  });

  test('i in a room in which nothing is wrong says so', () => {
    const { press, effects } = hands(healthy);
    expect(press('i').flash?.text).toBe('Nothing here is wrong, or it is not known since when');
    expect(effects).toEqual([]);
  });

  test('z has all clocks tell UTC, and local time again', () => {
    const { press } = hands(spike, { localZone: 'Europe/Berlin' });
    expect(press('z')).toMatchObject({ utc: true, flash: { text: 'All clocks show UTC' } });
    expect(press('z')).toMatchObject({ utc: false, flash: { text: 'All clocks show local time: Europe/Berlin' } });
  });

  test('an instant is gone to as it is typed, by the clocks on the screen', () => {
    const h = hands(spike, { localZone: 'Europe/Berlin' });
    const here = () => ({ state: h.state(), world: h.world(), scene: h.scene() });
    const clock = new Date(ago(720)).toISOString().slice(11, 19);
    expect(viewAtText(here(), '-12m').effects).toEqual([{ kind: 'view', at: ago(720) }]);
    h.press('z');
    expect(viewAtText(here(), clock).effects).toEqual([{ kind: 'view', at: Math.floor(ago(720) / 1000) * 1000 }]);
    expect(viewAtText(here(), 'soon').state.flash).toMatchObject({ kind: 'error' });
    expect(viewAt(here(), millis(NOW + 1000)).effects).toEqual([{ kind: 'view', at: null }]);
  });
});

describe('the palette', () => {
  const run = (line: string, h = hands(spike)) => {
    h.press(':');
    h.type(line);
    h.press('enter');
    return h;
  };

  test('goes to an instant, and says where a text is none', () => {
    expect(run('at -12m').effects).toEqual([{ kind: 'view', at: ago(720) }]);
    const clock = new Date(ago(720)).toISOString().slice(11, 19);
    expect(run(`at ${clock}`).effects).toEqual([{ kind: 'view', at: Math.floor(ago(720) / 1000) * 1000 }]);
    const wrong = run('at soon');
    expect(wrong.effects).toEqual([]);
    expect(wrong.state().axis).toEqual({ span: null });
  });

  test('shows a span on all charts, and no more than there is', () => {
    expect(run('range 10m').state()).toMatchObject({ axis: { span: 600 }, flash: { text: 'All charts show 10m' } });
    expect(run('range 9d', run('range 10m')).state().axis).toEqual({ span: null });
    expect(run('range', run('range 10m')).state().axis).toEqual({ span: null });
  });

  test('leads back to now', () => {
    expect(run('live', hands(spike, { playback: past(600) })).effects).toEqual([{ kind: 'view', at: null }]);
  });
});

describe('in the past', () => {
  test.each(['a', 'A', 'c', 'V', 'X'])('%s does nothing, and says which way now is', (key) => {
    const { press, effects } = hands(spike, { playback: past(600) });
    for (const way of [['4'], ['1'], ['4', 'enter'], ['1', 'enter']]) {
      const { dialog, flash } = press('esc', 'esc', ...way, key);
      expect(dialog).toBeNull();
      expect(flash?.text).toMatch(
        /^This is the room of \d\d:\d\d:\d\d: no act is possible in the past\. 0 goes back to now\.$/,
      );
    }
    expect(effects).toEqual([]);
  });

  test('a dialog opened by the palette is refused, too', () => {
    const { press, type } = hands(spike, { playback: past(600) });
    press(':');
    type('acknowledge');
    expect(press('enter')).toMatchObject({ dialog: null, flash: { kind: 'error' } });
  });
});

const logs = (more: Partial<LogScene> = {}): LogScene => ({
  about: 'V2',
  query: '{version="v2"}',
  from: ago(3600),
  to: null,
  at: null,
  state: { kind: 'live' },
  lines: [],
  sieve: { text: '', only: true, hidden: [] },
  counts: { fatal: 0, error: 0, warn: 0, info: 0, debug: 0, trace: 0, unknown: 0 },
  held: 0,
  hidden: 0,
  older: 0,
  newer: 0,
  moreOlder: false,
  moreNewer: false,
  paused: false,
  waiting: 0,
  rate: null,
  volume: null,
  remarks: [],
  names: { labels: [], values: {} },
  begun: NOW,
  asked: [],
  ...more,
});

describe('logs that are open', () => {
  const open = (scene: LogScene, playback: Playback = live) => {
    const h = hands(spike, { playback, logs: { scene, searches: [] } });
    h.press('1', 'l');
    h.effects.length = 0;
    return h;
  };
  const requested = ({ effects }: { readonly effects: readonly object[] }) =>
    effects.flatMap((effect) =>
      'command' in effect &&
      typeof effect.command === 'object' &&
      effect.command !== null &&
      'request' in effect.command
        ? [effect.command.request]
        : [],
    );

  test('go back with the room: the same length of them ends at its instant', () => {
    const h = open(logs());
    h.press('[');
    expect(seeks(h.effects)).toEqual([-60]);
    expect(requested(h)).toEqual([expect.objectContaining({ from: ago(3660), to: ago(60), at: null })]);
  });

  test('that are of the past are gone on from, and the room goes with them', () => {
    const h = open(logs({ from: ago(7200), to: ago(3600) }));
    h.press('[');
    expect(h.effects).toContainEqual({ kind: 'view', at: ago(3660) });
    expect(requested(h)).toEqual([expect.objectContaining({ from: ago(7260), to: ago(3660) })]);
  });

  test('follow again once the room is of now', () => {
    const h = open(logs({ from: ago(7200), to: ago(3600) }), past(3600));
    h.press('0');
    expect(h.effects).toContainEqual({ kind: 'view', at: null });
    expect(requested(h)).toEqual([expect.objectContaining({ from: ago(3600), to: null })]);
  });

  test('opened in a room of the past end there', () => {
    const h = hands(spike, { playback: past(600), logs: { scene: undefined, searches: [] } });
    h.press('1', 'l');
    expect(h.effects).toContainEqual({
      kind: 'logs',
      command: { do: 'jump', jump: expect.objectContaining({ to: ago(600) }) },
    });
  });

  test('of a tape go with it by themselves', () => {
    const h = open(logs(), leftTape);
    h.press('[', '0');
    expect(h.effects).toEqual([
      { kind: 'seek', seconds: -60 },
      { kind: 'view', at: null },
    ]);
  });
});
