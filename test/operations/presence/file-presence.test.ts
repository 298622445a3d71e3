import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRingStore } from '../../../src/operations/stores/file-ring-store.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { eventually } from '../../stack/servers.ts';

let directory: string;
let path: string;
let folder: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringdeck-'));
  path = join(directory, 'rings.json');
  folder = `${path}.presence`;
});
afterEach(() => rm(directory, { recursive: true }));

const alice = { by: 'alice', host: 'desk', kind: 'terminal' } as const;
const wall = { by: 'ops', host: 'wall-1', kind: 'wall' } as const;
/** Reads until so many are there: files are written behind the caller's back. */
const present = (store: FileRingStore, count: number) =>
  eventually(async () => {
    const { presence } = await store.read();
    return presence?.length === count ? presence : undefined;
  });
const timer = () => new FakeTimer(Math.floor(Date.now() / 1000));

describe('who is in the room, by files beside the store', () => {
  it('is everybody who has it open, longest first, until they leave', async () => {
    const time = timer();
    const [mine, theirs] = [new FileRingStore(path, time), new FileRingStore(path, time)];
    expect((await mine.read()).presence).toEqual([]);
    const since = time.now();
    const leave = mine.attend(alice);
    await time.pass(1);
    const takeDown = theirs.attend(wall);
    expect(await present(theirs, 2)).toEqual([
      { ...alice, since, self: false },
      { ...wall, since: since + 1000, self: true },
    ]);
    leave();
    expect(await present(theirs, 1)).toMatchObject([wall]);
    takeDown();
    await eventually(async () => (existsSync(folder) ? undefined : true));
  });

  it('is not whose program died: the file is older than the own, by whatever clock the file system has', async () => {
    const store = new FileRingStore(path, timer());
    new FileRingStore(path, timer()).attend(wall);
    await present(store, 1);
    const [dead = ''] = await readdir(folder);
    store.attend(alice);
    await present(store, 2);
    const hourAgo = Date.now() / 1000 - 3600;
    for (const name of await readdir(folder)) await utimes(join(folder, name), hourAgo, hourAgo);
    expect((await store.read()).presence).toHaveLength(2);
    await utimes(join(folder, dead), hourAgo - 20, hourAgo - 20);
    expect((await store.read()).presence).toMatchObject([alice]);
    // It is cleared away a day later, not before.
    expect(await readdir(folder)).toHaveLength(2);
    await utimes(join(folder, dead), hourAgo - 90_000, hourAgo - 90_000);
    await store.read();
    expect(await readdir(folder)).not.toContain(dead);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('does not fail on what others left there', async () => {
    const store = new FileRingStore(path, timer());
    store.attend(alice)();
    const leave = store.attend(alice);
    await present(store, 1);
    await writeFile(join(folder, 'x.json'), '{"by":1}');
    expect((await store.read()).presence).toHaveLength(1);
    leave();
  });
});
