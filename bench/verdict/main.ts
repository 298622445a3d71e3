import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAll } from './pool.ts';
import { type Results, report } from './report.ts';
import { studies } from './studies.ts';
import { svgPlot } from './svg-plot.ts';
import { type CellTally, merge, partsOf, type Task } from './tally.ts';

const USAGE = `node bench/verdict/main.ts [--write] [--full] [--rollouts N] [--threads N] [--only STUDY]

Plays whole rollouts before ringdeck's verdict and before what the field uses, and tells how often each is wrong and how
soon each sees trouble. Seeded: the same options give the same figures.
  --write       put the page and its plot into docs/ instead of printing the page
  --full        every place of the grid (hours) instead of the lines through its middle (minutes)
  --rollouts N  healthy rollouts of each world (2000)
  --threads N   (2)
  --only STUDY  healthy, table, shares, effects or passes; printed, never written
`;

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    rollouts: { type: 'string', default: '2000' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function run(): Promise<void> {
  const rollouts = Number(flags.rollouts);
  const threads = Number(flags.threads);
  if (!(rollouts >= 1 && threads >= 1)) throw new Error('--rollouts and --threads take numbers from 1 on.');
  const results: Results = { healthy: [], table: [], shares: [], effects: [], passes: [] };
  const wanted = studies(flags.full, rollouts).filter(({ id }) => flags.only === undefined || flags.only === id);
  if (wanted.length === 0) throw new Error(`There is no study "${flags.only}".`);
  const found = Object.fromEntries(
    await inTurn(wanted, async ({ id, tasks }) => {
      const tallies = await play(tasks, threads, (done, of) => process.stderr.write(`\r${id} ${done}/${of}   `));
      process.stderr.write('\n');
      return [id, tallies] as const;
    }),
  );
  const command = [
    'node bench/verdict/main.ts --write',
    flags.full && '--full',
    rollouts !== 2000 && `--rollouts ${rollouts}`,
  ]
    .filter(Boolean)
    .join(' ');
  const all = { ...results, ...found };
  const page = report(all, command);
  if (!flags.write || flags.only !== undefined) {
    process.stdout.write(page);
    return;
  }
  const docs = resolve(dirname(fileURLToPath(import.meta.url)), '../../docs');
  await mkdir(docs, { recursive: true });
  await writeFile(`${docs}/verdict-bench.md`, page);
  await writeFile(`${docs}/verdict-bench.svg`, svgPlot(all));
}

async function play(
  tasks: readonly Task[],
  threads: number,
  onDone: (done: number, of: number) => void,
): Promise<readonly CellTally[]> {
  const parts = tasks.map(partsOf);
  const script = new URL('./worker.ts', import.meta.url);
  const tallies = await runAll<Task, CellTally>(script, parts.flat(), threads, onDone);
  let from = 0;
  return parts.map(({ length }) => {
    from += length;
    return tallies.slice(from - length, from).reduce(merge);
  });
}

async function inTurn<T, R>(items: readonly T[], of: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await of(item));
  return results;
}

if (flags.help) process.stdout.write(USAGE);
else await run();
