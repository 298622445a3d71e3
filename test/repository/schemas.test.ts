import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './repository.ts';

/** Files of src/ that import something of a module at run time: types alone cost nothing. */
const importing = (module: RegExp): readonly string[] =>
  globSync('src/**/*.{ts,tsx}', { cwd: repository }).filter((file) =>
    [
      ...readFileSync(join(repository, file), 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm),
    ].some(([, from = '']) => module.test(from)),
  );

it('nothing but profiles and published schemas loads zod', () => {
  const others = importing(/^zod$/).filter(
    (file) => !/^src\/(profile|report(ing)?\/schema)\/|^src\/(limits\/(forms|profile)|dictionary)\.ts$/.test(file),
  );
  expect(others).toEqual([]);
});

it('a room is written as JSON without the schema of what is written', () => {
  const others = importing(/^\.{1,2}\/(.*\/)?report(ing)?\/schema\/|^\.\/schema\//).filter(
    (file) => !/^src\/(profile|report(ing)?\/schema)\//.test(file),
  );
  expect(others).toEqual([]);
});
