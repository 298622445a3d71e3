import { spawnSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOptions, chunksOf, loadedBy, outdir } from '../../scripts/bundle.mjs';

/** What all commands but a line begin with. */
const MAIN = 'src/commands/main.ts';

const draws = (files: readonly string[]) => files.filter((file) => /node_modules\/(ink|react)\//.test(file));

const { metafile } = await build({ ...bundleOptions, metafile: true, write: false });

describe('the bundle', () => {
  it('loads neither Ink nor React, nor any command, before it knows what to do', () => {
    const files = [...loadedBy(metafile, 'src/cli.ts'), ...loadedBy(metafile, MAIN)];
    expect(draws(files)).toEqual([]);
    expect(files.filter((file) => /^src\/(room|sources|session|operations|screen)\//.test(file))).toEqual([]);
  });

  // What a command imports once it runs is a chunk of its own.
  const lazy = Object.values(metafile.outputs).flatMap(({ entryPoint = '' }) =>
    entryPoint.startsWith('src/commands/') ? [entryPoint] : [],
  );
  const reading = 'src/screen/start.tsx';

  it('loads what a command does only when it runs', () => {
    expect(lazy).toEqual(
      expect.arrayContaining(['src/commands/watch/room.ts', 'src/commands/gate/ask.ts', 'src/commands/logs/lines.ts']),
    );
  });

  it.each(lazy)('loads neither for %s, which draws without them', (file) => {
    expect(draws(loadedBy(metafile, file))).toEqual([]);
  });

  it('loads no client of a server, and no schemas, before a live room has its first picture', () => {
    const files = loadedBy(metafile, 'src/commands/watch/room.ts');
    expect(files.filter((file) => /node_modules\/(undici|ws|zod|yaml)\//.test(file))).toEqual([]);
  });

  it('loads both once there is something on the screen, to read keys', () => {
    expect(draws(loadedBy(metafile, reading))).not.toEqual([]);
  });

  it('can be read from any of its files on', () => {
    const files = readdirSync(outdir).filter((file) => file.endsWith('.js') && file !== 'cli.js');
    const script = files.map((file) => `await import(${JSON.stringify(join(outdir, file))});`).join('\n');
    const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(files.length).toBeGreaterThan(20);
  });
});

/** What a command loads beyond the start: its own work, and the room, which is read while servers answer. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  gate: ['src/commands/gate/ask.ts', 'src/room/build.ts'],
  'snapshot --format json': ['src/commands/shared/observe.ts', 'src/report/snapshot.ts', 'src/room/build.ts'],
  'alerts list': ['src/commands/alerts/table.ts', 'src/room/build.ts'],
  'ring list': ['src/commands/ring/look.ts', 'src/room/build.ts'],
  oncall: ['src/commands/oncall/turn.ts'],
  'journal verify': ['src/commands/journal/audit.ts', 'src/commands/journal/source.ts'],
};

describe('a short command', () => {
  const packageOf = (file: string) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  const packagesOf = (files: readonly string[]) => new Set(files.flatMap((file) => packageOf(file) ?? []));

  it('finds out what it is to do with hardly more than Commander', () => {
    const files = [...loadedBy(metafile, 'src/cli.ts'), ...loadedBy(metafile, MAIN)];
    expect([...packagesOf(files)].sort()).toEqual(['commander']);
  });

  it('that bars run every few seconds does not need even that', () => {
    const entries = ['src/cli.ts', 'src/commands/line/at-once.ts'];
    const files = entries.flatMap((entry) => loadedBy(metafile, entry));
    expect([...packagesOf(files)].sort()).toEqual(['valibot']);
    expect(files.filter((file) => /^src\/(room|sources|session|operations|frames)\//.test(file))).toEqual([]);
    const chunks = new Map(entries.flatMap((entry) => chunksOf(metafile, entry)));
    expect([...chunks.values()].reduce((sum, chunk) => sum + chunk.bytes, 0)).toBeLessThan(70_000);
  });

  it.each(Object.entries(SHORT))(
    '%s loads no schema, no parser of a language, and nothing of the screen',
    (_, entries) => {
      const files = entries.flatMap((entry) => loadedBy(metafile, entry));
      // Those of data are small enough; these are read when they are used, from files of their own.
      const heavy = ['zod', 'yaml', 're2js', '@grafana/lezer-logql', '@lezer/lr', 'jsonc-parser', 'marked'];
      const others = [
        'ical.js',
        'windows-iana',
        'prom-client',
        'ws',
        'ink',
        'react',
        'react-reconciler',
        'yoga-layout',
      ];
      const loaded = packagesOf(files);
      expect([...heavy, ...others].filter((name) => loaded.has(name))).toEqual([]);
      expect(files.filter((file) => /^src\/(screen|sources\/etcd|exposition\/text|bridge)\b/.test(file))).toEqual([]);
    },
  );

  it.each(Object.entries(SHORT))('%s reads little', (_, entries) => {
    const chunks = new Map(['src/cli.ts', MAIN, ...entries].flatMap((entry) => chunksOf(metafile, entry)));
    const bytes = [...chunks.values()].reduce((sum, chunk) => sum + chunk.bytes, 0);
    expect(bytes).toBeLessThan(800_000);
  });
});

describe('what is left of undici', () => {
  it('has every part that the source takes of it', async () => {
    const { outputFiles } = await build({
      ...bundleOptions,
      entryPoints: ['undici'],
      write: false,
      outdir: 'dist',
      sourcemap: false,
      splitting: false,
      minify: false,
    });
    const left = outputFiles[0]?.text ?? '';
    const taken = globSync('src/**/*.ts', { cwd: bundleOptions.absWorkingDir }).flatMap((file) => {
      const text = readFileSync(join(bundleOptions.absWorkingDir, file), 'utf8');
      const names = /^import \{([^}]*)\} from 'undici'/m.exec(text)?.[1] ?? '';
      return names.split(',').flatMap((name) => (/^\s*[A-Z]/.test(name) ? [name.trim()] : []));
    });
    expect(taken).toContain('Pool');
    expect(taken.filter((name) => !left.includes(`exports.${name} = `))).toEqual([]);
  });
});

describe('a profile that is kept', () => {
  it('is read without the schema and the language of profiles', () => {
    const files = loadedBy(metafile, 'src/commands/shared/observe.ts');
    expect(files).toContain('src/profile/kept.ts');
    expect(files.filter((file) => /^src\/profile\/(parse|load|yaml-doubts|json-schema)\.ts$/.test(file))).toEqual([]);
  });
});

describe('what computes', () => {
  // RE2 is what silences are written in; its port neither asks for anything nor takes longer than the text is long.
  it.each([
    ['text', ['string-width']],
    ['room', ['re2js']],
  ])(
    'src/%s needs no Node module when it runs, not even through others, and of packages %j',
    async (layer, packages) => {
      const { metafile } = await build({
        absWorkingDir: bundleOptions.absWorkingDir,
        entryPoints: [`src/${layer}/**/*.ts`],
        outdir: 'dist',
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        metafile: true,
        write: false,
      });
      const needed = Object.values(metafile.outputs).flatMap((output) =>
        output.imports.filter(({ external }) => external),
      );
      expect([...new Set(needed.map(({ path }) => path))]).toEqual(packages);
    },
  );
});
