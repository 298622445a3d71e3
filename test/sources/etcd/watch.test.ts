import { expect, it, onTestFinished } from 'vitest';
import { succeeded } from '../../../src/sources/error.ts';
import { below } from '../../../src/sources/etcd/types.ts';
import { watchRange } from '../../../src/sources/etcd/watch.ts';

const MIB = 1024 * 1024;
const created = Buffer.from('{"result":{"header":{"revision":"5"},"created":true}}\n');

/** Watches what gives these chunks on every connection; resolves once it was opened so many times. */
async function opened(times: number, chunks: () => AsyncGenerator<Uint8Array>): Promise<number> {
  let calls = 0;
  await new Promise<void>((resolve) => {
    let openings = 0;
    const watching = watchRange(
      below('/w/'),
      () => {
        calls += 1;
      },
      async () => {
        openings += 1;
        if (openings === times) resolve();
        return succeeded(chunks());
      },
    );
    onTestFinished(() => watching.stop());
  });
  return calls;
}

it('a watch is begun anew where a message has no end, and reads no further', async () => {
  let read = 0;
  await opened(2, async function* () {
    yield created;
    for (; ; read += 1) yield Buffer.alloc(MIB, 'x');
  });
  expect(read).toBe(16);
});

it('a message may come in any pieces, and several at once', async () => {
  const three = Buffer.concat([created, created, created]);
  const calls = await opened(2, async function* () {
    for (let at = 0; at < three.length; at += 7) yield three.subarray(at, at + 7);
    yield three;
  });
  expect(calls).toBe(6);
});
