import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileJournal } from '../../src/operations/file-journal.ts';
import type { JournalRecord } from '../../src/operations/journal.ts';
import { tailLines } from '../../src/operations/journal-file.ts';
import { millis } from '../../src/units.ts';

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
      { ...entry('two\nlines \u2028 and “marks”'), evidence: { soak: 3 } },
      entry('three'),
    ];
    for (const record of records) await journal.append(record);
    expect(await journal.tail(10)).toEqual(records);
    expect(await journal.tail(2)).toEqual(records.slice(1));
    expect(await journal.tail(0)).toEqual([]);
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    expect(JSON.parse(first)).toMatchObject({ v: 1, at: '2023-11-14T22:13:20.123Z' });
  });

  it('passes over a torn last line and heals it with the next', async () => {
    await journal.append(entry('one'));
    await appendFile(file, '{"v":1,"at":"2023-11-1');
    expect(await journal.tail(10)).toEqual([entry('one')]);
    await journal.append(entry('two'));
    expect(await journal.tail(10)).toEqual([entry('one'), entry('two')]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4);
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
