import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const heap = fileURLToPath(new URL('../../../src/commands/shared/heap.ts', import.meta.url));

test('V8 knows how it is told to keep the heap small, and holds no more of what is let go', async () => {
  // Lines for some seconds, as a buffer keeps them: long enough to be taken for lasting.
  const script = `
    const { keepHeapSmall } = await import(process.argv[1]);
    if (process.argv[2] === 'small') keepHeapSmall();
    const kept = new Array(30_000);
    let most = 0;
    for (let i = 0; i < 1_200_000; i++) {
      kept[i % kept.length] = { at: BigInt(i), text: JSON.parse(JSON.stringify('line ' + i)), labels: { job: 'a', n: String(i) } };
      if (i % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapTotal);
    }
    console.log(most);`;
  const run = (flags: readonly string[], ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [
      ...flags,
      '--no-warnings',
      '--input-type=module',
      '-e',
      script,
      heap,
      ...args,
    ]);
  // As bin/ringdeck starts Node.
  const [usual, small] = await Promise.all([run([]), run(['--max-semi-space-size=2'], 'small')]);
  expect(small.stderr).toBe('');
  expect(Number(small.stdout)).toBeLessThan(0.5 * Number(usual.stdout));
});
