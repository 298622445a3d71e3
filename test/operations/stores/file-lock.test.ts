import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from '../../../src/operations/stores/file-lock.ts';
import { seconds } from '../../../src/units.ts';

let path: string;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringdeck-'));
  path = join(directory, 'lock');
});
afterEach(() => rm(directory, { recursive: true }));

it('a lock lets one in at a time', async () => {
  let inside = 0;
  const enter = () =>
    withFileLock(path, 0o644, async () => {
      expect(++inside).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    });
  await Promise.all(Array.from({ length: 20 }, enter));
});

it('a lock is given up when what it guards throws', async () => {
  const failing = withFileLock(path, 0o644, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withFileLock(path, 0o644, async () => 'next')).toBe('next');
});

it('a lock that stays taken is said to be', async () => {
  await withFileLock(path, 0o644, async () => {
    const second = withFileLock(path, 0o644, async () => undefined, seconds(0));
    await expect(second).rejects.toThrow(`${path} has been locked by another process for 0 s`);
  });
});
