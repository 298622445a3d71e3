import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lint, repository } from './repository.ts';

const LAYERS = [
  'text',
  'limits',
  'slo',
  'profile',
  'sources',
  'logs',
  'verdict',
  'patterns',
  'frames',
  'room',
  'wording',
  'operations',
  'session',
  'notices',
  'screen',
  'commands',
];
const below = (layer: string): readonly string[] => LAYERS.slice(0, LAYERS.indexOf(layer));

/** The folders of src/ and what each may import beside itself and the files at the top of src/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(LAYERS.map((layer) => [layer, below(layer)])),
  slo: [],
  verdict: [],
  patterns: ['text', 'logs', 'verdict'],
  terminal: ['text'],
  pictures: ['text', 'terminal'],
  exposition: ['text', 'profile', 'sources'],
  bridge: ['text', 'profile', 'sources', 'exposition'],
  report: [...below('operations'), 'exposition'],
  reporting: [...below('operations'), 'exposition', 'report'],
  notices: [...below('notices'), 'terminal'],
  screen: [...below('screen'), 'terminal', 'pictures'],
  reader: [...below('screen'), 'terminal', 'pictures', 'screen'],
  commands: [...below('commands'), 'terminal', 'pictures', 'exposition', 'bridge', 'report', 'reporting', 'reader'],
};
const FOLDERS = Object.keys(MAY_IMPORT);
const except = (...folders: readonly string[]) => FOLDERS.filter((folder) => !folders.includes(folder));

type Line = readonly [file: string, code: string];
const imports = (file: string, what: string): Line => [file, `import '${what}';`];
const readsProcess = (file: string): Line => [file, 'export const home = process.env.HOME;'];

const wrong: readonly Line[] = [
  ...FOLDERS.flatMap((from) =>
    except(from, ...(MAY_IMPORT[from] ?? [])).map((to) => imports(`src/${from}/wrong.ts`, `../${to}/a.ts`)),
  ),
  imports('src/screen/panels/wrong.ts', '../../commands/a.ts'),
  ['src/room/wrong.ts', "export type { A } from '../screen/a.ts';"],
  ['src/room/wrong.ts', "export const a = import('../screen/a.ts');"],
  ...FOLDERS.map((folder) => imports(`src/${folder}/wrong.ts`, '../cli.ts')),
  ...['text', 'profile', 'sources', 'commands'].map((folder) => imports('src/clock.ts', `./${folder}/a.ts`)),
  ...except('screen').flatMap((folder) =>
    ['ink', 'react', 'react/jsx-runtime'].map((name) => imports(`src/${folder}/wrong.ts`, name)),
  ),
  ...['text', 'limits', 'logs', 'frames', 'room', 'wording', 'reporting', 'verdict', 'patterns'].flatMap((folder) =>
    ['node:fs', 'node:fs/promises', 'node:net', 'node:http', 'node:child_process'].map((name) =>
      imports(`src/${folder}/wrong.ts`, name),
    ),
  ),
  ...FOLDERS.map((folder) => imports(`src/${folder}/wrong.ts`, 'node:process')),
  ...FOLDERS.map((folder) => readsProcess(`src/${folder}/wrong.ts`)),
];

const right: readonly Line[] = [
  ...FOLDERS.flatMap((from) => (MAY_IMPORT[from] ?? []).map((to) => imports(`src/${from}/right.ts`, `../${to}/a.ts`))),
  ...FOLDERS.map((from) => imports(`src/${from}/right.ts`, '../units.ts')),
  imports('src/screen/panels/right.ts', '../commands.ts'),
  imports('src/screen/right.tsx', 'ink'),
  imports('src/screen/right.tsx', 'react'),
  imports('src/frames/right.ts', 'node:zlib'),
  imports('src/operations/right.ts', 'node:fs/promises'),
  readsProcess('src/cli.ts'),
];

const answer = z.object({
  diagnostics: z.array(
    z.object({ severity: z.string(), location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) }),
  ),
});

/** Writes the lines into their files under a folder and gives each line its place, as "file:line". */
function write(folder: string, lines: readonly Line[]): readonly { readonly place: string; readonly line: Line }[] {
  return [...Map.groupBy(lines, ([file]) => file)].flatMap(([file, ofFile]) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), ofFile.map(([, code]) => `${code}\n`).join(''));
    return ofFile.map((line, i) => ({ place: `${file}:${i + 1}`, line }));
  });
}

describe('the linter holds the direction of dependencies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-layers-'));
  const placed = write(folder, [...wrong, ...right]);
  let rejected: ReadonlySet<string>;

  beforeAll(() => {
    for (const file of ['biome.json', '.gitignore', 'lint'])
      cpSync(join(repository, file), join(folder, file), { recursive: true });
    const { diagnostics } = answer.parse(
      lint(folder, ['style/noRestrictedImports', 'style/noRestrictedGlobals', 'correctness/noNodejsModules']),
    );
    // "--only" also turns a rule on where the configuration does not, then as a warning.
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    rejected = new Set(errors.map(({ location }) => `${location.path}:${location.start.line}`));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('knows every folder of src/', () => {
    const folders = readdirSync(join(repository, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(FOLDERS).toEqual(expect.arrayContaining(folders.map(({ name }) => name)));
  });

  it(`rejects each of ${wrong.length} wrong imports and uses of process`, () => {
    const accepted = placed.filter(({ place, line }) => wrong.includes(line) && !rejected.has(place));
    expect(accepted.map(({ line }) => line.join(': '))).toEqual([]);
  });

  it(`accepts each of ${right.length} right ones`, () => {
    const refused = placed.filter(({ place, line }) => right.includes(line) && rejected.has(place));
    expect(refused.map(({ line }) => line.join(': '))).toEqual([]);
  });
});
