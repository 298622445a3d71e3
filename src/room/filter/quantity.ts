import { own } from '../../own.ts';
import { parseDuration } from '../../profile/duration.ts';

/** A number in base units: seconds, bytes, a ratio. */
interface Quantity {
  readonly value: number;
  readonly isTime: boolean;
}

const TIMES: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

const SCALES: Readonly<Record<string, number>> = {
  '': 1,
  '%': 0.01,
  ...{ k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

const NUMBER = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)\s*([a-zµ%]*)$/i;

/** A number with a unit, as "5 %", "20ms", "1h30m", "1.5 GiB"; null when it is none. */
export function quantityOf(text: string): Quantity | null {
  const trimmed = text.trim();
  const [, digits, unit = ''] = NUMBER.exec(trimmed) ?? [];
  if (digits !== undefined) {
    const time = own(TIMES, unit);
    if (time !== undefined) return { value: Number(digits) * time, isTime: true };
    const scale = own(SCALES, unit.replace(/B$/, ''));
    return scale === undefined ? null : { value: Number(digits) * scale, isTime: false };
  }
  const length = parseDuration(trimmed);
  return length === null ? null : { value: length, isTime: true };
}
