import { spawnSync } from 'node:child_process';
import { type Figure, timed } from './figure.ts';
import { environment, PROGRAM, RunningRoom } from './program.ts';

const RUNS = 9;

/** From the start of the process, with a warm compile cache. @param room arguments that show a tape */
export async function startupFigures(room: readonly string[]): Promise<readonly Figure[]> {
  const firstFrames: number[] = [];
  for (let i = 0; i <= RUNS; i += 1) {
    const started = performance.now();
    const running = new RunningRoom(room);
    await running.painted();
    if (i > 0) firstFrames.push(performance.now() - started);
    await running.quit();
  }
  const help = await timed(RUNS, () => {
    const { status } = spawnSync(PROGRAM, ['--help'], { env: environment });
    if (status !== 0) throw new Error('ringdeck --help failed.');
  });
  const empty = await timed(RUNS, () => void spawnSync(process.execPath, ['-e', '0']));
  return [
    // How fast the machine is: the others are to be read beside it.
    { what: 'node -e 0', unit: 'ms', values: empty },
    { what: `ringdeck ${room[0]}: first frame`, unit: 'ms', values: firstFrames },
    { what: 'ringdeck --help', unit: 'ms', values: help },
  ];
}
