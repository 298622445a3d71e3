import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/bridge/decode.ts';
import { madeAt, parseReport } from '../../src/bridge/report.ts';
import { millis } from '../../src/units.ts';
import { COLLECTED, collected } from './reports.ts';

const parsed = (text: string) => {
  const result = parseReport(text);
  if (!result.ok) throw new Error(result.reason);
  return result.report;
};

describe("the collector's JSON", () => {
  it('is read as the script writes it', () => {
    expect(parsed(COLLECTED)).toEqual({
      timestamp: '2026-03-01T09:30:00Z',
      ring: 'ring0',
      hostname: 'INT-01',
      version: '1.4.0',
      memoryUsage: 163.47,
      cpuUsage: 421.734375,
      processUptime: 93_784.5,
      errorCount: 3,
      signatureErrors: 0,
      antiRollbackErrors: 0,
    });
  });

  it.each([
    ['1.02:03:04.5000000', 93_784.5],
    ['02:03:04', 7384],
    [93_784.5, 93_784.5],
    [null, null],
    [undefined, undefined],
  ])('may have an uptime of %j', (processUptime, expected) => {
    expect(parsed(collected({ processUptime })).processUptime).toBe(expected);
  });

  it('needs a ring and a host; what the application could not be asked for is missing', () => {
    const report = parsed('{"timestamp":"2026-03-01T09:30:00Z","ring":"ga","hostname":"CLIENT-01","version":null}');
    expect(report).toEqual({
      timestamp: '2026-03-01T09:30:00Z',
      ring: 'ga',
      hostname: 'CLIENT-01',
      version: null,
    });
  });

  it('may measure more, and have fields nobody knows', () => {
    const more = { operationCount: 9000, crashCount: 1, startupTime: 2.5, licenseValidationTime: 0.25 };
    expect(parsed(collected({ ...more, userName: 'alice', __proto__: { ring: 'x' } }))).toMatchObject(more);
  });

  it.each([
    [{ ring: '' }, 'ring: expected the id of a ring'],
    [{ ring: 'ring0"}\n' }, 'ring: expected the id of a ring'],
    [{ ring: 'r'.repeat(100) }, 'ring: expected the id of a ring'],
    [{ ring: undefined }, 'ring: '],
    [{ hostname: ' \u200b\u001b[2J' }, 'hostname: '],
    [{ hostname: 'h'.repeat(300) }, 'hostname: '],
    [{ hostname: ['a'] }, 'hostname: '],
    [{ errorCount: -1 }, 'errorCount: '],
    [{ errorCount: '3' }, 'errorCount: '],
    [{ memoryUsage: 1e300 }, 'memoryUsage: '],
    [{ processUptime: 'soon' }, 'processUptime: '],
    [{ processUptime: { TotalSeconds: 'x' } }, 'processUptime: '],
  ])('is refused with %j, and the reason names the field', (fields, reason) => {
    const result = parseReport(collected(fields));
    expect(result).toMatchObject({ ok: false, kind: 'invalid', reason: expect.stringContaining(reason) });
  });

  it.each(['[]', 'null', '1', '"ring0"', '{"ring":1e999,"hostname":"a"}'])('is not %s', (text) => {
    expect(parseReport(text)).toMatchObject({ ok: false, kind: 'invalid' });
  });

  it('is perhaps not written to its end', () => {
    const proper = fc.integer({ min: 0, max: COLLECTED.trimEnd().length - 1 });
    fc.assert(
      fc.property(proper, (end) => {
        expect(parseReport(COLLECTED.slice(0, end))).toMatchObject({ ok: false, kind: 'cut-short' });
      }),
    );
  });

  it('becomes labels that hold nothing a terminal obeys', () => {
    const { hostname, version } = parsed(collected({ hostname: 'A\u001b[31mB\u202e\ud800', version: '1\n2' }));
    expect([hostname, version]).toEqual(['AB\uFFFD', '1 2']);
  });

  it('makes no other value crash the reader', () => {
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(JSON.parse(COLLECTED))), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fields.map(collected)), (text) => {
        expect(typeof parseReport(text).ok).toBe('boolean');
      }),
    );
  });
});

describe('text from Windows', () => {
  const TEXT = '{"hostname":"Zürich–1"}';
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const swapped = (text: string) => utf16(text).swap16();
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark, as Windows PowerShell writes files', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 with its mark, as its ">" writes', utf16(`\uFEFF${TEXT}`)],
    ['UTF-16 without', utf16(TEXT)],
    ['big-endian UTF-16 with its mark', swapped(`\uFEFF${TEXT}`)],
    ['big-endian UTF-16 without', swapped(TEXT)],
    ['the Western code page', Buffer.from(TEXT.replace('–', '\u0096'), 'latin1')],
  ])('is read from %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  it.each([[''], ['{'], ['\u0000'], ['\u0000\u0000\u0000']])('is read from %j', (text) => {
    expect(decodeText(Buffer.from(text))).toBe(text);
  });
});

describe('when a report was made', () => {
  const NOW = millis(Date.UTC(2026, 2, 1, 12));
  const at = (timestamp?: string) => madeAt(parsed(collected({ timestamp })), NOW) - NOW;
  it.each([
    ['in Paris, two hours ahead', '2026-03-01T14:00:00Z', 0],
    ['in Honolulu, ten hours behind', '2026-03-01T02:00:00Z', 0],
    ['without a time', undefined, 0],
    ['with nonsense for a time', 'yesterday', 0],
    ['a week ago, copied today', '2026-02-22T12:00:00Z', -6.5 * 86_400_000],
  ])('%s, is known by when it came', (_, timestamp, expected) => {
    expect(at(timestamp)).toBe(expected);
  });
});
