import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/bridge/decode.ts';
import { parseReport } from '../../src/bridge/report.ts';
import { writtenNumber } from '../../src/bridge/report-number.ts';
import { madeAt } from '../../src/bridge/report-time.ts';
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
      timestamp: { at: Date.UTC(2026, 2, 1, 9, 30), exact: false },
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
      timestamp: { at: Date.UTC(2026, 2, 1, 9, 30), exact: false },
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
    [{ hostname: 'Z\uFFFDRICH-1' }, 'hostname: holds a character that cannot be read'],
    [{ hostname: 'A\ud800' }, 'hostname: holds a character that cannot be read'],
    [{ version: '1.0\uFFFD' }, 'version: holds a character that cannot be read'],
    [{ errorCount: 'three' }, 'errorCount: expected a number of at least 0'],
    [{ errorCount: '' }, 'errorCount: '],
    [{ errorCount: true }, 'errorCount: '],
    [{ memoryUsage: [100, 101] }, 'memoryUsage: '],
    [
      { memoryUsage: '1.234' },
      'memoryUsage: expected a number of at least 0, without marks that another country reads otherwise',
    ],
    [{ memoryUsage: '9999999999999999' }, 'memoryUsage: '],
    [{ timestamp: '29.11.2026 12:00:00' }, 'timestamp: expected a time such as'],
    [{ timestamp: '03/04/2026 12:00:00' }, 'timestamp: expected a time such as'],
    [{ timestamp: 'yesterday' }, 'timestamp: expected a time such as'],
    [{ timestamp: '2026-13-01T00:00:00Z' }, 'timestamp: expected a time such as'],
    [{ timestamp: '/Date(-62135596800000)/' }, 'timestamp: expected a time such as'],
    [{ timestamp: 1772357400 }, 'timestamp: expected a time such as'],
    [{ memoryUsage: 1e300 }, 'memoryUsage: '],
    [{ processUptime: 'soon' }, 'processUptime: '],
    [{ processUptime: { TotalSeconds: 'x' } }, 'processUptime: '],
  ])('is refused with %j, and the reason names the field', (fields, reason) => {
    const result = parseReport(collected(fields));
    expect(result).toMatchObject({ ok: false, kind: 'invalid', reason: expect.stringContaining(reason) });
  });

  it('may stand in a list alone, and have members that PowerShell hangs on what it read', () => {
    const hostname = { value: 'INT-01', PSPath: 'C:\\host.txt', PSParentPath: 'C:\\', ReadCount: 1 };
    expect(parsed(`[${collected({ hostname })}]`).hostname).toBe('INT-01');
  });

  it.each(['[]', '[{},{}]', 'null', '1', '"ring0"', '{"ring":1e999,"hostname":"a"}'])('is not %s', (text) => {
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
    const { hostname, version } = parsed(collected({ hostname: 'A\u001b[31mB\u202e', version: '1\n2' }));
    expect([hostname, version]).toEqual(['AB', '1 2']);
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

describe('the text of a POST', () => {
  it.each([
    ['UTF-8', Buffer.from('Zürich–1')],
    ['the Western code page, as Windows PowerShell sends it', Buffer.from('Zürich\u00961', 'latin1')],
  ])('is read from %s', (_, bytes) => {
    expect(decodeBody(bytes)).toBe('Zürich–1');
  });
});

describe('a number as PowerShell formats it', () => {
  it.each([
    ['3', 3],
    ['0', 0],
    ['163.47', 163.47],
    ['123,45', 123.45],
    ['0,123', 0.123],
    ['1234,567', 1234.567],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.234.567', 1_234_567],
    ['1\u202f234,5', 1234.5],
    ['12\u00a0345\u00a0678', 12_345_678],
    ["1'234.5", 1234.5],
    ['1’234', 1234],
    ['1,234', null],
    ['1.234', null],
    ['1.23.456', null],
    ['1,234,56', null],
    ['-1', null],
    ['1e3', null],
    ['NaN', null],
    ['12 34', null],
    ['', null],
  ])('%s is %j', (text, value) => {
    expect(writtenNumber(text)).toBe(value);
  });

  it('of any country is the number, or none where it could be another', () => {
    const countries = fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE', 'pt-BR');
    fc.assert(
      fc.property(countries, fc.integer({ max: 1e13, min: 0 }), fc.nat({ max: 4 }), (country, units, digits) => {
        const format = new Intl.NumberFormat(country, { minimumFractionDigits: digits, maximumFractionDigits: digits });
        const read = writtenNumber(format.format(units / 10 ** digits));
        expect(read === null || read === units / 10 ** digits).toBe(true);
        if (digits > 0 && digits !== 3) expect(read).not.toBeNull();
      }),
    );
  });
});

describe('when a report was made', () => {
  const NOW = Date.UTC(2026, 2, 1, 12);
  const DAYS = 86_400_000;
  const at = (timestamp?: unknown) => madeAt(parsed(collected({ timestamp })).timestamp, millis(NOW)) - NOW;
  const dateObject = (ms: number) => ({ value: `/Date(${ms})/`, DisplayHint: 2, DateTime: 'Sunday, 1 March 2026' });
  it.each([
    ['in Paris, two hours ahead', '2026-03-01T14:00:00Z', 0],
    ['in Honolulu, ten hours behind', '2026-03-01T02:00:00Z', 0],
    ['without a time', undefined, 0],
    ['with null for a time', null, 0],
    ['a week ago, copied today', '2026-02-22T12:00:00Z', -6.5 * DAYS],
    ['a week ago, without a zone', '2026-02-22T12:00:00.1234567', -6.5 * DAYS + 123],
    ['now, as Windows PowerShell writes a DateTime', `/Date(${NOW - 1000})/`, 0],
    ['three days ago, as it does', `/Date(${NOW - 3 * DAYS})/`, -3 * DAYS],
    ['three days ago, with an offset that says nothing', `/Date(${NOW - 3 * DAYS}+0200)/`, -3 * DAYS],
    ['three days ago, by Get-Date as it is', dateObject(NOW - 3 * DAYS), -3 * DAYS],
    ['three days ago, as a DateTimeOffset', { UtcDateTime: `/Date(${NOW - 3 * DAYS})/`, Day: 26 }, -3 * DAYS],
    ['a week ago, as PowerShell 7 writes a DateTime', '2026-02-22T14:00:00.5000000+02:00', -7 * DAYS + 500],
  ])('%s, is known by when it came, or before', (_, timestamp, expected) => {
    expect(at(timestamp)).toBe(expected);
  });
});
