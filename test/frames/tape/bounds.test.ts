import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { constants, createBrotliCompress } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TapeMeasure } from '../../../src/frames/tape/lines.ts';
import { encodeFrame, encodeHeader } from '../../../src/frames/tape/tape.ts';
import { promql } from '../../../src/profile/query.ts';
import { failed } from '../../../src/sources/error.ts';
import { millis } from '../../../src/units.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { peakOf, source } from '../../peak.ts';

const FRAME = { at: millis(0), queries: [], backfills: [], alertmanagers: {}, sources: [] };

describe('a tape that unpacks to more than any recording', () => {
  const MB = 1_000_000;
  /** Quicker than a recording is packed, and nearly as small. */
  const pack = (parts: readonly (string | Buffer)[]) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 24 };
    return buffer(Readable.from(parts).pipe(createBrotliCompress({ params })));
  };
  /** A packed text of so many megabytes, most of them the same. */
  const bomb = (begin: string, again: string, megabytes: number, end = '') => {
    const part = Buffer.from(again.repeat(MB / again.length));
    return pack([begin, ...Array.from({ length: megabytes }, () => part), end]);
  };
  const head = `${encodeHeader({})}\n`;
  const line = encodeFrame(FRAME);
  const [before = '', after = ''] = line.split('"backfills":[');

  test.each([
    ['zeros', '', '\0', ''],
    ['blanks behind its header', head, ' ', ''],
    ['nested lists in a frame', `${head}${before}"backfills":[`, '[],', `[]${after}`],
    ['frames', `${head}${line}`, `\n${line.padEnd(499)}`, ''],
  ])('as %s is refused with the limit, long before it fills memory', async (_, begin, again, end) => {
    const folder = mkdtempSync(join(tmpdir(), 'ringdeck-bomb-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'x.tape');
    const packed = await bomb(begin, again, 150, end);
    expect(packed.length).toBeLessThan(50_000);
    writeFileSync(file, packed);
    const { answer, bytes } = await peakOf(`
      import { readFileSync } from 'node:fs';
      import { Reel } from ${source('frames/tape/reel.ts')};
      const read = async () => (await Reel.open(readFileSync(${JSON.stringify(file)}), 'x.tape')).read();
      await read().catch(({ message }) => answer(message));
    `);
    expect(answer).toMatch(/^x\.tape is not a tape: it unpacks to more than [\d,]+ (bytes|values)\.$/);
    expect(bytes).toBeLessThan(200 * MB);
  });

  test('is not one of a room whose servers were dead all the time, however much that packs', async () => {
    const dead = failed({ kind: 'unreachable', message: `no connection to http://127.0.0.1:9090: ${'x'.repeat(50)}` });
    const queries = Array.from({ length: 100 }, (_, i) => ({ expr: promql(`query ${i}`), outcome: dead }));
    const frames = Array.from({ length: 2500 }, (_, i) => encodeFrame({ ...FRAME, at: millis(i * 5013), queries }));
    const text = [encodeHeader({}), ...frames].join('\n');
    const packed = await pack([text]);
    expect(text.length / packed.length).toBeGreaterThan(1000);
    expect((await unpackTape(packed, 'x.tape')).frames).toHaveLength(2500);
  });

  test('in bytes, in one line or in values is not recorded either', () => {
    const say = (piece: Buffer, times: number) => {
      const measure = new TapeMeasure();
      for (let i = 0; i < times; i += 1) {
        const tooMuch = measure.add(piece);
        if (tooMuch !== null) return [i, tooMuch];
      }
      return null;
    };
    const lines = (text: string) => Buffer.from(`${text.repeat(MB / text.length)}\n`);
    // Of so many pieces as are below the limit each is taken.
    expect(say(lines('x'), 600)).toEqual([536, 'more than 536,870,912 bytes']);
    expect(say(Buffer.alloc(MB, 'x'), 100)).toEqual([67, 'a line of more than 67,108,864 bytes']);
    expect(say(lines('1,'), 100)).toEqual([50, 'more than 25,165,824 values']);
  });
});
