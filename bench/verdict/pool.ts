import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Has tasks done on so many threads; how many changes the time it takes and nothing else.
 * @param script of a worker that answers each message, a task, with one, its result
 * @returns a result for each task, in their order
 */
export async function runAll<Task, Result>(
  script: URL,
  tasks: readonly Task[],
  threads: number,
  onDone: (done: number, of: number) => void = () => {},
): Promise<readonly Result[]> {
  const results: { readonly index: number; readonly result: Result }[] = [];
  let next = 0;
  const work = async () => {
    const worker = new Worker(script);
    try {
      for (let index = next++; index < tasks.length; index = next++) {
        worker.postMessage(tasks[index]);
        const [result]: Result[] = await once(worker, 'message');
        if (result === undefined) throw new Error('A worker sent nothing.');
        results.push({ index, result });
        onDone(results.length, tasks.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return results.sort((a, b) => a.index - b.index).map(({ result }) => result);
}
