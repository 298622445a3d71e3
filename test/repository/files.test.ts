import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lint, repository } from './repository.ts';

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

/** The statements of a formatted file, one after the other: each begins in the first column, and goes on until the next does. */
function statementsOf(text: string): readonly (readonly string[])[] {
  const statements: string[][] = [];
  const code = text.replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)$/gm, '').split('\n');
  for (const line of code.filter((one) => one.trim() !== '')) {
    if (/^[\w@]/.test(line) || statements.length === 0) statements.push([line]);
    else statements.at(-1)?.push(line);
  }
  return statements;
}

/** Types, or values written out: what is looked up in and not read from top to bottom. */
const isTypes = ([head = '']: readonly string[]) => /^(export )?(declare )?(interface|type) /.test(head);
const isTable = (statement: readonly string[]) =>
  /^(export )?const [^=]+ = (\w+\()?[[{]+$/.test(statement[0] ?? '') &&
  !statement.some((line) => /=> \{$|^ +(async |get |\*)?#?\w+\(.*\{$|\bfunction\b/.test(line));

/** Whether three of four lines of a file, imports left out, are types or one table. */
function isTableOrTypes(text: string): boolean {
  const statements = statementsOf(text).filter(([head = '']) => !/^(import|export (type )?(\{|\*))/.test(head));
  const lengthOf = (some: readonly (readonly string[])[]) => some.reduce((sum, { length }) => sum + length, 0);
  const table = Math.max(0, ...statements.filter(isTable).map(({ length }) => length));
  return Math.max(lengthOf(statements.filter(isTypes)), table) >= 0.75 * lengthOf(statements);
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('a long file', () => {
  it.each([
    [
      'a union of types',
      `import { a } from './a.ts';\nexport type A =\n${lines(40, (i) => `  | { readonly kind: 'k${i}' }`)};\n`,
      true,
    ],
    [
      'interfaces',
      lines(9, (i) => `export interface A${i} {\n  readonly a: string;\n  readonly b: number;\n}\n`),
      true,
    ],
    [
      'a table',
      `export const WORDS: Words = {\n${lines(40, (i) => `  w${i}: 'word',`)}\n};\nconst a = () => WORDS;\n`,
      true,
    ],
    ['a list', `const ROWS = [\n${lines(40, (i) => `  [${i}, 'a'],`)}\n] as const;\n`, true],
    [
      'types that comments alone make long',
      `/*\n${lines(40, () => ' * words')}\n */\nexport type A = 1;\n${lines(20, (i) => `f(${i});`)}\n`,
      false,
    ],
    ['functions', lines(9, (i) => `export function f${i}() {\n  return 1;\n}\n`), false],
    [
      'a table of functions',
      `export const ACTS = {\n${lines(20, (i) => `  a${i}: () => {\n    f();\n  },`)}\n};\n`,
      false,
    ],
    [
      'a table of methods',
      `export const ACTS = {\n${lines(20, (i) => `  a${i}(state) {\n    f();\n  },`)}\n};\n`,
      false,
    ],
    ['many small tables', lines(20, (i) => `const A${i} = {\n  a: 1,\n  b: 2,\n};`), false],
    [
      'half types, half code',
      `export type A =\n${lines(20, (i) => `  | ${i}`)};\nfunction f() {\n${lines(20, () => '  g();')}\n}\n`,
      false,
    ],
  ])('of %s', (_, text, may) => {
    expect(isTableOrTypes(text)).toBe(may);
  });
});

const diagnosed = z.object({ diagnostics: z.array(z.object({ location: z.object({ path: z.string() }) })) });

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-caps-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses functions of more than 60 lines, and blocks more than four deep', () => {
    const long = (count: number) => lines(count, (i) => `  f(${i});`);
    const deep = (count: number) => `${'while (f(0)) {\n'.repeat(count)}f(1);\n${'}\n'.repeat(count)}`;
    const given: Readonly<Record<string, string>> = {
      'long-function': `export function a() {\n${long(61)}\n}\n`,
      'long-method': `export class A {\n  #a() {\n${long(61)}\n  }\n}\n`,
      'long-arrow': `export const a = () => {\n${long(61)}\n};\n`,
      'deep-block': `export function a() {\n${deep(5)}}\n`,
      'right-function': `export function a() {\n${long(58)}\n}\n`,
      'right-block': `export function a() {\n${deep(4)}}\n`,
    };
    for (const name of ['biome.json', '.gitignore', 'lint'])
      cpSync(join(repository, name), join(folder, name), { recursive: true });
    mkdirSync(join(folder, 'src'));
    for (const [name, text] of Object.entries(given)) writeFileSync(join(folder, 'src', `${name}.ts`), text);
    const rules = ['complexity/noExcessiveLinesPerFunction', 'nursery/noExcessiveNestedBlocks'];
    const refused = diagnosed.parse(lint(folder, rules)).diagnostics.map(({ location }) => location.path);
    expect([...new Set(refused)].sort()).toEqual(
      ['deep-block', 'long-arrow', 'long-function', 'long-method'].map((name) => `src/${name}.ts`),
    );
  });
});

describe('every file', () => {
  it('of src/ can be read at once, or is a table or types, in which one looks up', () => {
    const long = SOURCES.filter((file) => file.startsWith('src/')).filter(
      (file) => read(file).split('\n').length > 300 && !isTableOrTypes(read(file)),
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
