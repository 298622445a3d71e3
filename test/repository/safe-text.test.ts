import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusals } from '../refusals.ts';
import { lint, repository } from './repository.ts';

/*
 * That nothing unsafe is drawn or printed is a matter of types: these lines are compiled against the real modules, each on
 * its own, and the compiler has to refuse each wrong one.
 */
const HEAD = `
import type { Output } from '${repository}src/commands/shared/print.ts';
import { makeSafe } from '${repository}src/room/safe.ts';
import type { Room } from '${repository}src/room/shown.ts';
import { paragraph } from '${repository}src/screen/dialogs/shared/fields.ts';
import { flash } from '${repository}src/screen/core/effects.ts';
import { framed } from '${repository}src/screen/canvas/frame.ts';
import type { Glyphs } from '${repository}src/screen/canvas/glyphs.ts';
import type { PanelDrawing } from '${repository}src/screen/panels/panel.ts';
import { cell, cut, type Run, run, wrap } from '${repository}src/screen/canvas/runs.ts';
import type { Flash, ScreenState } from '${repository}src/screen/core/state.ts';
import type { SavedLogs } from '${repository}src/session/logs/scene.ts';
import { formatAge, formatValue } from '${repository}src/text/format.ts';
import { jsonText } from '${repository}src/text/json.ts';
import { joined, literals, type Safe, safe } from '${repository}src/text/safe.ts';
import { sanitiseColoured, sanitiseLine } from '${repository}src/text/sanitise.ts';
import { say } from '${repository}src/text/say.ts';
import { headline } from '${repository}src/wording/headline.ts';
declare const out: Output;
declare const plain: string;
declare const secure: Safe;
declare const room: Room;
declare const saved: SavedLogs;
declare const state: ScreenState;
declare const yes: boolean;
declare const list: readonly string[];
declare const count: number;
declare const glyphs: Glyphs;
`;

const WRONG = [
  'run(plain);',
  'run(`a ${plain}`);',
  'run(`${secure}${plain}`);',
  'run(`${plain} at the beginning of ${secure}`);',
  'run(yes ? secure : plain);',
  'run(yes ? `${secure} b` : `c ${plain}`);',
  "run('literal' + plain);",
  'run(plain.slice(1));',
  "run(list.join(' '));",
  'run(String(count));',
  'run(JSON.stringify(room));',
  'run(room.comparison?.metrics[0]?.baselineExpr ?? "");',
  'run(`asks ${saved.query}`);',
  'run(Object.keys(room.alerts.list[0]?.labels ?? {})[0] ?? "");',
  'run(room.alerts.list[0]?.exactLabels.alertname ?? "");',
  'run(jsonText(room) + plain);',
  'export const drawn: Run = { text: plain };',
  "export const literal: Run = { text: 'x' };",
  'cell(plain, 10);',
  'cut(`${plain}…`, 10);',
  'wrap(plain, 10);',
  'paragraph(plain, 80);',
  'framed({ x: 0, y: 0, width: 9, height: 9 }, { title: plain, border: "border", lines: [] }, glyphs);',
  'export const panel: PanelDrawing = { title: plain, badge: [], lines: [] };',
  'flash(state, "info", plain);',
  'export const said: Flash = { kind: "info", text: plain };',
  'export const search: SavedLogs = { id: secure, label: plain, query: plain };',
  'out.print(plain);',
  'out.print(`${plain}\\n`);',
  'out.print(JSON.stringify(room));',
  'out.warn(new Error(plain).message);',
  'out.say(`${new Error(plain).message}`);',
  'out.printLines([plain]);',
  'out.print(sanitiseColoured(plain));',
  'joined([secure, plain], " ");',
  'joined(list, " ");',
  'joined([secure], plain);',
  'safe(plain);',
  'literals({ word: plain });',
  'export const called: Safe = plain;',
  "export const word: Safe = 'a literal has to be said to be one';",
];

const RIGHT = [
  "run('literal');",
  'run(secure);',
  'run(`${secure} for ${formatAge(count)}, ${count} of ${formatValue(count, "bytes")}`);',
  "run(yes ? `  ${secure}` : '');",
  'run(secure.slice(1, 3).trim().toUpperCase());',
  'run(headline(room));',
  'run(say`${plain} and ${count}`);',
  'run(`${room.alerts.list[0]?.labels.alertname ?? ""}`);',
  'run(`${room.rings[0]?.state ?? "unknown"}: ${room.rings[0]?.name ?? ""}`);',
  "run(joined([secure, 'literal', `${secure}!`], ', '));",
  'run(sanitiseLine(plain));',
  'run(cell(cut(secure, 9), 10));',
  "export const drawn: Run = { text: safe('x') };",
  'paragraph(`${secure}: ${sanitiseLine(plain)}`, 80);',
  'flash(state, "info", `${secure} is done`);',
  'out.print(`${secure}\\n`);',
  'out.print(jsonText(room));',
  'out.say(sanitiseLine(plain));',
  'out.printLines([secure, sanitiseColoured(plain)]);',
  'export const table: { readonly word: Safe } = literals({ word: "literal" });',
  'export const shown: Safe = makeSafe({ text: plain }).text;',
];

describe('the compiler', () => {
  let refused: ReadonlyMap<string, string>;

  beforeAll(() => {
    refused = refusals(HEAD, [...WRONG, ...RIGHT]);
  });

  it(`refuses each of ${WRONG.length} unsafe texts where something is drawn or printed`, () => {
    expect(WRONG.filter((line) => !refused.has(line))).toEqual([]);
  });

  it('refuses them as unsafe text, and for nothing else', () => {
    const others = WRONG.map((line) => refused.get(line) ?? '').filter(
      (text) => !/\b(Safe|Kept|Coloured)\b/.test(text),
    );
    expect(others).toEqual([]);
  });

  it(`takes each of ${RIGHT.length} safe ones`, () => {
    expect(RIGHT.flatMap((line) => refused.get(line) ?? [])).toEqual([]);
  });
});

type Line = readonly [file: string, code: string];

const FORBIDDEN: readonly Line[] = [
  ...['src/cli.ts', 'src/commands/wrong.ts', 'src/screen/wrong.ts', 'src/operations/wrong.ts'].flatMap(
    (file): Line[] => [
      [file, "process.stdout.write('x');"],
      [file, "process.stderr.write('x');"],
      [file, "stdout.write('x');"],
      [file, "options.stderr.end('x');"],
      [file, 'lines.pipe(process.stdout);'],
      [file, 'export const out = process.stdout;'],
      [file, "fs.writeSync(1, 'x');"],
      [file, "writeSync(2, 'x');"],
      [file, "console.log('x');"],
      [file, "console.error('x', 1);"],
      [file, "export const a = 'x' as Safe;"],
      [file, 'export const b = text as string as Safe;'],
      [file, 'export const c = room as Shown<Room>;'],
      [file, 'export const d = text as Coloured;'],
    ],
  ),
  ['src/screen/panels/wrong.tsx', "import { Text } from 'ink';"],
  ['src/screen/canvas/wrong.tsx', "import { Box, Text as Words } from 'ink';"],
];
const ALLOWED: readonly Line[] = [
  ['src/commands/shared/print.ts', "process.stdout.write('x');"],
  ['src/terminal/right.ts', "stdout.write('x');"],
  ['src/text/right.ts', 'export const a = text as Safe;'],
  ['src/screen/right.tsx', "import { Box } from 'ink';"],
  ['src/operations/right.ts', 'await file.write(bytes);'],
  ['src/commands/right.ts', 'export const wide = process.stdout.columns;'],
  ['src/commands/right.ts', "export const kind = 'x' as const;"],
];

const answer = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) }),
  ),
});

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-safe-lint-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lets one place print, one draw and one call a text safe', () => {
    for (const name of ['biome.json', '.gitignore', 'lint'])
      cpSync(join(repository, name), join(folder, name), { recursive: true });
    const places = new Map<string, Line>();
    for (const [file, lines] of Map.groupBy([...FORBIDDEN, ...ALLOWED], ([name]) => name)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), lines.map(([, code]) => `${code}\n`).join(''));
      for (const [i, line] of lines.entries()) places.set(`${file}:${i + 1}`, line);
    }
    const { diagnostics } = answer.parse(lint(folder, []));
    const found = diagnostics.filter(({ category }) => category === 'plugin');
    const refused = new Set(found.map(({ location }) => places.get(`${location.path}:${location.start.line}`)));
    expect(FORBIDDEN.filter((line) => !refused.has(line))).toEqual([]);
    expect(ALLOWED.filter((line) => refused.has(line))).toEqual([]);
  });
});
