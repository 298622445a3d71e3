import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of others: their names, Debian's first, and the package that brings them. */
const PROGRAMS = {
  prometheus: { names: ['prometheus'], debian: 'prometheus' },
  promtool: { names: ['promtool'], debian: 'prometheus' },
  alertmanager: { names: ['prometheus-alertmanager', 'alertmanager'], debian: 'prometheus-alertmanager' },
  amtool: { names: ['amtool'], debian: 'prometheus-alertmanager' },
  nodeExporter: { names: ['prometheus-node-exporter', 'node_exporter'], debian: 'prometheus-node-exporter' },
  pushgateway: { names: ['prometheus-pushgateway', 'pushgateway'], debian: 'prometheus-pushgateway' },
} as const;

export type Program = keyof typeof PROGRAMS;

/** What the stack runs and its tests use. */
const STACK: readonly Program[] = ['prometheus', 'promtool', 'alertmanager', 'amtool', 'nodeExporter'];

/** Where a program is; null when no folder of PATH has it. */
export function findProgram(program: Program, path = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter).filter((f) => f !== ''))
    for (const name of PROGRAMS[program].names) {
      const file = join(folder, name);
      if (isExecutable(file)) return file;
    }
  return null;
}

/** Where a program is; throws a sentence that says what to install. */
export function requireProgram(program: Program): string {
  const found = findProgram(program);
  if (found) return found;
  throw new Error(missingPrograms(undefined, [program]) ?? `${program} is missing.`);
}

/** One sentence that names what is missing and the command that installs it; null when all is there. */
export function missingPrograms(path?: string, needed = STACK): string | null {
  const missing = needed.filter((program) => !findProgram(program, path));
  if (missing.length === 0) return null;
  const names = missing.map((program) => PROGRAMS[program].names[0]).join(', ');
  const packages = [...new Set(missing.map((program) => PROGRAMS[program].debian))].join(' ');
  return `Not found on PATH: ${names}. On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
