import { type Millis, millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { Axis } from './state.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How much time charts show, each about twice the one before, in seconds. */
const SPANS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 4, 7, 14, 30].map((n) => n * DAY),
];

/** The instants between which all charts are drawn. @param since how far the history reaches @param at what the room is of */
export function axisRange({ span }: Axis, since: Millis, at: Millis): { readonly from: Millis; readonly to: Millis } {
  const from = span === null ? since : millis(at - span * 1000);
  return { from: millis(Math.min(from, at - 1000)), to: at };
}

/** What charts show at their usual scale, in seconds. */
const reachOf = (since: Millis, at: Millis): number =>
  Number.isFinite(since) ? Math.max(MINUTE, secondsBetween(since, at)) : MINUTE;

/** Charts of the next shorter span; a minute is the shortest. */
export function closer({ span }: Axis, since: Millis, at: Millis): Axis {
  const shown = span ?? reachOf(since, at);
  const next = SPANS.findLast((one) => one < shown);
  return { span: next === undefined ? span : seconds(next) };
}

/** Charts of the next longer span; beyond what the history reaches it is all of that, their usual scale. */
export function farther({ span }: Axis, since: Millis, at: Millis): Axis {
  if (span === null) return { span };
  const next = SPANS.find((one) => one > span) ?? Infinity;
  return { span: next >= reachOf(since, at) ? null : seconds(next) };
}

/** How far one key moves the room through time: a minute, and more where charts show many hours. */
export function stepOf({ span }: Axis): Seconds {
  if (span === null || span <= 2 * HOUR) return seconds(MINUTE);
  if (span <= 12 * HOUR) return seconds(5 * MINUTE);
  return seconds(span <= 2 * DAY ? 15 * MINUTE : HOUR);
}
