import { readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { expect } from 'vitest';

/** Says that what is drawn now is right: the files are written anew instead of compared. */
const REWRITES = process.env.RINGDECK_GOLDEN === 'write';

/** Of a file of texts by their names, packed: they are much alike, and read by nobody. */
const PACKED = {
  params: {
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
};

const kept = (file: URL): ReadonlyMap<string, string> =>
  new Map(JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')));

/** What is told of one text that is not the one kept. */
function difference(name: string, was: string, is: string): string {
  const [before, after] = [stripVTControlCharacters(was), stripVTControlCharacters(is)];
  if (before !== after) return `=== ${name}\n--- was\n${before}\n--- is\n${after}`;
  const at = was.split('\n').findIndex((line, i) => line !== is.split('\n')[i]);
  const [old, now] = [was, is].map((text) => JSON.stringify(text.split('\n')[at]));
  return `=== ${name}: only colours differ, first in line ${at + 1}\n--- was\n${old}\n--- is\n${now}`;
}

/** So many differences are told; the others are counted. */
const TOLD = 5;

/**
 * Compares every text with the one kept under its name in a file, byte by byte; a name that is missing on either side is
 * a difference. With `RINGDECK_GOLDEN=write` they are kept instead.
 */
export function expectGolden(file: URL, texts: ReadonlyMap<string, string>): void {
  if (REWRITES) writeFileSync(file, brotliCompressSync(JSON.stringify([...texts]), PACKED));
  const known = kept(file);
  const names = {
    missing: [...known.keys()].filter((name) => !texts.has(name)),
    surplus: [...texts.keys()].filter((name) => !known.has(name)),
  };
  expect(names, `names in ${file.pathname}`).toEqual({ missing: [], surplus: [] });
  const differing = [...texts].flatMap(([name, is]) => {
    const was = known.get(name) ?? '';
    return was === is ? [] : [difference(name, was, is)];
  });
  const told = differing.slice(0, TOLD).join('\n');
  expect.soft(differing.length, `${differing.length} of ${texts.size} in ${file.pathname} differ\n${told}`).toBe(0);
}
