import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { seedOf } from './random.ts';
import { type CellTally, merge, type Task } from './tally.ts';

/** Rollouts that a worker plays at a time. */
const PORTION = 50;

/** Plays the tasks on so many threads; how many changes the time it takes and nothing else. */
export async function runAll(
  tasks: readonly Task[],
  threads: number,
  onDone: (done: number, of: number) => void,
): Promise<readonly CellTally[]> {
  const portions = tasks.flatMap((task, index) =>
    Array.from({ length: Math.ceil(task.rollouts / PORTION) }, (_, part) => ({
      index,
      task: {
        ...task,
        rollouts: Math.min(PORTION, task.rollouts - part * PORTION),
        seed: seedOf(task.seed, part),
      },
    })),
  );
  const tallies: (CellTally | undefined)[] = tasks.map(() => undefined);
  let next = 0;
  let done = 0;
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let portion = portions[next++]; portion; portion = portions[next++]) {
        worker.postMessage(portion.task);
        const [tally]: CellTally[] = await once(worker, 'message');
        if (!tally) throw new Error('A worker sent nothing.');
        const before = tallies[portion.index];
        tallies[portion.index] = before ? merge(before, tally) : tally;
        done += 1;
        onDone(done, portions.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return tallies.filter((tally) => tally !== undefined);
}
