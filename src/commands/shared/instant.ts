import { parseDuration } from '../../profile/duration.ts';
import { type Millis, millis } from '../../units.ts';

/**
 * A point in time as an operator writes it: RFC 3339, Unix seconds, `HH:MM` today, or `-15m` for so long ago; null when
 * it is none of them.
 */
export function parseInstant(text: string, now: number): Millis | null {
  const at = read(text, now);
  return at !== null && at > 0 ? millis(at) : null;
}

function read(text: string, now: number): number | null {
  if (text.startsWith('-')) {
    const ago = parseDuration(text.slice(1));
    return ago === null ? null : now - ago * 1000;
  }
  if (/^\d{9,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const clock = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (clock) return new Date(now).setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), 0);
  const parsed = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}
