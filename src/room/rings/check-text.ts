import { formatAgainst, formatValue } from '../../text/format.ts';
import type { Check } from '../room.ts';

/** What is wrong with a check that fails: "memory is 212 MB, at most 200 MB is allowed". */
export function failureText({ label, reading, unit, direction, limit }: Check): string {
  const allowed =
    direction === 'at-most'
      ? `at most ${formatValue(limit, unit)} is allowed`
      : `at least ${formatValue(limit, unit)} is required`;
  return reading.known
    ? `${label} is ${formatAgainst(reading.value, limit, unit)}, ${allowed}`
    : `${label} fails, ${allowed}`;
}

/** Why a check's value is not known. */
export const ignoranceText = ({ reading }: Check): string =>
  reading.known ? 'its limit could not be judged' : reading.detail;
