import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFile, encodeFile, readText } from '../src/file-text.ts';
import { character } from './character.ts';

const TEXT = '{"hostname":"Zürich–1"}';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const swapped = (text: string) => utf16(text).swap16();

/** TEXT as each of PowerShell's encodings has it. */
const WRITTEN: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with its mark, as Windows PowerShell writes files', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16 with its mark, as its ">" and Out-File write', utf16(`\uFEFF${TEXT}`)],
  ['UTF-16 without', utf16(TEXT)],
  ['big-endian UTF-16 with its mark', swapped(`\uFEFF${TEXT}`)],
  ['big-endian UTF-16 without', swapped(TEXT)],
];

describe('a text file', () => {
  it.each(WRITTEN)('is read from %s', (_, bytes) => {
    expect(readText(bytes)).toBe(TEXT);
  });

  it.each(WRITTEN)('takes on another text in %s', (_, bytes) => {
    const file = decodeFile(bytes);
    expect(readText(encodeFile({ ...file, text: '[–ü]' }))).toBe('[–ü]');
    expect(decodeFile(encodeFile({ ...file, text: '[–ü]' }))).toEqual({ ...file, text: '[–ü]' });
  });

  it.each(['', '{', '\u0000', '\u0000\u0000\u0000'])('is read from %j', (text) => {
    expect(readText(Buffer.from(text))).toBe(text);
  });

  it.each([
    ['Windows-1252', [0x5a, 0xfc, 0x96]],
    ['850', [0x5a, 0x81, 0x82]],
  ])('of the code page %s, or another, says which characters are not known', (_, bytes) => {
    expect(readText(Buffer.from(bytes))).toBe('Z\uFFFD\uFFFD');
  });

  it('of a code page takes what that may lack as JSON escapes it, and keeps each byte', () => {
    const bytes = Buffer.from([0x22, 0x81, 0xfc, 0x22]);
    const file = decodeFile(bytes);
    const escaped = Buffer.from('"\\u00fc\\ud83d\\ude00"');
    expect(encodeFile({ ...file, text: `${file.text},"ü😀"` })).toEqual(
      Buffer.concat([bytes, Buffer.from(','), escaped]),
    );
  });

  it.each([
    [0xff, 0xfe, 0, 0],
    [0, 0, 0xfe, 0xff],
  ])('is refused as UTF-32', (...bytes) => {
    expect(() => readText(Buffer.from(bytes))).toThrow('it is UTF-32: write it as UTF-8');
  });

  it('that ends within a character is not whole', () => {
    expect(readText(utf16('{}').subarray(0, 3))).toBe('{\uFFFD');
  });

  it('with half a surrogate pair is read as if the half were no character, and keeps it', () => {
    const bytes = utf16('\uFEFF{"a":"\uD800"}');
    expect(readText(bytes)).toBe('{"a":"\uFFFD"}');
    expect(encodeFile(decodeFile(bytes))).toEqual(bytes);
  });

  it('is, whatever bytes it has, written as it was read', () => {
    const some = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: character }).map((text) => Buffer.from(text)),
      fc.string({ unit: character }).map((text) => utf16(`{${text}`)),
      fc.string({ unit: character }).map((text) => swapped(`\uFEFF${text}`)),
    );
    fc.assert(
      fc.property(some, (bytes) => {
        fc.pre(
          bytes.length % 2 === 0 &&
            !bytes
              .subarray(0, 4)
              .join()
              .match(/^(255,254,0,0|0,0,254,255)$/),
        );
        expect(encodeFile(decodeFile(bytes)).equals(bytes)).toBe(true);
      }),
    );
  });
});
