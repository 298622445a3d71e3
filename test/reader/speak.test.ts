import { expect, test } from 'vitest';
import type { Room } from '../../src/room/room.ts';
import { safe } from '../../src/text/safe.ts';
import { millis } from '../../src/units.ts';
import { result } from '../screen/hands.ts';
import { healthy, spike } from '../screen/rooms.ts';
import { ears } from './ears.ts';

/** The room a moment later: every age in it is another one. */
const later = (room: Room, by = 7000): Room => ({ ...room, at: millis(room.at + by) });

/** The same once somebody has acknowledged its worst alert. */
function ackedBy(by: string): Room {
  const [alert, ...others] = spike.alerts.list;
  const ack = spike.alerts.list.find((one) => one.ack !== null)?.ack;
  if (!alert || !ack) throw new Error('the room has no such alerts');
  const acked = { ...alert, state: 'acknowledged' as const, ack: { ...ack, by } };
  return { ...spike, alerts: { ...spike.alerts, list: [acked, ...others] } };
}

test('whoever comes hears what the room is, its worst, each ring and alert, and how to go on', () => {
  const lines = ears(spike).listen();
  expect(lines.slice(0, 2)).toEqual([
    'P0 V2ErrorSpike firing for 4m: V2 answers 6.1 % errors, V1 0.2 %. Worst now: error rate: V2 6.10 %, 31 times V1’s 0.20 %; limit at most +2.00 pt against V1. enter tells more',
    'SuperSmartMatch, production, live',
  ]);
  expect(lines.filter((line) => line.includes('V2ErrorSpike'))).toHaveLength(1);
  expect(lines.some((line) => line.startsWith('ring ring1 is failing: memory use is '))).toBe(true);
  expect(lines).toContain('P1 RingMemoryHigh is acknowledged by alice (V2, 31m)');
  expect(lines.join('\n')).toMatch(/\? lists the keys/);
});

test('the first line of a ring near a limit tells the value and the limit, too', () => {
  const [ring] = healthy.rings;
  const check = ring?.checks.find(({ reading, limit }) => reading.known && limit !== null);
  if (ring === undefined || check === undefined) throw new Error('the room has no check');
  const near = { ...ring, checks: [{ ...check, state: 'warn' as const }] };
  const room = { ...healthy, state: 'warn' as const, finding: { kind: 'near-limit' as const, ring: near } };
  expect(ears(room).listen()[0]).toMatch(/ is \d.*(?:at most|at least) .* enter tells more$/);
});

test('where keys go to the headline it is heard, and so is its page, and the way to the panels', () => {
  const room = ears(spike);
  expect(room.listen()[0]).toMatch(/^P0 V2ErrorSpike/);
  expect(room.press('enter')).toContain('nobody is on it; answer in 48s');
  expect(room.press('esc')).toEqual([expect.stringMatching(/^selected: headline: P0 V2ErrorSpike/)]);
  expect(room.press('tab')).toContain('selected: failing ring1 Pilot customers');
});

test('a value that changes by itself is not said again while it stands as before, on the headline, in a panel and a view', () => {
  for (const keys of [[], ['3'], ['2'], ['1', 'enter'], ['enter']]) {
    const room = ears(spike);
    room.listen();
    room.press(...keys);
    const moved = structuredClone(spike) as Room;
    const metrics = moved.comparison?.metrics.map((metric) =>
      metric.candidate.known
        ? { ...metric, candidate: { ...metric.candidate, value: metric.candidate.value * 1.01 } }
        : metric,
    );
    const { comparison } = moved;
    const next = comparison && metrics ? { ...moved, comparison: { ...comparison, metrics } } : moved;
    expect(room.change(next), keys.join(' ')).toEqual([]);
  }
});

test('nor is the headline, whose value goes up and down', () => {
  const item = healthy.infra.find(({ reading, limit }) => reading.known && limit !== null);
  if (!item?.reading.known) throw new Error('the room has no machine');
  const { reading } = item;
  const at = (value: number): Room => {
    const now = { ...item, state: 'warn' as const, reading: { ...reading, value } };
    return { ...healthy, state: 'warn', infra: [now], finding: { kind: 'infra', item: now } };
  };
  const room = ears(at(0.5));
  room.listen();
  room.press('1', 'esc');
  expect(room.change(at(0.6))).toEqual([]);
  expect(room.change(at(0.5))).toEqual([]);
});

test('what changes by itself is not said again: no age, no clock, no countdown', () => {
  const room = ears(spike);
  room.listen();
  expect(room.listen()).toEqual([]);
  expect(room.change(later(spike))).toEqual([]);
});

test('an alert that comes, is acknowledged and goes is told once each time', () => {
  const room = ears({ ...healthy, alerts: { ...spike.alerts, list: [] } });
  room.listen();
  const [alert] = spike.alerts.list;
  if (!alert) throw new Error('the room has no alert');
  const told = (list: readonly (typeof alert)[]) => room.change({ ...healthy, alerts: { ...spike.alerts, list } });
  expect(told([alert])).toEqual(['P0 V2ErrorSpike is firing (V2, 4m)']);
  expect(told([alert])).toEqual([]);
  expect(told([{ ...alert, state: 'acknowledged' }])).toEqual(['P0 V2ErrorSpike is acknowledged (V2, 4m)']);
  expect(told([])).toEqual(['P0 V2ErrorSpike is over']);
});

test('an alert is acknowledged by ear, from the panel to the answer', () => {
  const room = ears(spike);
  room.listen();
  expect(room.press('4')).toContain('selected: failing P0 V2ErrorSpike, v2, 4m, answer in 48s');
  const asked = room.press('a');
  expect(asked).toContain('Acknowledge');
  expect(asked).toContain('ok Exactly this alert is silenced, none of the other 2 alerts.');
  expect(asked).toContain('field: note');
  // Whoever types hears the keys from the screen reader already.
  expect(room.press(...'looking')).toEqual([]);
  expect(room.press('tab')).toContain('field: for, 15m, up down 5m 15m 30m 1h 2h 4h');
  expect(room.press('down').join('\n')).toMatch(/^field: for, 30m, until/m);
  expect(room.press('enter')).toContain('acknowledging');
  expect(room.effects.at(-1)).toMatchObject({ kind: 'acknowledge', note: 'looking' });
  const heard = room.answer(result('acknowledge', 'done', 'V2ErrorSpike is acknowledged for 30m'));
  // Its row still shows it as firing: it is read once that has changed.
  expect(heard).toEqual(['V2ErrorSpike is acknowledged for 30m']);
  expect(room.change(later(spike))).toEqual([]);
  const shown = room.change(ackedBy('alice'));
  expect(shown.at(-1)).toMatch(/^selected: acknowledged P0 V2ErrorSpike/);
  expect(shown.join('\n')).not.toMatch(/answer in/);
});

test('a row is read as it is where a key is pressed before the room shows what was answered', () => {
  const room = ears(spike);
  room.listen();
  room.press('4', 'a', 'enter');
  expect(room.answer(result('acknowledge', 'done', 'V2ErrorSpike is acknowledged for 15m'))).toHaveLength(1);
  expect(room.press('j').at(-1)).toMatch(/^selected: acknowledged P1 RingMemoryHigh/);
  expect(room.change(later(spike))).toEqual([]);
});

test('a refusal is heard as one', () => {
  const room = ears(spike);
  room.listen();
  expect(room.press('4', 'V')).toContain('error: Select a ring first, then validate it');
});

test('a ring that may not be validated says by ear what stands against it, and what is not known', () => {
  const room = ears(healthy);
  room.listen();
  expect(room.press('1', 'right')).toContain('selected: soaking ring1 Pilot customers');
  const asked = room.press('V');
  expect(asked).toContain('failing REFUSED');
  expect(asked).toContain('failing ring1 is still soaking: 14h12 of 1d, 9h48 left');
  expect(asked).toContain('unknown soak, 14h12 of 1d');
  expect(asked).toContain('field: only if you are certain, type override:');
  expect(room.press(...'over', 'enter')).toEqual(['Type override to go on anyway, or press esc.']);
});

test('what is marked is counted and heard with its row', () => {
  const room = ears(spike);
  room.listen();
  room.press('4');
  expect(room.press('space')).toEqual(['1 marked', 'selected: marked failing P0 V2ErrorSpike, v2, 4m, answer in 48s']);
});

test('of a list each key says the row it comes to, and nothing else', () => {
  const room = ears(spike);
  room.listen();
  room.press('4');
  expect(room.press('j')).toEqual(['selected: acknowledged P1 RingMemoryHigh, v2, 31m, ack alice 6m, 9m left']);
  room.press('1');
  expect(room.press('left')).toEqual([expect.stringMatching(/^selected: (ok|validated) ring0/)]);
});

test('a view is heard whole when it opens, and the room again where it closes', () => {
  const room = ears(spike);
  room.listen();
  const verdict = room.press('v');
  expect(verdict.join('\n')).toContain('V2 is beyond its limits');
  expect(room.press('esc').at(-1)).toMatch(/^selected: /);
});

test('every key that opens something, and every one that does nothing, is answered in words', () => {
  for (const key of ['?', ':', 'v', 'J', 'S', 'D', '@', 't', '/', 'ctrl-g', 'V', 'X', 'A', 'n', 'y', 'o']) {
    const room = ears(spike);
    room.listen();
    room.press('4');
    const heard = room.press(key);
    const { effects } = room;
    expect(heard.length + effects.length, key).toBeGreaterThan(0);
    // Signs and charts are put into words or left out.
    for (const line of heard) expect(line, key).not.toMatch(/[✔✖▲◇○●│─╭█▌⠀-⣿]/u);
  }
});

test('news that come at once are told up to a number, and how many more there are', () => {
  const room = ears({ ...healthy, alerts: { ...spike.alerts, list: [] } });
  room.listen();
  const [alert] = spike.alerts.list;
  if (!alert) throw new Error('the room has no alert');
  const list = Array.from({ length: 100 }, (_, i) => ({ ...alert, fingerprint: `f${i}`, name: `Alert${i}` }));
  const heard = room.change({ ...healthy, alerts: { ...spike.alerts, list } });
  expect(heard).toHaveLength(13);
  expect(heard.at(-1)).toBe('and 88 more');
});

test('what happens while a note is typed is told, and then what is typed, which is still there', () => {
  const room = ears(spike);
  room.listen();
  room.press('4', 'a', ...'looking');
  const [alert] = spike.alerts.list;
  if (!alert) throw new Error('the room has no alert');
  const other = { ...alert, fingerprint: 'other', name: 'DiskFull' };
  const heard = room.change({ ...spike, alerts: { ...spike.alerts, list: [other, ...spike.alerts.list] } });
  expect(heard).toEqual(['P0 DiskFull is firing (V2, 4m)', 'field: note looking']);
  expect(room.press('!', 'backspace')).toEqual(['field: note looking']);
  room.press('enter');
  expect(room.effects.at(-1)).toMatchObject({ kind: 'acknowledge', note: 'looking' });
});

test('what an operator did himself is told by the answer alone, what another did by the room', () => {
  const room = ears(spike);
  room.listen();
  room.press('4', 'a', 'enter');
  room.answer(result('acknowledge', 'done', 'V2ErrorSpike is acknowledged for 15m'));
  const own = room.change(ackedBy('alice'));
  expect(own.filter((line) => /is acknowledged/.test(line))).toEqual([]);
  expect(room.change(ackedBy('bob'))).toEqual([expect.stringMatching(/^P0 V2ErrorSpike is acknowledged by bob/)]);
});

test('an error that a passing word stood before is not said again when that goes', () => {
  const room = ears(spike);
  room.listen();
  room.press('4');
  expect(room.answer({ type: 'failed', message: safe('broken') }).at(-1)).toBe('error: broken');
  expect(room.press('9')).toEqual([expect.stringMatching(/panel 9/)]);
  expect(room.press('j').filter((line) => line.startsWith('error'))).toEqual([]);
  expect(room.press('esc')[0]).toBe('the error is dismissed');
});

test('a bar beside a value is no field that takes what is typed', () => {
  const room = ears(spike);
  room.listen();
  for (const key of ['1', '2', '3', '5', 'enter'])
    expect(room.press(key).filter((line) => line.startsWith('field:'))).toEqual([]);
});
