import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/operations/journal/chain.ts';
import { tailRecords } from '../../src/operations/journal/file.ts';
import { FileJournal } from '../../src/operations/journal/file-journal.ts';
import type { JournalRecord } from '../../src/operations/journal/journal.ts';
import { FileRingStore } from '../../src/operations/stores/file-ring-store.ts';
import { millis } from '../../src/units.ts';

let folder: string;
let path: string;
let store: FileRingStore;
let journal: FileJournal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-odd-'));
  path = join(folder, 'rings.json');
  store = new FileRingStore(path);
  journal = new FileJournal(path);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = millis(1_700_000_000_000);
const record = (detail = ''): JournalRecord => ({
  at,
  by: 'alice',
  act: 'validate',
  target: 'ring0',
  result: 'done',
  detail,
});
const act = () => ({ record: record(), change: { ringId: 'ring0', validation: { by: 'alice', at } } });
const MIB = 1024 * 1024;

const KINDS = {
  pipe: (where: string) => execFileSync('mkfifo', [where]),
  folder: (where: string) => mkdirSync(where),
  device: (where: string) => symlinkSync('/dev/zero', where),
};

describe.each(Object.entries(KINDS))('a %s', (kind, make) => {
  it.each(['', '.next', '.journal.jsonl'])(
    'in place of the ring store’s file%s is refused, and not waited for',
    async (name) => {
      make(`${path}${name}`);
      const words = new RegExp(`cannot be read: it is not a file but a ${kind}$`);
      await expect(store.read()).rejects.toThrow(words);
      await expect(store.update(act)).rejects.toThrow(words);
    },
  );

  it('in place of the head of the journal, or of the lock, keeps acts out', async () => {
    make(`${path}.journal.jsonl.head`);
    await expect(store.update(act)).rejects.toThrow(/it is not a file but a/);
    rmSync(`${path}.journal.jsonl.head`, { recursive: true });
    rmSync(`${path}.lock`);
    make(`${path}.lock`);
    await expect(store.update(act)).rejects.toThrow(/it is not a file but a/);
  });

  it('in place of the head that is written next keeps nobody waiting', async () => {
    make(`${path}.journal.jsonl.head.next`);
    await store.update(act);
    expect((await store.read()).records).toEqual({ ring0: { by: 'alice', at } });
  });

  it('among the rooms that are open is nobody', async () => {
    mkdirSync(`${path}.presence`);
    make(join(`${path}.presence`, 'a.json'));
    expect((await store.read()).presence).toEqual([]);
  });

  it('in place of the journal is no journal to verify', async () => {
    make(`${path}.journal.jsonl`);
    await expect(verifyChain(journal.lines())).rejects.toThrow(`it is not a file but a ${kind}`);
  });
});

describe('a ring store', () => {
  it('of 200 MB is refused with its limit', async () => {
    writeFileSync(path, '{}');
    truncateSync(path, 200 * MIB);
    const words = `${path} cannot be read: it is longer than 16,777,216 bytes, the most that is read`;
    await expect(store.read()).rejects.toThrow(words);
    await expect(store.update(act)).rejects.toThrow(words);
  });

  it('of many thousand hosts in one line is read, and written', async () => {
    const targets = Array.from({ length: 20_000 }, (_, i) => ({
      hostname: `host-${i}`,
      ip: '10.0.0.1',
      role: 'node',
    }));
    writeFileSync(path, JSON.stringify({ rings: { ring0: { targets } } }));
    await store.update(act);
    expect((await store.read()).records).toEqual({ ring0: { by: 'alice', at } });
  });
});

describe('a journal', () => {
  const file = () => `${path}.journal.jsonl`;

  it('takes no line longer than it would read', async () => {
    await expect(journal.append(record('x'.repeat(MIB)))).rejects.toThrow(
      /has \d+ bytes, and at most 1048576 are kept$/,
    );
    await journal.append(record('x'.repeat(MIB - 1000)));
    expect((await journal.tail(1))[0]?.detail).toHaveLength(MIB - 1000);
  });

  it('with a line that has no end is said to be damaged, and not read into memory', async () => {
    await journal.append(record());
    truncateSync(file(), 300 * MIB);
    const words = 'a line is longer than 4,194,304 bytes: this is not a journal, or it is damaged';
    await expect(store.read()).rejects.toThrow(words);
    await expect(journal.append(record())).rejects.toThrow(words);
    await expect(verifyChain(journal.lines())).rejects.toThrow(words);
  });

  it('is read for its newest lines no further than can be held', async () => {
    const line = `${JSON.stringify({ v: 1, ...record('x'.repeat(MIB)), at: new Date(at).toISOString() })}\n`;
    for (let i = 0; i < 70; i += 1) appendFileSync(file(), line);
    expect((await tailRecords(file(), 1000)).length).toBe(64);
  });

  it('that is followed by thousands of lines of something else tells of a thousand', async () => {
    await journal.append(record());
    appendFileSync(file(), '\n'.repeat(5000));
    const { lines, problems } = await verifyChain(journal.lines());
    expect([lines, problems.length]).toEqual([5001, 1001]);
    expect(problems.at(-1)?.text).toBe('4,000 more are not listed');
    await journal.append(record('goes on'));
    expect((await verifyChain(journal.lines())).problems).toEqual([]);
  });
});
