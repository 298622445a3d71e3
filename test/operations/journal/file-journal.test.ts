import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/operations/journal/chain.ts';
import { tailLines } from '../../../src/operations/journal/file.ts';
import { FileJournal } from '../../../src/operations/journal/file-journal.ts';
import type { JournalRecord } from '../../../src/operations/journal/journal.ts';
import { millis } from '../../../src/units.ts';

let directory: string;
let file: string;
let journal: FileJournal;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringdeck-'));
  journal = new FileJournal(join(directory, 'rings.json'));
  file = join(directory, 'rings.json.journal.jsonl');
});
afterEach(() => rm(directory, { recursive: true }));

const entry = (detail: string): JournalRecord => ({
  at: millis(1_700_000_000_123),
  by: 'alice',
  act: 'validate',
  target: 'ring0',
  result: 'done',
  detail,
});

describe('a journal in a file', () => {
  it('is empty when there is no file', async () => {
    expect(await journal.tail(10)).toEqual([]);
  });

  it('gives back what was appended, newest last', async () => {
    const records = [
      entry('one'),
      { ...entry('two\nlines \u2028 and “marks”'), evidence: { soak: 3 }, note: 'n', override: 'o', fingerprint: 'f' },
      entry('three'),
    ];
    for (const record of records) await journal.append(record);
    expect(await journal.tail(10)).toMatchObject(records);
    expect(await journal.tail(2)).toMatchObject(records.slice(1));
    expect(await journal.tail(0)).toEqual([]);
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    expect(JSON.parse(first)).toMatchObject({ v: 2, seq: 1, at: '2023-11-14T22:13:20.123Z' });
  });

  it.each([
    ['a torn line', '{"v":2,"seq":2,"at":"2023-11-1'],
    ['a torn line with its end, of which the beginning was lost', '\0\0\0"hash":"00"}\n'],
    ['zeros, as a file system leaves them', '\0'.repeat(70_000)],
  ])('passes over %s, and accounts for it with the next', async (_, torn) => {
    await journal.append(entry('one'));
    await appendFile(file, torn);
    expect(await journal.tail(10)).toMatchObject([entry('one')]);
    expect((await verifyChain(journal.lines())).problems).toMatchObject([{ line: 2 }]);
    await journal.append(entry('two'));
    expect(await journal.tail(10)).toMatchObject([entry('one'), entry('two')]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4);
    expect(await verifyChain(journal.lines())).toMatchObject({ problems: [], torn: [{ line: 2 }] });
    const bytes = await readFile(file);
    const hole = bytes.indexOf('\n') + 1;
    bytes[hole] = (bytes[hole] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect((await verifyChain(journal.lines())).problems).toMatchObject([{ line: 2 }]);
  });

  it('counts a last line that lacks nothing but its line feed', async () => {
    for (const detail of ['one', 'two']) await journal.append(entry(detail));
    await truncate(file, (await stat(file)).size - 1);
    expect(await journal.tail(10)).toMatchObject([entry('one'), entry('two')]);
    await journal.append(entry('three'));
    expect(await verifyChain(journal.lines())).toMatchObject({ lines: 3, problems: [], torn: [] });
  });

  it('goes on behind lines of format 1, torn ones too, and vouches for them', async () => {
    const old = JSON.stringify({ v: 1, ...entry('old'), at: '2023-11-14T22:13:20.123Z' });
    await writeFile(file, `${old}\n{"v":1,"at\n${old}`);
    await journal.append(entry('new'));
    expect(await journal.tail(10)).toMatchObject([entry('old'), entry('old'), { ...entry('new'), seq: 4 }]);
    expect(await verifyChain(journal.lines())).toMatchObject({ lines: 4, begins: 4, problems: [] });
    await writeFile(file, (await readFile(file, 'utf8')).replace('alice', 'bobby'));
    expect((await verifyChain(journal.lines())).problems).toHaveLength(1);
  });

  it('goes on behind a last line that somebody changed, and does not vouch for that', async () => {
    for (const detail of ['one', 'two']) await journal.append(entry(detail));
    await writeFile(file, (await readFile(file, 'utf8')).replace('two', 'too'));
    await journal.append(entry('three'));
    expect((await verifyChain(journal.lines())).problems).toMatchObject([{ line: 2 }]);
  });

  it('misses what was cut off its end, and goes on missing it behind the next line', async () => {
    for (const detail of ['one', 'two', 'three', 'four']) await journal.append(entry(detail));
    const problems = async () => (await verifyChain(journal.lines(), [(await journal.head()) ?? ''])).problems;
    expect(await problems()).toEqual([]);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${lines.slice(0, 2).join('\n')}\n`);
    expect(await problems()).toMatchObject([{ line: 2, text: expect.stringContaining('the end was cut off') }]);
    await journal.append(entry('five'));
    expect(await problems()).toEqual([{ line: 3, text: '2 lines are missing before it' }]);
    await rm(file);
    await journal.append(entry('six'));
    expect(await problems()).toEqual([{ line: 1, text: '5 lines are missing before it' }]);
  });

  it('goes on when the writer before died with its line written, and nothing else', async () => {
    for (const detail of ['one', 'two']) await journal.append(entry(detail));
    const before = await readFile(`${file}.head`);
    await journal.append(entry('three'));
    for (const left of [before, '', '{"seq":']) {
      await writeFile(`${file}.head`, left);
      await journal.append(entry('next'));
      expect((await verifyChain(journal.lines(), [(await journal.head()) ?? ''])).problems).toEqual([]);
    }
  });

  it('reads the end of a long journal alike, wherever blocks begin', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 14 }), async (lengths, limit) => {
        const details = lengths.map((length, i) => `${i}${'é'.repeat(length)}`);
        const lines = details.map((detail) =>
          JSON.stringify({ v: 1, ...entry(detail), at: new Date(1_700_000_000_123).toISOString() }),
        );
        await writeFile(file, lines.map((line) => `${line}\n`).join(''));
        const read = await tailLines(file, limit);
        expect(read.map(({ detail }) => detail.length)).toEqual(details.slice(-limit).map((detail) => detail.length));
      }),
      { numRuns: 30 },
    );
  });
});
