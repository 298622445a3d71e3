import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from './repository.ts';

/*
 * A panel, a list, a dialog, two actions, a curve and a limit that nobody needs are added to a copy of the program: their files, their names,
 * and a line each in a registry. Nothing else of the screen is touched.
 */

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'ringdeck-kinds-'));
  for (const part of ['src', 'bin', 'themes', 'package.json'])
    cpSync(join(repository, part), join(copy, part), { recursive: true });
  const helpers = (path: string) => !/\.(test\.tsx?|br|snap)$/.test(basename(path));
  for (const part of ['test/screen', 'test/room', 'test/names.ts'])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter: helpers });
  cpSync(join(repository, 'fixtures/kinds'), copy, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  const { compilerOptions } = JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8'));
  writeFileSync(
    join(copy, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['src/screen', 'src/room', 'src/profile'] }),
  );
});

afterAll(() => rmSync(copy, { recursive: true }));

/** Puts a text before the only place in a file of the copy that reads so. */
function insert(file: string, before: string, text: string): void {
  const source = readFileSync(join(copy, file), 'utf8');
  expect(source.split(before), `${file} has one "${before}"`).toHaveLength(2);
  writeFileSync(
    join(copy, file),
    source.replace(before, () => text + before),
  );
}

/** The files of the copy in which the compiler finds something wrong. */
function wrongFiles(): readonly string[] {
  // In one thread: each of several would check again what all need. What was checked before is kept for the next look.
  const options = ['--singleThreaded', '--incremental', '--tsBuildInfoFile', join(copy, 'checked.tsbuildinfo')];
  const { stdout } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules/typescript/bin/tsc'), '-p', copy, ...options],
    { cwd: copy, encoding: 'utf8' },
  );
  return [...new Set([...stdout.matchAll(/^(src\/\S+)\(\d+,\d+\): error/gm)].map(([, file = '']) => file))].sort();
}

describe('a panel, a list, a dialog, an action, a curve and a limit that are new', () => {
  it('are asked for by the compiler wherever more than their names is needed', { timeout: 120_000 }, () => {
    insert('src/profile/schema/panels.ts', '] as const;\nexport type PanelId', ", 'weather'");
    const kinds = 'src/screen/core/kinds.ts';
    insert(kinds, '  readonly patterns: ListState;', '  readonly weather: ListState;\n');
    insert(kinds, '  readonly withdraw: RevokeDialog;', '  readonly umbrella: UmbrellaDialog;\n');
    insert(kinds, "  | 'faster';", "  | 'forecast'\n  | 'umbrella'\n");
    insert(kinds, 'import type { ChartView }', "import type { UmbrellaDialog } from '../dialogs/umbrella/state.ts';\n");
    insert('src/screen/views/chart/state.ts', '  readonly infra: {', '  readonly rain: object;\n');
    insert('src/limits/limit.ts', ';\n\n/** Every kind of limit', ' | Outside');
    insert('src/limits/limit.ts', 'import type { InUnit', "import { type Outside, outside } from './outside.ts';\n");
    expect(wrongFiles()).toEqual([
      'src/limits/forms.ts',
      'src/limits/limit.ts',
      'src/limits/profile.ts',
      'src/limits/recorded.ts',
      'src/room/pages.ts',
      'src/screen/actions/registry.ts',
      'src/screen/dialogs/registry.ts',
      'src/screen/panels/registry.ts',
      'src/screen/views/chart/subjects.ts',
      'src/screen/views/registry.ts',
    ]);
  });

  it('need a line in their registry and no other', { timeout: 120_000 }, () => {
    insert('src/room/pages.ts', '  journal: ({ rings })', '  weather: () => false,\n');
    insert('src/screen/views/chart/subjects.ts', '  sla,\n};', '  rain,\n');
    insert('src/screen/views/chart/subjects.ts', 'import { sla }', "import { rain } from './rain.ts';\n");
    insert('src/limits/limit.ts', 'between } as const', 'outside, ');
    const form =
      "outside: z.object({ outside: band('outside') }).transform((given) => outsideOf(...given.outside)),\n  ";
    insert('src/limits/forms.ts', 'between: z\n', form);
    const recorded = `outside: v.pipe(
    object({ direction: v.literal('outside'), limits: band }),
    v.transform(({ limits }) => outsideOf(...limits)),
  ),
  `;
    insert('src/limits/recorded.ts', 'between: v.pipe(\n', recorded);
    for (const file of ['src/limits/forms.ts', 'src/limits/recorded.ts'])
      insert(file, 'import { betweenOf }', "import { outsideOf } from './outside.ts';\n");
    const lines = [
      ['panels', 'infra,\n', 'weather,\n  ', 'weather', './weather.ts'],
      ['views', 'silences,\n', 'weather,\n  ', 'weather', './weather/weather.ts'],
      ['dialogs', 'claim,\n', 'umbrella,\n  ', 'umbrella', './umbrella/umbrella.ts'],
      ['actions', 'faster,\n}', 'forecast,\n  umbrella,\n  ', 'forecast, umbrella', './forecast.ts'],
    ] as const;
    for (const [folder, before, line, names, from] of lines) {
      const registry = `src/screen/${folder}/registry.ts`;
      insert(registry, before, line);
      writeFileSync(
        join(copy, registry),
        `import { ${names} } from '${from}';\n${readFileSync(join(copy, registry), 'utf8')}`,
      );
    }
    insert('src/limits/profile.ts', '  warn: z\n', '  outside: z.array(z.number()).optional(),\n');
    insert('src/limits/profile.ts', 'warn, ...rest }: T)', 'outside, ');
    insert('src/limits/profile.ts', 'warn };\n  return { fields', 'outside, ');
    expect(wrongFiles()).toEqual([]);
  });

  describe('then', () => {
    type Drawn = Readonly<Record<string, string>>;
    type Told = Readonly<
      Record<
        'page' | 'focused' | 'filtered' | 'opened' | 'list' | 'hidden' | 'dialog' | 'help' | 'palette' | 'charted',
        Drawn
      >
    >;
    let told: Told & { readonly copied: unknown; readonly markdown: string; readonly limit: unknown };

    beforeAll(async () => {
      await build({
        absWorkingDir: copy,
        entryPoints: ['drive.ts'],
        outfile: 'drive.mjs',
        bundle: true,
        packages: 'external',
        format: 'esm',
        platform: 'node',
        target: 'node22',
        jsx: 'automatic',
        alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
      });
      const { stdout, stderr } = spawnSync(process.execPath, ['drive.mjs'], { cwd: copy, encoding: 'utf8' });
      if (stdout === '') throw new Error(stderr);
      told = JSON.parse(stdout);
    }, 60_000);

    it('the panel is drawn at every size, takes keys, is filtered, opened and copied', () => {
      for (const [size, text] of Object.entries(told.page)) expect(text, size).toMatch(/7 Weather/);
      for (const [size, text] of Object.entries(told.focused)) expect(text, size).toContain('tomorrow sun');
      for (const [size, text] of Object.entries(told.filtered)) {
        expect(text, size).toContain('tomorrow rain');
        expect(text, size).not.toContain('tomorrow s');
      }
      for (const [size, text] of Object.entries(told.opened)) expect(text, size).toContain('Forecast');
      expect(told.copied).toEqual([{ kind: 'copy', text: 'weather: rain' }]);
    });

    it('the list is drawn with its own rows and its own filter at every size', () => {
      for (const [size, text] of Object.entries(told.list)) expect(text, size).toMatch(/sunny.*rainy.*in full/s);
      for (const [size, text] of Object.entries(told.hidden)) {
        expect(text, size).toContain('snowy');
        expect(text, size).not.toContain('sunny');
      }
    });

    it('the dialog is drawn at every size and hears keys', () => {
      for (const [size, text] of Object.entries(told.dialog)) expect(text, size).toContain('it is open');
    });

    it('the curve is drawn at every size', () => {
      for (const [size, text] of Object.entries(told.charted)) expect(text, size).toContain('it rains');
    });

    it('the limit judges, is told, and is read back as it is written down', () => {
      expect(told.limit).toEqual({
        judged: ['ok', 'fail', 'ok'],
        words: 'outside 1 and 2',
        read: { kind: 'outside', low: 1, high: 2 },
      });
    });

    it('the action is listed in help, footer, palette and docs', () => {
      expect(told.help['200x60']).toContain('What the weather will be');
      expect(told.focused['140x44']).toContain('W forecast');
      for (const [size, text] of Object.entries(told.palette)) expect(text, size).toContain('forecast');
      expect(told.markdown).toContain('| `W` | What the weather will be | `forecast` |');
    });
  });
});
