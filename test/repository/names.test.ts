import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameFaults } from '../../scripts/name-faults.ts';
import { repository } from './repository.ts';

const HEAD = `import * as v from 'valibot';
import { record as make, z } from 'zod';
declare const name: string, any: any, key: 'a' | 'b', either: 'a' | 'toString', index: number & { brand: 1 };
declare const of: Record<string, number>, two: { a: number; b: number }, list: number[], mark: unique symbol;
`;

const wrong: readonly string[] = [
  'of[name];',
  'of?.[name];',
  'of[name] = 1;',
  'delete of[name];',
  'of[`a${name}`];',
  'of[any];',
  'of[either];',
  "of['constructor'];",
  'two[name as keyof typeof two];',
  'of[name!];',
  'of[(name)];',
  'name in of;',
  'if (any in of) throw 1;',
  "'constructor' in of;",
  'export const { [name]: a1 } = of;',
  'export const f1 = <K extends string>(o: Record<K, number>, k: K) => o[k];',
  'export const f2 = <T extends object>(o: T, k: keyof T) => o[k];',
  'Object.hasOwn(of, name) ? 0 : of[name];',
  'Object.hasOwn(two, name) ? of[name] : 0;',
  'Object.assign({}, of);',
  'Reflect.get(of, name);',
  'z.record(z.string(), z.number());',
  'z.partialRecord(z.string(), z.number());',
  'z.looseObject({});',
  'z.object({}).catchall(z.number());',
  'z.object({}).loose();',
  'v.record(v.string(), v.number());',
  'v.looseObject({});',
  'v.objectWithRest({}, v.number());',
];

const right: readonly string[] = [
  'two[key];',
  'two[key] = 1;',
  'list[index];',
  'list[0];',
  "of['a'];",
  "'a' in of;",
  'key in two;',
  'any[mark];',
  '({ [name]: 1 });',
  "export const { ['a']: a2, ...others } = of;",
  'export const f3 = <K extends keyof typeof two>(k: K) => two[k];',
  'Object.hasOwn(of, name) ? of[name] : 0;',
  'Object.fromEntries(Object.entries(of));',
  '({ ...of });',
  'new Map(Object.entries(of)).get(name);',
  'any.record(name);',
  'z.object({ record: z.string() }).parse(any).record;',
];

describe('the check of names from outside', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringdeck-names-')));
  let faults: ReadonlySet<string>;

  beforeAll(() => {
    mkdirSync(join(folder, 'src'));
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    const compilerOptions = { strict: true, module: 'nodenext', lib: ['es2024'], types: [], noEmit: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'src/code.ts'), [HEAD.trimEnd(), ...wrong, ...right].join('\n'));
    const api = new API({ cwd: folder });
    try {
      const [project] = api.updateSnapshot({ openProjects: [join(folder, 'tsconfig.json')] }).getProjects();
      if (!project) throw new Error('the compiler opened no project');
      const lines = [HEAD.trimEnd(), ...wrong, ...right].join('\n').split('\n');
      const found = nameFaults(project, (file) => file === join(folder, 'src/code.ts'));
      faults = new Set(found.map(({ line }) => lines[line - 1] ?? ''));
    } finally {
      api.close();
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(wrong)('finds fault with %s', (line) => {
    expect(faults).toContain(line);
  });

  it.each(right)('finds none with %s', (line) => {
    expect(faults).not.toContain(line);
  });

  it('knows what is imported from zod under another name', () => {
    expect([...faults].some((line) => line.startsWith('import { record as make'))).toBe(true);
  });
});
