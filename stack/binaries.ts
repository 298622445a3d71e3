import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binariesOf, type Release } from './releases.ts';

/** Programs of others: their names, Debian's first, and the package that brings them. */
const PROGRAMS = {
  prometheus: { names: ['prometheus'], debian: 'prometheus' },
  promtool: { names: ['promtool'], debian: 'prometheus' },
  alertmanager: { names: ['prometheus-alertmanager', 'alertmanager'], debian: 'prometheus-alertmanager' },
  amtool: { names: ['amtool'], debian: 'prometheus-alertmanager' },
  nodeExporter: { names: ['prometheus-node-exporter', 'node_exporter'], debian: 'prometheus-node-exporter' },
  pushgateway: { names: ['prometheus-pushgateway', 'pushgateway'], debian: 'prometheus-pushgateway' },
  etcd: { names: ['etcd'], debian: 'etcd-server' },
  victoriaMetrics: { names: ['victoria-metrics', 'victoria-metrics-prod'], debian: 'victoria-metrics' },
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome'], debian: 'chromium' },
  vmalert: { names: ['vmalert', 'vmalert-prod'], debian: 'victoria-metrics' },
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

/** Where a program is; throws a sentence that says what to install or fetch. */
export function requireProgram(program: Program, release: Release = 'installed'): string {
  const found = findProgram(program, release === 'installed' ? undefined : binariesOf(release));
  if (found) return found;
  throw new Error(missingFrom(release, [program]) ?? `${program} is missing.`);
}

/** As `missingPrograms`, of what is installed or was fetched. */
export function missingFrom(release: Release, needed = STACK): string | null {
  if (release === 'installed') return missingPrograms(undefined, needed);
  const missing = without(needed, binariesOf(release));
  if (missing.length === 0) return null;
  return `Not fetched from ${release}: ${named(missing)}. On Debian: npm run servers -- ${release}`;
}

/** One sentence that names what is missing and the command that installs it; null when all is there. */
export function missingPrograms(path?: string, needed = STACK): string | null {
  const missing = without(needed, path);
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program].debian))].join(' ');
  return `Not found on PATH: ${named(missing)}. On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages}`;
}

const without = (needed: readonly Program[], path?: string) => needed.filter((program) => !findProgram(program, path));

const named = (programs: readonly Program[]) => programs.map((program) => PROGRAMS[program].names[0]).join(', ');

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
