import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/operations/journal/chain.ts';
import { appendLine, tailLines } from '../../../src/operations/journal/file.ts';
import { FileJournal } from '../../../src/operations/journal/file-journal.ts';
import { FileRingStore } from '../../../src/operations/stores/file-ring-store.ts';
import { writeRing } from '../../../src/operations/stores/ring-file.ts';
import type { RingAct } from '../../../src/operations/stores/ring-store.ts';
import { millis } from '../../../src/units.ts';
import { eventually } from '../../stack/servers.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  // In memory where that is possible: no writer waits for another's disk.
  directory = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ringdeck-'));
  path = join(directory, 'ring-targets.json');
});
afterEach(() => rm(directory, { recursive: true }));

const at = millis(1_700_000_000_000);
const act = (by: string, target = 'ring0'): RingAct => ({
  record: { at, by, act: 'validate', target, result: 'done', detail: '' },
  change: { ringId: target, validation: { by, at } },
});
const journal = () => tailLines(`${path}.journal.jsonl`, Number.POSITIVE_INFINITY);

describe('a ring store in a file', () => {
  it('validates nothing when there is no file, and creates it with the first act', async () => {
    const store = new FileRingStore(join(directory, 'deployment', 'ring-targets.json'));
    expect((await store.read()).records).toEqual({});
    await store.update(() => act('alice'));
    expect((await store.read()).records).toEqual({ ring0: { by: 'alice', at } });
  });

  it('journals a refused act and leaves the file alone', async () => {
    await new FileRingStore(path).update(() => ({ record: { ...act('bob').record, result: 'refused' } }));
    expect(await readdir(directory)).toEqual(
      ['journal.jsonl', 'journal.jsonl.head', 'lock'].map((name) => `ring-targets.json.${name}`),
    );
    expect(await journal()).toMatchObject([{ by: 'bob', result: 'refused' }]);
  });

  it('says of a symbolic link that leads back to itself that it does', async () => {
    await symlink('b', join(directory, 'a'));
    await symlink('a', join(directory, 'b'));
    const store = new FileRingStore(join(directory, 'a'));
    await expect(store.read()).rejects.toThrow(/is a symbolic link that points back to itself$/);
    await expect(store.update(() => act('alice'))).rejects.toThrow(/points back to itself$/);
  });

  it('keeps the mode and the place of the file behind a symbolic link', async () => {
    await mkdir(join(directory, 'real'));
    const target = join(directory, 'real', 'rings.json');
    await writeFile(target, '{}');
    await chmod(target, 0o664);
    await symlink('real/rings.json', path);
    await new FileRingStore(path).update(() => act('alice'));
    expect((await stat(target)).mode & 0o777).toBe(0o664);
    expect((await stat(`${target}.journal.jsonl`)).mode & 0o777).toBe(0o664);
    expect(await new FileRingStore(target).read()).toEqual(await new FileRingStore(path).read());
    expect(await readdir(directory)).toEqual(['real', 'ring-targets.json']);
  });

  it('never overwrites a file that is not JSON', async () => {
    await writeFile(path, '{ oops');
    const store = new FileRingStore(path);
    await expect(store.read()).rejects.toThrow(`${path} is not JSON`);
    await expect(store.update(() => act('alice'))).rejects.toThrow('is not JSON');
    expect(await readFile(path, 'utf8')).toBe('{ oops');
    expect(await journal()).toEqual([]);
  });

  it('lets one of two simultaneous operators see what the other did', async () => {
    const seen: number[] = [];
    const validate = (by: string) =>
      new FileRingStore(path).update(({ records }) => {
        seen.push(Object.keys(records).length);
        return act(by, by);
      });
    await Promise.all(['a', 'b', 'c', 'd'].map(validate));
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(await journal()).toHaveLength(4);
  });
});

describe('a watch of a ring store in files', () => {
  it('tells of acts, of edits by hand, and of nothing once it is stopped', async () => {
    const store = new FileRingStore(path);
    let changes = 0;
    const stop = store.watch(() => changes++);
    const told = async (by: () => Promise<unknown>) => {
      const before = changes;
      // The first look at the files is not announced, so what changes before it may be missed: it is done again.
      await eventually(async () => {
        await by();
        return changes > before ? true : undefined;
      });
    };
    let edits = 0;
    await told(() => new FileRingStore(path).update(() => ({ record: { ...act('bob').record, result: 'refused' } })));
    await told(() =>
      new FileRingStore(path).update(({ records }) => act('alice', `ring${Object.keys(records).length}`)),
    );
    await told(() => writeFile(path, `{ "edits": ${edits++} }`));
    stop();
    const before = changes;
    await writeFile(path, '{}');
    const other = new FileRingStore(path);
    let others = 0;
    const stopOther = other.watch(() => others++);
    await eventually(async () => {
      await writeFile(path, `{ "edits": ${edits++} }`);
      return others > 0 ? true : undefined;
    });
    stopOther();
    expect(changes).toBe(before);
  });
});

describe('an act whose writer died', () => {
  const before = '{ "rings": { "ring0": { "validated": false } } }\n';
  const after = writeRing(before, '', 'ring0', { by: 'alice', at });
  const leave = async (journaled: boolean, next = after) => {
    await writeFile(path, before);
    await writeFile(`${path}.next`, next);
    const store = createHash('sha256').update(after).digest('hex');
    const line = { ...act('alice').record, validation: { by: 'alice', at }, store };
    if (journaled) await appendLine(`${path}.journal.jsonl`, line, 0o644);
  };

  it('is finished by the next reader when it had reached the journal', async () => {
    await leave(true);
    expect((await new FileRingStore(path).read()).records).toEqual({ ring0: { by: 'alice', at } });
    expect(await readFile(path, 'utf8')).toBe(after);
  });

  it('is finished before another act is journaled', async () => {
    await leave(true);
    await new FileJournal(path).append({ ...act('bob').record, act: 'acknowledge' });
    expect(await readFile(path, 'utf8')).toBe(after);
  });

  it.each([
    ['had not reached the journal', after],
    ['had not written the whole store', after.slice(0, 20)],
  ])('never happened when it %s', async (_, next) => {
    await leave(false, next);
    expect((await new FileRingStore(path).read()).records).toEqual({});
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(directory)).not.toContain('ring-targets.json.next');
  });

  it('is done on the text as somebody else edited it since', async () => {
    await leave(true);
    await writeFile(path, '{ "rings": { "ring9": { "validated": true } } }');
    expect((await new FileRingStore(path).read()).records).toEqual({
      ring0: { by: 'alice', at },
      ring9: { by: '', at: null },
    });
  });
});

describe('several processes on one ring store', () => {
  const writer = fileURLToPath(new URL('../fixtures/ring-writer.ts', import.meta.url));
  const said: string[] = [];
  beforeEach(() => said.splice(0));

  function start(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<unknown> } {
    const child = spawn(process.execPath, [writer, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    const ended = new Promise((resolve) => child.on('close', resolve)).then((code) => {
      said.push(...text.split('\n').filter((line) => line !== ''));
      return code;
    });
    return { child, ended };
  }

  /** What stands in the store must be what the journal, told from its beginning, arrives at. */
  async function expectStoreToFollowJournal(): Promise<void> {
    const { records: store } = await new FileRingStore(path).read();
    const lines = await journal();
    const told = new Map<string, unknown>();
    for (const { act, target, validation } of lines) {
      expect(told.has(target)).toBe(act === 'revoke');
      if (validation) told.set(target, validation);
      else told.delete(target);
    }
    expect(store).toEqual(Object.fromEntries(told));
    const journaled = lines.map((line) => line.detail);
    expect(new Set(journaled).size).toBe(journaled.length);
    expect(journaled).toEqual(expect.arrayContaining(said));
    const archive = new FileJournal(path);
    expect((await verifyChain(archive.lines(), [(await archive.head()) ?? ''])).problems).toEqual([]);
  }

  it('loses no act, and keeps the chain whole, when eight write at once', async () => {
    const writers = Array.from({ length: 8 }, (_, i) => start(`w${i}`, '15').ended);
    expect(new Set(await Promise.all(writers))).toEqual(new Set([0]));
    expect(said).toHaveLength(120);
    expect(await journal()).toHaveLength(120);
    await expectStoreToFollowJournal();
  });

  it('keeps the store whole and the journal true when they are killed in the middle', async () => {
    let running = true;
    const reading = (async () => {
      let reads = 0;
      for (; running; reads++, await pause(1)) JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
      return reads;
    })();
    const changes = watch(directory);
    let interrupted = 0;
    for (let round = 0; round < 5 || interrupted === 0; round++) {
      const writers = ['a', 'b'].map((by) => start(`${by}${round}`));
      for (const { child } of writers) {
        // Once it writes, at another change of a file in each round: what a kill interrupts differs.
        await new Promise((resolve) => child.stdout?.once('data', resolve));
        for (let change = 0; change <= round; change++) await once(changes, 'change');
        child.kill('SIGKILL');
      }
      await Promise.all(writers.map(({ ended }) => ended));
      if (existsSync(`${path}.next`)) interrupted++;
      await expectStoreToFollowJournal();
    }
    changes.close();
    running = false;
    expect(await reading).toBeGreaterThan(0);
    expect(said.length).toBeGreaterThan(8);
  });
});
