import { describe, expect, it } from 'vitest';
import { readStored, writeStored } from '../../../src/operations/stores/ring-bytes.ts';
import { millis } from '../../../src/units.ts';

const zoe = { by: 'Zoé', at: millis(Date.UTC(2026, 0, 2)), note: '✓ 😀' };
const TEXT =
  '{\r\n    "rings":  {\r\n        "ring0":  {\r\n            "validated":  false,\r\n            "owner":  "Müller"\r\n        }\r\n    }\r\n}\r\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
/** The letter as a code page has it. */
const paged = (letter: number) => {
  const [before = '', after = ''] = TEXT.split('ü');
  return Buffer.concat([Buffer.from(before), Buffer.from([letter]), Buffer.from(after)]);
};

describe('a ring store as Windows PowerShell writes it', () => {
  const encodings: readonly (readonly [string, Buffer])[] = [
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 with its mark', utf16(`\uFEFF${TEXT}`)],
    ['UTF-16 without', utf16(TEXT)],
    ['big-endian UTF-16 with its mark', utf16(`\uFEFF${TEXT}`).swap16()],
    ['UTF-16 with half a surrogate pair', utf16(`\uFEFF${TEXT.replace('ü', '\uDC00')}`)],
    ['Windows-1252', paged(0xfc)],
    ['code page 850', paged(0x81)],
    ['half a letter of UTF-8', paged(0xc3)],
  ];

  it.each(encodings)('in %s takes a validation, and gives back every byte when it is revoked', (_, content) => {
    const validated = writeStored(content, 'rings.json', 'ring0', zoe);
    expect(readStored(validated, 'rings.json')).toEqual({ ring0: zoe });
    expect(writeStored(validated, 'rings.json', 'ring0', null)).toEqual(content);
  });

  it.each(encodings)('in %s keeps each byte beside the validation', (_, content) => {
    const validated = writeStored(content, 'rings.json', 'ring0', zoe).toString('latin1');
    const owner = content.toString('latin1').slice(content.indexOf('wner'));
    expect(validated.endsWith(owner)).toBe(true);
  });

  it('says what it is when it is UTF-32', () => {
    expect(() => readStored(Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), 'rings.json')).toThrow('it is UTF-32');
  });
});
