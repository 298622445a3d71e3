import { expect, test } from 'vitest';
import type { Room, RoomFinding } from '../../src/room/room.ts';
import { glyphsFor } from '../../src/screen/glyphs.ts';
import { drawPatterns } from '../../src/screen/lists/patterns.ts';
import { patternRows } from '../../src/screen/pattern-rows.ts';
import { listSelection } from '../../src/screen/rows.ts';
import { millis, ratio } from '../../src/units.ts';
import { hands } from './hands.ts';
import { NOW, spike } from './rooms.ts';

const finding = (kind: RoomFinding['kind'], template: string, lastSeen = NOW): RoomFinding => ({
  id: template,
  kind,
  template,
  level: 'error',
  lines: { baseline: 3, candidate: 120 },
  rates: { baseline: 0.001, candidate: 0.04 },
  example: `${template} 17`,
  firstSeen: millis(NOW - 3_000_000),
  lastSeen,
  baselineExpr: `{version="v1"} |= "${template}"`,
  candidateExpr: `{version="v2"} |= "${template}"`,
  state: kind === 'new' ? 'warn' : 'ok',
  text: `${kind}: 120 lines`,
  foundAt: NOW,
  factor: null,
  p: 0.001,
});

const room: Room = {
  ...spike,
  patterns: {
    state: 'warn',
    sentence: 'V2 alone writes an error',
    problem: null,
    since: millis(NOW - 7_200_000),
    from: millis(NOW - 300_000),
    until: NOW,
    findings: [
      finding('new', 'model <*> missing'),
      finding('grown', 'slow', millis(NOW - 3_600_000)),
      finding('vanished', 'retry'),
    ],
    suspects: [],
    lines: { baseline: 1000, candidate: 400 },
    per: 'request',
    templates: 12,
    overflow: 0,
    read: ratio(1),
  },
};
const noLogs = { scene: undefined, searches: [] };

test.each([
  ['new', 0, '{version="v2"} |= "model <*> missing"', null],
  ['grown, long ago', 1, '{version="v2"} |= "slow"', millis(NOW - 3_540_000)],
  ['vanished', 2, '{version="v1"} |= "retry"', null],
])('D lists what the versions log differently, and enter on what is %s opens its lines', (_, down, query, to) => {
  for (const key of ['enter', 'l']) {
    const { press, effects } = hands(room, { logs: noLogs });
    press('D', ...Array.from({ length: down }, () => 'j'), key);
    expect(effects).toEqual([
      { kind: 'logs', command: { do: 'open', request: expect.objectContaining({ query, to }) } },
    ]);
    expect(press('esc').views.at(-1)).toMatchObject({ kind: 'patterns' });
    expect(press('D').views).toEqual([]);
  }
});

test('the list says of each kind of line how often either version wrote it', () => {
  const view = { kind: 'patterns', chosen: null, scroll: 0 } as const;
  const input = { width: 110, height: 24, glyphs: glyphsFor(true), unicode: true, timeZone: 'UTC', operator: 'alice' };
  const rest = { range: { from: NOW, to: NOW, live: true }, trend: () => '', chart: () => [], evidenceOf: () => null };
  const drawn = (shown: Room) => {
    const drawing = drawPatterns({ ...input, ...rest, room: shown, ...listSelection(view, shown, ''), scroll: 0 });
    return drawing.lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
  };
  expect(patternRows(room)).toHaveLength(3);
  expect(drawn(room)).toMatch(/new +✖ error +3 +120 {2}×40 +0s +model <\*> missing/);
  expect(drawn(room)).toContain('example   model <*> missing 17');
  expect(drawn({ ...room, patterns: null })).toContain(
    'where there is a Loki (--loki URL) and the profile has patterns',
  );
});
