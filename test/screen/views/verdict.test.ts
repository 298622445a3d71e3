import { describe, expect, test } from 'vitest';
import { originNotes } from '../../../src/commands/gate/notes.ts';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Line } from '../../../src/screen/canvas/runs.ts';
import { lineWidth } from '../../../src/screen/canvas/runs.ts';
import { namedPanel } from '../../../src/screen/panels/registry.ts';
import { bandText, evidenceText } from '../../../src/screen/views/verdict/charts.ts';
import { drawVerdict } from '../../../src/screen/views/verdict/draw.ts';
import type { CountedVerdict } from '../../../src/verdict/verdict.ts';
import { verdictSentence } from '../../../src/wording/verdict.ts';
import { CountedRoom, type Rollout } from '../../room/counted.ts';

const SIZES = [
  [138, 40],
  [98, 26],
  [78, 20],
  [40, 8],
] as const;

function roomAfter(rollout: Rollout, until: number): Room {
  const counted = new CountedRoom(rollout);
  for (let now = 5; now < until; now += 10) counted.look(now);
  return counted.look(until);
}
function verdictIn({ comparison }: Room): CountedVerdict {
  const verdict = comparison?.verdict.judged?.verdict;
  if (!verdict) throw new Error('nothing is counted');
  return verdict;
}
const textOf = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

function view(room: Room, width = 138, height = 60, unicode = true) {
  const drawing = drawVerdict(0, {
    room: makeSafe(room),
    range: { from: room.at, to: room.at },
    width,
    height,
    glyphs: glyphsFor(unicode),
    unicode,
    timeZone: 'UTC',
    locked: null,
    keymap: [],
    operator: 'alice',
    evidenceOf: () => null,
    past: () => [],
    chart: () => [],
  });
  if (!drawing) throw new Error('nothing is compared');
  return drawing;
}

function panel(room: Room, width: number, height: number): string {
  const { badge, lines } = namedPanel('comparison').draw({
    room: makeSafe(room),
    width,
    height,
    detail: 'compact',
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
    operator: 'alice',
    ids: [],
    all: [],
    cursor: undefined,
    marks: [],
    range: { from: room.at, to: room.at },
    past: () => [],
    chart: () => [],
  });
  return textOf([badge, ...lines]);
}

describe('the verdict in detail', () => {
  test('shows evidence over time, rates with their bands, latency, traffic, noise and why', () => {
    const { badge, lines } = view(roomAfter({ e2: 0.03, slow2: 0.03 }, 300));
    const text = textOf(lines);
    expect(textOf([badge])).toContain('WORSE');
    expect(text).toMatch(
      /^V2 is worse: errors 2\.98 % against 0\.20 % of requests in the (?:stage|last [\dhms]+), false-alarm risk below 1 in a million$/m,
    );
    expect(text).toMatch(/^canary began 5m ago, scraped every 15s, [\dm]+s? with traffic of both$/m);
    expect(text).toMatch(/Evidence +E = ≥1 million +warns from 20, worse from 200, reached at \d\d:\d\d:\d\d/);
    expect(text).toMatch(/V2 +2\.98 % +2\.\d+ % – 3\.\d+ % +├─+●─+┤ +255 of 8,550/);
    expect(text).toMatch(/difference +\+2\.79 pt, between \+2\.\d+ pt and \+3\.\d+ pt; passes below \+0\.20 pt/);
    expect(text).toMatch(/▶ > 100 ms +0\.99 % +2\.98 % +\+1\.99 pt +E ≥1 million/);
    expect(text).toContain('p95 (0 ms, 100 ms]   p99');
    expect(text).toMatch(/Traffic +V2 got 30\.\d % {2}no plan/);
    expect(text).toContain('requests fail independently: 3 V1 pods differ only by chance');
    expect(text).toMatch(/Pods +V1 3, V2 3/);
    expect(text).toContain('Why');
  });

  test('says which values of the labels asked for, and which pod, most of it comes from, in a small terminal too', () => {
    const room = roomAfter({ e2: 0.03, slow2: 0.03 }, 300);
    const pods = [{ pod: 'v2-1', part: 0.9 }];
    const path = { label: 'path', values: [{ value: '/api/\u001b[31mmatch', part: 1 }], others: 0, mix: 0 };
    const origins = { pods, labels: [path, { ...path, label: 'status', values: [{ value: '503', part: 0.75 }] }] };
    const { errors, latency } = verdictIn(room);
    for (const of of [errors, latency?.differs, ...(latency?.boundaries ?? [])])
      Object.assign(of?.since ?? {}, origins);
    const text = 'only path /api/match, status 503 supplies 75.0 %, pod v2-1 supplies 90.0 %';
    expect(textOf(view(room).lines).match(new RegExp(`^  from {9}${text}$`, 'gm'))).toHaveLength(2);
    expect(textOf(view(room, 78, 20).lines)).toMatch(
      /from {9}only path \/api\/match, status 503 supplies 75\.0 %, pod v2-1$/m,
    );
    expect(originNotes(room)).toEqual([`errors: ${text}`, `slow requests: ${text}`]);
  });

  test.each(SIZES)('fits %i×%i, with and without Unicode', (width, height) => {
    for (const unicode of [true, false]) {
      const { lines } = view(roomAfter({ e2: 0.02 }, 200), width, height, unicode);
      expect(lines.length).toBeLessThanOrEqual(height);
      // What is wider than the view is cut where it is drawn; the chart has to fit by itself.
      const chart = lines.filter((line) => /^.{8}[┤│|]/.test(line[0]?.text ?? ''));
      // On the smallest the words come first.
      expect(chart.length).toBeGreaterThanOrEqual(height > 8 ? 3 : 0);
      for (const line of chart) expect(lineWidth(line)).toBe(width);
    }
  });

  test('says in the panel of a small terminal, too, of which time its rates are', () => {
    expect(panel(roomAfter({ e2: 0.03 }, 300), 44, 7).replaceAll('\n', ' ')).toMatch(
      /V2 is worse: errors 2\.98 % against 0\.20 % of requests in the (?:stage|last [\dhms]+)/,
    );
  });

  test('says what limits say where nothing is counted', () => {
    expect(textOf(view(roomAfter({ begun: false }, 15)).lines)).toContain('Only limits: the newest values');
  });

  test.each<[Rollout, string]>([
    [{ fault: { kind: 'no-traffic', from: 100 } }, 'NO TRAFFIC'],
    [{ fault: { kind: 'partial', from: 100 } }, 'PARTIAL'],
    [{ fault: { kind: 'query-error', from: 100 } }, 'QUERY ERROR'],
    [{ fault: { kind: 'no-series', from: 0 } }, 'NO DATA'],
    [{ fault: { kind: 'prometheus', from: 100 } }, 'STALE'],
    [{ fault: { kind: 'pods-down', from: 100 } }, 'DOWN'],
    [{}, 'NOT WORSE'],
    [{ v2: 0.2 }, 'TOO EARLY'],
  ])('%j reads %s in the panel, with its sentence', (rollout, word) => {
    const room = roomAfter(rollout, 480);
    const text = panel(room, 60, 6);
    expect(text).toContain(word);
    expect(text).toContain(verdictSentence(room).slice(0, 30));
  });

  test.each([
    [-10, '<0.01'],
    [Math.log(0.5), '0.50'],
    [Math.log(20), '20'],
    [Math.log(5000), '5,000'],
    [1000, '≥1 million'],
  ])('tells evidence of ln E = %d as %s', (logE, text) => {
    expect(evidenceText(logE)).toBe(text);
  });

  test('draws a band where it lies', () => {
    expect(bandText({ lower: 0.25, upper: 0.75 }, 0.5, 1, 9, true)).toBe('  ├─●─┤  ');
    expect(bandText({ lower: 0, upper: 1 }, 1, 1, 5, false)).toBe('[---o');
    expect(bandText({ lower: 0, upper: 0 }, 0, 0, 3, true)).toBe('●  ');
  });
});
