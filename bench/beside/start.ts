import { PROGRAM } from '../program.ts';
import { loadedBytes } from './loaded.ts';
import { processorTime, ratios, type Words } from './processor-time.ts';
import type { Row } from './row.ts';
import { installed } from './tools.ts';

const ROUNDS = 7;
/** Starts in one round: one alone is too short to be measured well. */
const STARTS = 5;

const times = (count: number, words: Words): Words[] => Array.from({ length: count }, () => words);

/** What a start costs beside an empty one of Node. */
export async function startRows(): Promise<readonly Row[]> {
  const ours = times(STARTS, [PROGRAM, '--version']);
  const rows: Row[] = [
    {
      what: '`ringdeck --version` beside `node -e 0`, of the same Node: processor time',
      values: await ratios(ROUNDS, ours, times(STARTS, [process.execPath, '-e', '0'])),
      unit: '×',
      goal: 1.5,
    },
  ];
  const system = installed('node');
  if (system !== null && system !== process.execPath)
    rows.push({
      what: '`ringdeck --version` beside `node -e 0`, of the system’s Node',
      values: await ratios(ROUNDS, ours, times(STARTS, [system, '-e', '0'])),
      unit: '×',
      goal: 1.5,
    });
  rows.push({
    what: '`node -e 0`, for the speed of the machine: processor time',
    values: [(1000 * (await processorTime(times(STARTS, [process.execPath, '-e', '0'])))) / STARTS],
    unit: 'ms',
  });
  rows.push({
    what: 'code that `ringdeck --version` loads',
    values: [await loadedBytes([PROGRAM, '--version'])],
    unit: 'B',
    most: 100_000,
  });
  return rows;
}
