import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { remapKeys } from '../../../src/screen/actions/remap.ts';
import { drawBand } from '../../../src/screen/bars/band.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { lineWidth } from '../../../src/screen/canvas/runs.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import type { Playback, Viewing } from '../../../src/session/session.ts';
import { type Safe, safe } from '../../../src/text/safe.ts';
import { millis, seconds } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { healthy, leftTape, live, NOW, sceneOf, spike, stalePrometheus } from '../rooms.ts';

const AT = millis(NOW - 12 * 60_000);
const clock = (at: number) => new Date(at).toISOString().slice(11, 19);
const then: Room = { ...healthy, at: AT };

const past = (viewing: Partial<Viewing> = {}, newest: Room = healthy): Playback => ({
  kind: 'live',
  paused: false,
  newest: makeSafe(newest),
  viewing: { at: AT, ...viewing },
});

function band(
  playback: Playback,
  {
    room = then,
    width = 140,
    keymap = DEFAULT_KEYMAP,
    utc = false,
    timeZone = 'UTC',
    blank = [] as readonly Safe[],
  } = {},
) {
  const state = { ...initialState('dark'), utc };
  const look = { glyphs: glyphsFor(true), unicode: true };
  const line = drawBand({ scene: { ...sceneOf(room, playback), blank }, state, keymap, ...look, timeZone, width });
  expect(lineWidth(line)).toBe(width);
  return line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

describe('the band', () => {
  test('says what the room is of, how it is moved, and the way back', () => {
    expect(band(past())).toBe(` ‖ VIEWING ${clock(AT)}, 12m ago   [ ] 1m   0 back to LIVE`);
  });

  test.each([24, 30, 40, 60, 80, 100, 140, 200])(
    'never loses that this is not now, nor the way back, at %i columns',
    (width) => {
      const text = band(past(), { width });
      expect(text).toMatch(/VIEWING|0 LIVE/);
      expect(text).toMatch(width >= 40 ? /VIEWING .*0 .*LIVE/ : /./);
    },
  );

  test('says what is still shown while the servers are asked, and where they cannot be', () => {
    expect(band(past({ asking: true }), { room: healthy, width: 160 })).toContain(
      `GOING TO ${clock(AT)}: asking the servers, below is still ${clock(NOW)}`,
    );
    const asking: Playback = { ...past({ asking: true }), newest: sceneOf(healthy).room } as Playback;
    expect(band(asking, { room: healthy, width: 160 })).toContain('below is still now');
    expect(band(past({ failed: safe('no disk') }), { width: 160 })).toContain(`${clock(AT)} CANNOT BE SHOWN: no disk`);
  });

  test('says at once that a tape is on its way, where to, and the way back', () => {
    const going = { ...leftTape, position: seconds(900), goingTo: seconds(60) } as Playback;
    const text = band(going, { width: 160 });
    expect(text).toContain(`GOING TO ${clock(then.at + (60 - 900) * 1000)}: on its way, below is still`);
    expect(text).toContain('0 goes back there');
    for (const width of [24, 40, 60]) expect(band(going, { width })).toMatch(/0 back|0 goes back/);
  });

  test('names servers that did not answer for then', () => {
    expect(band(past(), { room: { ...stalePrometheus, at: AT }, width: 200 })).toContain('no answer from prom');
  });

  test('names servers that have nothing of then, once it is then', () => {
    const blank = [safe('prometheus'), safe('eu')];
    expect(band(past(), { blank, width: 200 })).toContain('nothing stored of then: prometheus, eu');
    expect(band(past({ asking: true }), { blank, width: 200 })).not.toContain('nothing stored');
  });

  test('tells what goes wrong meanwhile', () => {
    expect(band(past({}, spike), { width: 200 })).toMatch(/NOW {2}✖ P0 V2ErrorSpike/);
    expect(band(past({}, healthy), { width: 200 })).not.toContain('NOW');
  });

  test('tells the day where it is another one, and UTC where that was chosen', () => {
    const at = millis(NOW - 36 * 3_600_000);
    const day = new Date(at).toISOString().slice(0, 10);
    expect(band(past({ at }), { room: { ...healthy, at }, utc: true })).toContain(
      `VIEWING ${day} ${clock(at)} UTC, 1d`,
    );
  });

  test('on a tape that was moved back leads to where it was left', () => {
    expect(band(leftTape, { room: healthy })).toBe(
      ` ‖ DEMO ${clock(NOW)}, 3m before where you left it   [ ] 1m   0 goes back there`,
    );
  });

  test('names the keys a profile has chosen', () => {
    const remapped = remapKeys({ live: '=', earlier: '(', later: ')', 'previous-bar': '[', 'next-bar': ']' });
    expect(band(past(), remapped.ok ? { keymap: remapped.keymap } : {})).toContain('( ) 1m   = back to LIVE');
  });
});

describe('a room of the past', () => {
  test.each([
    [200, 60],
    [140, 44],
    [100, 30],
    [80, 24],
    [40, 12],
    [30, 8],
  ])('says so on every page, view and dialog at %i×%i, with its own worst above it', (columns, rows) => {
    for (const way of [[], ['>'], ['enter'], ['2', 'enter'], ['v'], ['J'], ['S'], ['f'], ['?'], [':'], ['@'], ['/']]) {
      const h = hands(then, { playback: past({}, spike), size: [columns, rows] });
      const text = picture(sceneOf(then, past({}, spike)), h.press(...way), { columns, rows });
      expect(text.split('\n')[1]).toMatch(/VIEWING|0 LIVE/);
    }
  });

  test('offers no act: neither the footer nor the page of an incident does', () => {
    const drawn = (playback: Playback) => {
      const h = hands(spike, { playback });
      return picture(sceneOf(spike, playback), h.press('4', 'enter'));
    };
    const footer = (text: string) => text.split('\n').at(-1);
    expect(footer(drawn(live))).toContain('a ack');
    expect(footer(drawn(past({}, spike)))).not.toContain('a ack');
    expect(drawn(past({}, spike))).toContain('this is the past');
  });

  test.each([
    [23, 4],
    [20, 1],
  ])('says so in the only line there is at %i×%i', (columns, rows) => {
    expect(picture(sceneOf(then, past()), undefined, { columns, rows })).toContain('VIEWING');
  });

  test('a room of now has no band', () => {
    expect(picture(sceneOf(healthy))).not.toContain('VIEWING');
  });
});
