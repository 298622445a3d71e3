import { expect, test } from 'vitest';
import type { RoomPatterns } from '../../../src/room/logs/patterns.ts';
import type { Room, RoomFinding } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { LOG_LOOK } from '../../../src/screen/views/logs/state.ts';
import { patternRows } from '../../../src/screen/views/patterns/rows.ts';
import { VIEW_KINDS } from '../../../src/screen/views/registry.ts';
import { widthOf } from '../../../src/text/width.ts';
import { millis, ratio } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { NOW, spike } from '../rooms.ts';

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
  over: false,
  foundAt: NOW,
  factor: null,
  p: 0.001,
});

const room: Room = {
  ...spike,
  patterns: {
    state: 'warn',
    because: 'found',
    sides: { kind: 'versions', baselineName: 'V1', candidateName: 'V2' },
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

const view = { kind: 'patterns', chosen: null, scroll: 0, filter: '' } as const;
const drawn = (given: Room, width = 110, height = 24) => {
  const shown = makeSafe(given);
  const input = {
    width,
    height,
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
    locked: null,
    keymap: [],
    operator: 'alice',
  };
  const rest = {
    range: { from: NOW, to: NOW },
    past: () => [],
    chart: () => [],
    evidenceOf: () => null,
    logs: undefined,
    logLook: LOG_LOOK,
  };
  const drawing = VIEW_KINDS.patterns.draw(view, { ...input, ...rest, room: shown });
  return (drawing?.lines ?? []).map((line) => line.map(({ text }) => text).join(''));
};
const withPatterns = (more: Partial<RoomPatterns>): Room => ({
  ...room,
  patterns: room.patterns && { ...room.patterns, ...more },
});

test('the list says of each kind of line how often either version wrote it', () => {
  expect(patternRows(makeSafe(room))).toHaveLength(3);
  const text = drawn(room).join('\n');
  expect(text).toMatch(/new +✖ error +3 +120 {2}×40 +0s +model <\*> missing/);
  expect(text).toContain('example   model <*> missing 17');
  expect(text).toContain('enter     opens its lines: {version="v2"} |= "model <*> missing"');
  expect(drawn({ ...room, patterns: null }).join(' ')).toContain('where there is a Loki (--loki URL)');
});

test('a kind of line has grown by one number, wherever it stands', () => {
  const lines = drawn(withPatterns({ findings: [{ ...finding('grown', 'slow'), factor: 7.44 }] }), 136, 40);
  const factors = lines.join('\n').match(/×[\d.]+|[\d.]+ times/g) ?? [];
  expect(factors.length).toBeGreaterThan(1);
  expect(new Set(factors)).toEqual(new Set(['×7.44', '7.44 times']));
});

test('it says of when and how many lines it is, and what was not read', () => {
  const [scope, gaps] = drawn(withPatterns({ read: ratio(0.6), overflow: 17 }));
  expect(scope).toBe('21:10:03 to 21:15:03 (the stage began 19:15:03) · lines: V1 1,000, V2 400 · 12 kinds of line');
  expect(gaps).toBe('only 60.0 % of the time could be read · 17 lines of too many kinds not counted');
});

test.each([
  ['nothing differs', { state: 'ok', because: 'alike' }, /^✔ V2 logs nothing/],
  [
    'it is undecided',
    { state: 'unknown', because: 'not-compared-yet', from: null, until: null },
    /^\? logs are not compared yet: this starts once/,
  ],
  [
    'Loki is down',
    { state: 'unknown', because: 'unreadable', problem: 'refused', from: null, until: null },
    /^\? logs are not compared: refused$/,
  ],
] as const)('when %s it says so, and what would be listed', (_, more, said) => {
  const lines = drawn(withPatterns({ findings: [], suspects: [], ...more }));
  expect(lines[0]).toMatch(said);
  for (const kind of ['new', 'grown', 'vanished', 'suspect'])
    expect(lines.some((line) => line.startsWith(kind))).toBe(true);
});

test.each([
  [80, 24],
  [100, 30],
  [140, 44],
])('long kinds of line leave the list and its details at %i×%i in their places', (width, height) => {
  const long = `${'日本 cannot '.repeat(60)}be reached`;
  const lines = drawn(
    withPatterns({ findings: [finding('new', long), finding('grown', 'slow')] }),
    width - 4,
    height - 5,
  );
  expect(lines.length).toBeLessThanOrEqual(height - 5);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width - 4);
  expect(lines.some((line) => line.startsWith('enter') || line.includes('more lines'))).toBe(true);
});
