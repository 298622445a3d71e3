import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ratios, type Words } from './beside/processor-time.ts';
import { median, timed } from './figure.ts';
import { environment, folder, PROGRAM } from './program.ts';
import { table } from './table.ts';

/* What a line for a status bar costs, from its cache: npm run bench -- line [--check]. */

const RUNS = 25;
const ROUNDS = 7;
/** Starts in one round: one alone is too short to be measured well. */
const STARTS = 5;
/** A line that is asked for every few seconds must not be felt, in milliseconds. */
const MOST = 100;

const times = (count: number, words: Words): Words[] => Array.from({ length: count }, () => words);

const profile = join(folder, 'line.json');
const cache = join(folder, 'cache');
mkdirSync(cache, { mode: 0o700 });
writeFileSync(
  profile,
  JSON.stringify({ id: 'room', name: 'The room', datasources: { prometheus: { url: 'http://127.0.0.1:9' } } }),
);
environment.XDG_CACHE_HOME = cache;

try {
  // Renewed once, and not again while it is measured.
  const line = [PROGRAM, 'line', '--every', '1h', '--config', profile];
  const [file, ...args] = line;
  spawnSync(file ?? PROGRAM, [...args, '--ask'], { env: environment });
  const started = await timed(RUNS, () => {
    const { status } = spawnSync(file ?? PROGRAM, args, { env: environment });
    if (status !== 0) throw new Error('ringdeck line failed.');
  });
  const empty = await timed(RUNS, () => void spawnSync(process.execPath, ['-e', '0']));
  const beside = await ratios(ROUNDS, times(STARTS, line), times(STARTS, [process.execPath, '-e', '0']));
  process.stdout.write(
    table([
      { what: 'ringdeck line, from its cache', unit: 'ms', values: started },
      { what: 'node -e 0, for the speed of the machine', unit: 'ms', values: empty },
      { what: 'ringdeck line beside node -e 0: processor time, times', unit: 'count', values: beside },
    ]),
  );
  if (process.argv.includes('--check') && median(started) > MOST) {
    process.stdout.write(`more than ${MOST} ms\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
