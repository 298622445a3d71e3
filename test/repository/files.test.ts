import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './repository.ts';

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const files = (...patterns: readonly string[]) =>
  globSync(patterns, { cwd: repository }).filter((file) => file !== 'test/repository/files.test.ts');
const SOURCES = files('{bench,scripts,src,stack,test}/**/*.{ts,tsx,mjs}', 'vitest.config.ts');
const TEXTS = [
  ...SOURCES,
  ...files(
    '*.{json,md}',
    '{docs,fixtures,test,themes}/**/*.{json,md}',
    'profiles/**/*.{yaml,yml}',
    '.{npmrc,ci/run}',
    'bin/*',
  ),
];

/** Lines of the files that match, as "file:line: text". */
const matching = (files: readonly string[], pattern: RegExp): readonly string[] =>
  files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );

describe('every file', () => {
  it('of src/ is short enough to be read at once', () => {
    const long = SOURCES.filter((file) => file.startsWith('src/')).filter(
      (file) => read(file).split('\n').length > 300,
    );
    expect(long).toEqual([]);
  });

  it('is checked by compiler and linter without exception', () => {
    expect(matching(SOURCES, /@ts-(ignore|nocheck|expect-error)|biome-ignore/)).toEqual([]);
  });

  it("works on every machine: it names nobody's home, no work folder and no package registry", () => {
    const places = /(?<![\w.])(\/home\/[a-z]+\/|\/Users\/[A-Za-z]+\/|\/root\/|"resolved":|registry=|_authToken)/;
    expect(matching(TEXTS, places)).toEqual([]);
  });
});

describe('every shipped profile', () => {
  it.each(files('profiles/*.yaml'))('%s names its schema for editors', (file) => {
    expect(read(file).split('\n')[0]).toMatch(/^# yaml-language-server: \$schema=\S+$/);
  });
});
