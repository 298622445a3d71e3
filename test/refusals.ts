import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';
import { repository } from './repository/repository.ts';

/**
 * What the compiler refuses each text for that is a file of its own, behind a common head; one that compiles is not there.
 * What they import they name by its whole path, and it is checked no further than they need.
 */
export function refusals(head: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringdeck-refusals-')));
  const files = texts.map((_, i) => join(folder, `text-${i}.ts`));
  const config = {
    extends: `${repository}tsconfig.json`,
    compilerOptions: { typeRoots: [`${repository}node_modules/@types`], noUnusedLocals: false },
    include: [],
    files,
  };
  const api = new API({ cwd: folder });
  try {
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `text-${i}.ts`), `${head}${text}\n`);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const [project] = api.updateSnapshot({ openProjects: [join(folder, 'tsconfig.json')] }).getProjects();
    if (!project) throw new Error('the compiler opened no project');
    return new Map(
      texts.flatMap((text, i) => {
        const file = files[i] ?? '';
        const found = [
          ...project.program.getSyntacticDiagnostics(file),
          ...project.program.getSemanticDiagnostics(file),
        ];
        return found.length === 0 ? [] : [[text, found.map((one) => `TS${one.code}: ${one.text}`).join('\n')] as const];
      }),
    );
  } finally {
    api.close();
    rmSync(folder, { recursive: true });
  }
}
