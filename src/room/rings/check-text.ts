import { demandText, valueAgainst } from '../../limits/limit.ts';
import type { Check } from './checks.ts';

/** What is wrong with a check that fails: "memory is 212 MB, at most 200 MB is allowed". */
export const failureText = ({ label, reading, unit, limit }: Check): string =>
  reading.known
    ? `${label} is ${valueAgainst(reading.value, limit, unit)}, ${demandText(limit, unit)}`
    : `${label} fails, ${demandText(limit, unit)}`;
