import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceFaults } from '../../scripts/sentence-faults.ts';
import { repository } from './repository.ts';

const HEAD = `import { type Sentence, say } from '${repository}/src/text/say.ts';
declare const said: Sentence, other: Sentence | null, list: readonly Sentence[], words: string, names: readonly string[];
`;

const wrong: readonly string[] = [
  "said === '';",
  'words !== said;',
  "other == 'all is well';",
  'say`all is well` === words;',
  'said < words;',
  "said.includes('worse');",
  'words.includes(said);',
  'names.includes(said);',
  "other?.startsWith('V2');",
  "said.endsWith('ago');",
  '/worse/.test(said);',
  '/worse/.exec(said);',
  'said.match(/worse/);',
  'said.localeCompare(words);',
  'names.indexOf(said);',
  'new Set(list);',
  'new Set(names).has(said);',
  'new Map<string, number>().get(said);',
  'switch (said) { case words: throw 1; }',
];

const right: readonly string[] = [
  'other === null;',
  'null !== other;',
  'other === undefined;',
  "words === '';",
  "words.includes('worse');",
  'names.includes(words);',
  '`${said}; ${words}`;',
  'said + words;',
  'list.length > 0;',
  'said.length > 80;',
  'list.map((one) => one.slice(0, 80));',
  "list.join('; ');",
];

describe('the check of what is decided by sentences', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringdeck-sentences-')));
  let faults: ReadonlySet<string>;

  beforeAll(() => {
    mkdirSync(join(folder, 'src'));
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    const compilerOptions = {
      ...{ strict: true, module: 'nodenext', lib: ['es2024'], types: [], noEmit: true },
      allowImportingTsExtensions: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const lines = [...HEAD.trimEnd().split('\n'), ...wrong, ...right];
    writeFileSync(join(folder, 'src/code.ts'), lines.join('\n'));
    const api = new API({ cwd: folder });
    try {
      const [project] = api.updateSnapshot({ openProjects: [join(folder, 'tsconfig.json')] }).getProjects();
      if (!project) throw new Error('the compiler opened no project');
      const found = sentenceFaults(project, (file) => file === join(folder, 'src/code.ts'));
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
});
