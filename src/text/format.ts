import type { Millis, Unit } from '../units.ts';
import { type Safe, safe } from './safe.ts';
import { sanitiseLine } from './sanitise.ts';

const MINUS = '−';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** The text of a size without its sign; the bound says that the true size lies below or above what the text says. */
interface Magnitude {
  readonly bound: '' | '<' | '>';
  readonly text: string;
}

const exactly = (text: string): Magnitude => ({ bound: '', text });
const below = (text: string): Magnitude => ({ bound: '<', text });
const above = (text: string): Magnitude => ({ bound: '>', text });

/**
 * A value in base units as an operator reads it: "83.9 %", "45 ms", "212 MB", "141/s", "4,120", "×1.3".
 * About three digits, at most 10 cells. What is not zero never reads as zero ("<0.01 %"), and a ratio below one never
 * as "100 %". NaN and the infinities read as Prometheus writes them.
 */
export function formatValue(value: number, unit: Unit): Safe {
  return sanitiseLine(notFinite(value) ?? signed(value, magnitudeOf(Math.abs(value), unit), ''));
}

/**
 * The difference of two values in base units, with its sign: "+0.03 pt" (percentage points), "−7 ms", "±0".
 * At most 11 cells.
 */
export function formatDelta(delta: number, unit: Unit): Safe {
  if (delta === 0) return safe('±0');
  return sanitiseLine(notFinite(delta) ?? signed(delta, differenceOf(Math.abs(delta), unit), '+'));
}

/** Elapsed or remaining time, cut and not rounded, in its two largest parts: "12s", "4m12", "14h10", "2d 3h", "61d". */
export function formatDuration(seconds: number): Safe {
  const whole = Math.trunc(seconds);
  return sanitiseLine(notFinite(seconds) ?? signed(whole, duration(Math.abs(whole)), ''));
}

/** Age by its largest part alone: "4s", "31m", "14h", "2d". What lies ahead, by a clock that differs, is "0s" old. */
export function formatAge(seconds: number): Safe {
  const age = Math.max(0, Math.trunc(seconds));
  const part = age < HOUR ? MINUTE : age < DAY ? HOUR : DAY;
  return sanitiseLine(notFinite(seconds) ?? signed(1, duration(age < MINUTE ? age : age - (age % part)), ''));
}

/**
 * A value held against a limit: where rounding would make the two look the same although they are not, which side it is
 * on, as "<4.50".
 */
export function formatAgainst(value: number, limit: number, unit: Unit): Safe {
  const text = formatValue(value, unit);
  if (value === limit || !Number.isFinite(value) || text !== formatValue(limit, unit)) return text;
  return safe(`${value < limit ? '<' : '>'}${text}`);
}

/** Time of day as HH:MM:SS in an IANA time zone; throws a `RangeError` for a zone that does not exist. */
export const formatClock = (at: Millis, timeZone: string): Safe => sanitiseLine(formatterOf(timeZone).clock.format(at));

/** Time of day as HH:MM in an IANA time zone; throws a `RangeError` for a zone that does not exist. */
export const formatMinute = (at: Millis, timeZone: string): Safe => formatClock(at, timeZone).slice(0, 5);

function notFinite(value: number): string | null {
  if (Number.isFinite(value)) return null;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : `${MINUS}Inf`;
}

/** A bound turns round with the sign: what is less than 0.01 in size and negative is greater than −0.01. */
function signed(value: number, { bound, text }: Magnitude, plus: '' | '+'): string {
  if (value >= 0) return bound + plus + text;
  const turned = bound === '' ? '' : bound === '<' ? '>' : '<';
  return turned + MINUS + text;
}

function magnitudeOf(size: number, unit: Unit): Magnitude {
  switch (unit) {
    case 'ratio': {
      const percent = hundredfold(size);
      return size < 1 && percent.text === '100' ? above('99.9 %') : suffixed(percent, ' %');
    }
    case 'seconds':
      return time(size);
    case 'bytes':
      return exactly(
        Number.isInteger(size) && size < 1000 ? `${size} B` : scaled(size, [' B', ' kB', ' MB', ' GB', ' TB', ' PB']),
      );
    case 'bytes-per-second':
      return byteRate(size);
    case 'eur':
      return suffixed(decimal(size), ' €');
    case 'usd':
      return suffixed(decimal(size), ' $');
    case 'gbp':
      return suffixed(decimal(size), ' £');
    case 'per-second':
      return suffixed(decimal(size), '/s');
    case 'count':
      return Number.isInteger(size) && size < 1000 ? exactly(`${size}`) : decimal(size);
    case 'score':
      return decimal(size);
    case 'factor': {
      const { bound, text } = decimal(size);
      return { bound, text: `×${text.includes('.') ? text.replace(/\.?0+$/, '') : text}` };
    }
  }
}

function differenceOf(size: number, unit: Unit): Magnitude {
  if (unit === 'ratio') return suffixed(hundredfold(size), ' pt');
  return magnitudeOf(size, unit === 'factor' ? 'score' : unit);
}

/** Of the largest ratios there are, a hundredfold is no number any more. */
const hundredfold = (size: number): Magnitude => decimal(Math.min(size * 100, Number.MAX_VALUE));

const suffixed = ({ bound, text }: Magnitude, suffix: string): Magnitude => ({ bound, text: text + suffix });

let groups: Intl.NumberFormat | undefined;
/** A whole number in groups. What writes them is made when it is needed: it takes Node a while. */
function grouped(whole: number): string {
  groups ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return groups.format(whole);
}

/** A whole number with all its digits, in groups: "4,120,000". */
export const formatWhole = (whole: number): Safe => sanitiseLine(grouped(whole));

function decimal(size: number): Magnitude {
  if (size === 0) return exactly('0');
  if (Number(size.toFixed(2)) === 0) return below('0.01');
  if (size < 999.5) return exactly(threeDigits(size));
  return exactly(size < 999_999.5 ? grouped(size) : scaled(size, ['', 'k', 'M', 'G', 'T']));
}

/** Two, one or no decimals, so that the point moves only where the number grows by a digit. */
function threeDigits(size: number): string {
  for (const decimals of [2, 1]) {
    const text = size.toFixed(decimals);
    if (Number(text) < 10 ** (3 - decimals)) return text;
  }
  return size.toFixed(0);
}

/** Steps of a thousand; beyond the last suffix an exponent before the first one. */
function scaled(size: number, suffixes: readonly string[]): string {
  let step = 1;
  for (const suffix of suffixes) {
    const text = threeDigits(size / step);
    if (Number(text) < 1000) return text + suffix;
    step *= 1000;
  }
  return size.toExponential(1).replace('+', '') + (suffixes[0] ?? '');
}

function byteRate(size: number): Magnitude {
  if (size < 999.5) return suffixed(decimal(size), ' B/s');
  if (size >= 999.5e15) return above('999 PB/s');
  return exactly(scaled(size, [' B/s', ' kB/s', ' MB/s', ' GB/s', ' TB/s', ' PB/s']));
}

function time(size: number): Magnitude {
  if (size === 0) return exactly('0 ms');
  const micros = Math.round(size * 1e6);
  if (micros === 0) return below('1 µs');
  if (micros < 1000) return exactly(`${micros} µs`);
  if (micros < 9950) return exactly(`${(size * 1e3).toFixed(1)} ms`);
  const thousandths = Math.round(size * 1e3);
  if (thousandths < 1000) return exactly(`${thousandths} ms`);
  return size < 59.95 ? exactly(`${size.toFixed(1)} s`) : duration(Math.round(size));
}

function duration(whole: number): Magnitude {
  const parts = (large: number, unit: string, small: number): Magnitude =>
    exactly(`${large}${unit}${small === 0 ? '' : String(small).padStart(2, '0')}`);
  if (whole < MINUTE) return exactly(`${whole}s`);
  if (whole < HOUR) return parts(Math.floor(whole / MINUTE), 'm', whole % MINUTE);
  if (whole < DAY) return parts(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE));
  const days = Math.floor(whole / DAY);
  const hours = Math.floor((whole % DAY) / HOUR);
  if (days < 10) return exactly(hours === 0 ? `${days}d` : `${days}d ${hours}h`);
  if (days < 10_000) return exactly(`${days}d`);
  return whole < 1000 * YEAR ? exactly(`${Math.floor(whole / YEAR)}y`) : above('999y');
}

/** The day as YYYY-MM-DD in an IANA time zone; throws a `RangeError` for a zone that does not exist. */
export const formatDay = (at: Millis, timeZone: string): Safe => sanitiseLine(formatterOf(timeZone).day.format(at));

const formatters = new Map<string, Formatters>();

interface Formatters {
  readonly clock: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
}

/** Building one takes far longer than using it, and the header asks every second. */
function formatterOf(timeZone: string): Formatters {
  const known = formatters.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  // Sweden writes its dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const made = { clock, day };
  formatters.set(timeZone, made);
  return made;
}
