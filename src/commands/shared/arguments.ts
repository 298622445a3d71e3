import { InvalidArgumentError } from 'commander';
import { parseListenAddress } from '../../exposition/address.ts';
import { parseDuration } from '../../profile/duration.ts';
import { parseInstant } from './instant.ts';

/*
 * What is written on the command line, as values. Each throws Commander's `InvalidArgumentError`, which says what was
 * expected.
 */

export function duration(text: string) {
  const parsed = parseDuration(text);
  if (parsed === null) throw new InvalidArgumentError('expected a duration such as 30s, 10m or 1h30m.');
  return parsed;
}

export function instant(text: string) {
  const parsed = parseInstant(text, Date.now());
  if (parsed === null)
    throw new InvalidArgumentError('expected a time such as 2026-01-31T03:00:00Z, 03:00, or -15m for 15 minutes ago.');
  if (parsed > Date.now()) throw new InvalidArgumentError('that time is in the future.');
  return parsed;
}

/** Also one that is still to come. */
export function anyInstant(text: string) {
  const parsed = parseInstant(text, Date.now());
  if (parsed !== null) return parsed;
  throw new InvalidArgumentError('expected a time such as 2026-01-31T03:00:00Z, 03:00, or -15m for 15 minutes ago.');
}

export function columns(text: string) {
  const parsed = Number(text);
  if (!Number.isInteger(parsed) || parsed < 20 || parsed > 1000)
    throw new InvalidArgumentError('expected a number of columns, 20 to 1000.');
  return parsed;
}

export function address(text: string) {
  const parsed = parseListenAddress(text);
  if (parsed === null) throw new InvalidArgumentError('expected a port, or HOST:PORT.');
  return parsed;
}

export function hash(text: string) {
  if (!/^[0-9a-f]{8,64}$/.test(text)) throw new InvalidArgumentError('expected a hash, or its first 8 digits or more.');
  return text;
}

export function limit(text: string) {
  const parsed = Number(text);
  if (!Number.isInteger(parsed) || parsed < 1) throw new InvalidArgumentError('expected a number of lines.');
  return parsed;
}

export function atLeastASecond(text: string) {
  const parsed = duration(text);
  if (parsed < 1) throw new InvalidArgumentError('expected at least 1s.');
  return parsed;
}

/** Less would be a screen that changes every minute. */
export function bytesPerSecond(text: string) {
  const parsed = Number(text);
  if (!/^\d{1,9}$/.test(text) || parsed < 20) throw new InvalidArgumentError('expected bytes a second, at least 20.');
  return parsed;
}

export function wholeNumber(text: string) {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('expected a whole number, at least 1.');
  return Number(text);
}
