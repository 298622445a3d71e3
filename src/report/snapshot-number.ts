import type { Reading } from '../room/readings.ts';
import type { Millis } from '../units.ts';
import { unreadReason } from '../wording/readings.ts';

/** JSON has no infinities: what is not finite is not known. */
export const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

export const numberOf = (reading: Reading): number | null => (reading.known ? finite(reading.value) : null);

/** Why a number is null. */
export function reasonOf(reading: Reading, now: Millis): { reason?: string } {
  if (!reading.known) return { reason: unreadReason(reading, now) };
  return Number.isFinite(reading.value) ? {} : { reason: 'not-a-number: the value is infinite' };
}
