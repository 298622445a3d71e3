import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOptions, loadedBy } from '../../scripts/bundle.mjs';

const draws = (files: readonly string[]) => files.filter((file) => /node_modules\/(ink|react)\//.test(file));

const { metafile } = await build({ ...bundleOptions, metafile: true, write: false });

describe('the bundle', () => {
  it('loads neither Ink nor React, nor any command, before it knows what to do', () => {
    const files = loadedBy(metafile, 'src/cli.ts');
    expect(draws(files)).toEqual([]);
    expect(files.filter((file) => /^src\/(room|sources|session|operations|screen)\//.test(file))).toEqual([]);
  });

  // What a command imports once it runs is a chunk of its own.
  const lazy = Object.values(metafile.outputs).flatMap(({ entryPoint = '' }) =>
    entryPoint.startsWith('src/commands/') ? [entryPoint] : [],
  );
  const drawing = ['src/commands/shared/still.ts', 'src/commands/shared/tape.ts', 'src/commands/watch/room.ts'];

  it('loads what a command does only when it runs', () => {
    expect(lazy).toEqual(
      expect.arrayContaining([...drawing, 'src/commands/gate/ask.ts', 'src/commands/logs/lines.ts']),
    );
  });

  it.each(lazy.filter((file) => !drawing.includes(file)))('loads neither for %s', (file) => {
    expect(draws(loadedBy(metafile, file))).toEqual([]);
  });

  it.each(drawing)('loads both for %s, as it draws', (file) => {
    expect(draws(loadedBy(metafile, file))).not.toEqual([]);
  });
});

describe('what computes', () => {
  // RE2 is what silences are written in; its port neither asks for anything nor takes longer than the text is long.
  it.each([
    ['text', []],
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
