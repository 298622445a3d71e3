import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, ending in a slash. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the linter says in a folder, as JSON; it stops at no error. */
export function lint(folder: string, rules: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      `${repository}node_modules/@biomejs/biome/bin/biome`,
      ...['lint', '--reporter=json', '--max-diagnostics=none', ...rules.map((rule) => `--only=${rule}`), '.'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(`biome lint said nothing but: ${stderr}`);
  return JSON.parse(stdout);
}
