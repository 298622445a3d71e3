import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/operations/journal/canonical-json.ts';
import { verifyChain } from '../../../src/operations/journal/chain.ts';
import type { JournalRecord } from '../../../src/operations/journal/journal.ts';
import { decodeLine, sealLine, sha256 } from '../../../src/operations/journal/line.ts';
import { splitLines } from '../../../src/operations/journal/raw-lines.ts';
import { JOURNAL_ACTS } from '../../../src/room/room.ts';
import { millis } from '../../../src/units.ts';
import { anyName, named } from '../../names.ts';

const entry = (detail: string, evidence?: Record<string, unknown>): JournalRecord => ({
  at: millis(1_700_000_000_123),
  by: 'alice',
  act: 'validate',
  target: 'ring0',
  result: 'done',
  detail,
  ...(evidence && { evidence }),
});

const V1 = JSON.stringify({ v: 1, ...entry('old'), at: '2023-11-14T22:13:20.123Z' });

/** A journal of so many acts, after so many lines of format 1. */
function journalOf(acts: number, old = 0): string[] {
  const lines = Array.from({ length: old }, () => V1);
  let prev = sha256(lines.map((line) => `${line}\n`).join(''));
  for (let i = 1; i <= acts; i++) {
    const content = entry(`act ${i} “é” \u2028`, i % 2 ? { b: i, a: [null, 'x'] } : undefined);
    const { text, hash } = sealLine(content, { seq: old + i, prev }, `id-${i}`);
    lines.push(text);
    prev = hash;
  }
  return lines;
}

const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
async function* chunked(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const verify = (text: string | Uint8Array, ...known: readonly string[]) =>
  verifyChain(splitLines(chunked(Buffer.from(text), 97)), known);
const problems = async (text: string | Uint8Array) =>
  (await verify(text)).problems.map(({ line, text }) => `${line}: ${text}`);

describe('a journal that nobody touched', () => {
  it.each([
    [0, 0, null],
    [5, 0, 1],
    [5, 3, 4],
    [1, 1, 2],
    [0, 3, null],
  ])('of %i acts after %i lines of format 1 is whole, and says where its chain begins', async (acts, old, begins) => {
    const lines = journalOf(acts, old);
    const report = await verify(textOf(lines));
    expect(report).toMatchObject({ lines: acts + old, begins, problems: [], torn: [] });
    expect(report.head?.hash).toBe(acts === 0 ? undefined : decodeLine(Buffer.from(lines.at(-1) ?? ''))?.link?.hash);
  });

  it('can be checked with tools of the shell: the hash is that of the line without its last field', () => {
    const [line = ''] = journalOf(1);
    const [, body, hash] = /^(.*),"hash":"([0-9a-f]{64})"\}$/s.exec(line) ?? [];
    expect(sha256(`${body}}`)).toBe(hash);
  });

  it('is known by any of its hashes, and one that was cut off is not', async () => {
    const lines = journalOf(5);
    const hashes = lines.map((line) => decodeLine(Buffer.from(line))?.link?.hash ?? '');
    expect((await verify(textOf(lines), ...hashes, hashes[3]?.slice(0, 8) ?? '')).problems).toEqual([]);
    expect((await verify(textOf(lines.slice(0, 4)), hashes[3] ?? '')).problems).toEqual([]);
    expect((await verify(textOf(lines.slice(0, 4)), hashes[4] ?? '')).problems).toMatchObject([
      { line: 4, text: expect.stringContaining('cut off') },
    ]);
  });
});

describe('a journal of any words', () => {
  const acts = fc.record({
    at: fc.nat(4_000_000_000_000).map(millis),
    by: anyName,
    act: fc.constantFrom(...JOURNAL_ACTS),
    target: anyName,
    fingerprint: anyName,
    note: anyName,
    result: fc.constantFrom('done', 'refused', 'failed'),
    detail: anyName,
    evidence: named(anyName, fc.oneof(named(anyName, anyName), anyName)),
  });

  it('is read as it was written, whatever operators, rings, alerts and fields of evidence are named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 3 }), async (contents) => {
        const lines: string[] = [];
        let prev = sha256('');
        for (const [i, content] of contents.entries()) {
          const sealed = sealLine(content, { seq: i + 1, prev });
          lines.push(sealed.text);
          prev = sealed.hash;
        }
        expect((await verify(textOf(lines))).problems).toEqual([]);
        const read = lines.map((line) => {
          const { link: _, digest: __, seq: ___, ...content } = decodeLine(Buffer.from(line)) ?? {};
          return content;
        });
        expect(canonicalJson(read)).toBe(canonicalJson(contents));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a journal that somebody changed', () => {
  const sizes = fc.record({ acts: fc.integer({ min: 2, max: 9 }), old: fc.integer({ min: 0, max: 3 }) });

  it('is told by the line a byte was changed in, wherever and to whatever', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.integer({ min: 1, max: 255 }), async ({ acts, old }, n, flip) => {
        const bytes = Buffer.from(textOf(journalOf(acts, old)));
        const position = n % bytes.length;
        const line = bytes.subarray(0, position).reduce((count, byte) => count + Number(byte === 0x0a), 1);
        bytes[position] = (bytes[position] ?? 0) ^ flip;
        const [first] = (await verify(bytes)).problems;
        // Lines from before the chain are vouched for together.
        if (line <= old) expect(first?.line).toBeLessThanOrEqual(old);
        else expect(first?.line).toBe(line);
      }),
      { numRuns: 600 },
    );
  });

  it('is told by the place where a line was dropped, but for the end', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ({ acts, old }, n) => {
        const lines = journalOf(acts, old);
        const dropped = n % (lines.length - 1);
        const [first] = (await verify(textOf(lines.toSpliced(dropped, 1)))).problems;
        // The first chained line tells that some line before it is gone.
        expect(first?.line).toBe(Math.max(dropped + 1, old));
      }),
    );
  });

  it('is told by the first of two lines that were swapped', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async ({ acts, old }, n, m) => {
        const lines = journalOf(acts, old);
        const [i = 0, j = 0] = [n % lines.length, m % lines.length].sort((a, b) => a - b);
        fc.pre(lines[i] !== lines[j]);
        const swapped = lines.with(i, lines[j] ?? '').with(j, lines[i] ?? '');
        const [first] = (await verify(textOf(swapped))).problems;
        expect(first?.line).toBe(i + 1);
      }),
    );
  });

  it('is told by the place where a line was put in, also one that is made to fit', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ({ acts, old }, n) => {
        const lines = journalOf(acts, old);
        const after = old + 1 + (n % (acts - 1));
        const link = decodeLine(Buffer.from(lines[after - 1] ?? ''))?.link;
        const forged = sealLine(entry('forged'), { seq: after + 1, prev: link?.hash ?? '' }).text;
        for (const put of [forged, lines[old] ?? '', V1, '', 'rubbish']) {
          const [first] = (await verify(textOf(lines.toSpliced(after, 0, put)))).problems;
          // Of a fitting line and the one it displaces, the second does not follow.
          expect(first?.line).toBe(put === forged ? after + 2 : after + 1);
        }
      }),
    );
  });

  it('is told when a line was rewritten with all hashes made anew, by whoever knows a later one', async () => {
    const honest = journalOf(5);
    const known = decodeLine(Buffer.from(honest[4] ?? ''))?.link?.hash ?? '';
    let prev = sha256('');
    const rewritten = honest.map((line, i) => {
      const content = decodeLine(Buffer.from(line));
      if (!content) throw new Error('no line');
      const sealed = sealLine(i === 2 ? { ...content, by: 'bob' } : content, { seq: i + 1, prev }, content.link?.id);
      prev = sealed.hash;
      return sealed.text;
    });
    expect(await problems(textOf(rewritten))).toEqual([]);
    expect((await verify(textOf(rewritten), known)).problems).toHaveLength(1);
  });

  it('says what is wrong', async () => {
    const lines = journalOf(4);
    expect(await problems(textOf(lines).replace('act 2', 'act 9'))).toEqual([
      '2: it was changed: its hash does not fit what it says',
    ]);
    expect(await problems(textOf(lines.toSpliced(1, 2)))).toEqual(['2: 2 lines are missing before it']);
    expect(await problems(textOf(lines.slice(1)))).toEqual(['1: 1 line is missing before it']);
    expect(await problems(textOf([...lines, lines[0] ?? '']))).toEqual([
      '5: it is out of order, or was inserted: number 1 after 4',
    ]);
    expect(await problems(textOf(lines).slice(0, -20))).toEqual([
      '4: it is incomplete: a writer died in the middle of it, or its end was cut off',
    ]);
    expect(await problems(`${V1}\n${V1}\n${textOf(journalOf(2, 1).slice(1))}`)).toEqual([
      '1: it, or another up to line 2, was changed since the chain began with line 3',
    ]);
    expect(await problems('rubbish\n')).toEqual([
      '1: it is not a line of a journal: it was changed, or a writer died in the middle of it',
    ]);
  });
});
