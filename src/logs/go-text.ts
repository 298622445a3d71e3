import { own } from '../own.ts';

/** Nanoseconds of each unit that Go reads in a duration. */
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  y: 31_536_000_000_000_000n,
};
const LONGEST = 2n ** 63n - 1n;

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)(?=[\d.]|$)/y;

/** Nanoseconds of a duration as Go's `time.ParseDuration` reads it ("1h30m", "-1.5s"); null when it is none. */
export function goDuration(text: string): bigint | null {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  let total = 0n;
  PART.lastIndex = 0;
  for (let at = 0; at < rest.length || at === 0; at = PART.lastIndex) {
    const [, whole = '', fraction = '', unit = ''] = PART.exec(rest) ?? [];
    const each = own(NANOSECONDS, unit);
    if (each === undefined || whole + fraction === '') return null;
    total += BigInt(whole) * each;
    if (fraction !== '') total += BigInt(Math.trunc(Number(`0.${fraction}`) * Number(each)));
    if (total > LONGEST) return null;
  }
  return sign === '-' ? -total : total;
}

/** Nanoseconds of a duration as Prometheus writes it, units from largest to smallest ("1w2d"); null when it is none. */
export function promDuration(text: string): bigint | null {
  if (text === '0') return 0n;
  if (!/^(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/.test(text)) return null;
  let total = 0n;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+)(ms|[smhdwy])/g))
    total += BigInt(digits) * (own(NANOSECONDS, unit) ?? 0n);
  return total > LONGEST ? null : total;
}

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const HEXADECIMAL = /^([-+]?)0x([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i;

/** A number as Go's `strconv.ParseFloat` reads it; null when it is none, or too large. */
export function goFloat(text: string): number | null {
  const [, sign, word] = /^([-+]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word !== undefined) {
    if (word.toLowerCase() === 'nan') return sign === '' ? Number.NaN : null;
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const number = DECIMAL.test(text) ? Number(text) : hexadecimal(text);
  return number !== null && Number.isFinite(number) ? number : null;
}

function hexadecimal(text: string): number | null {
  const [, sign, whole = '', fraction = '', power = ''] = HEXADECIMAL.exec(text) ?? [];
  if (whole + fraction === '') return null;
  const size = Number.parseInt(whole + fraction, 16) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}

/** Bytes as Loki reads them, whatever the case: 5KB are 5,000 and 5KiB 5,120; null when they are none. */
export function goBytes(text: string): number | null {
  const [, digits = '', rest = ''] = /^([\d.,]*)(.*)$/s.exec(text) ?? [];
  const number = goFloat(digits.replaceAll(',', ''));
  const [, prefix = '', binary] = /^([kmgtpe]?)(i?)b?$/.exec(rest.trim().toLowerCase()) ?? [];
  if (number === null || !/^(?:b|[kmgtpe]i?b?|)$/.test(rest.trim().toLowerCase())) return null;
  const size = number * (binary ? 1024 : 1000) ** (prefix === '' ? 0 : 'kmgtpe'.indexOf(prefix) + 1);
  return size >= 2 ** 64 ? null : Math.trunc(size);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};
const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([0-7][\da-fA-F])|([01][0-7]{2})|([abfnrtv\\"]))|\\|\n|"/g;

/**
 * What a string of LogQL stands for, in quotes or backticks, as Go reads it. Null when it is none, or one that spells out
 * bytes that may be no text.
 */
export function goString(quoted: string): string | null {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner.replaceAll('\r', '');
  let isWhole = true;
  const text = inner.replace(ESCAPE, (_, short, long, byte, octal, sign) => {
    const code = short ?? long ?? byte;
    const point = code === undefined ? Number.parseInt(octal, 8) : Number.parseInt(code, 16);
    if (sign !== undefined) return own(ESCAPES, sign) ?? '';
    isWhole &&= point <= 0x10_ff_ff && !(point >= 0xd8_00 && point <= 0xdf_ff);
    return isWhole ? String.fromCodePoint(point) : '';
  });
  return isWhole ? text : null;
}
