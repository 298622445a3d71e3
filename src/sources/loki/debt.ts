import { type Nanos, nanos } from '../../units.ts';
import type { TailMessage } from './answer.ts';

/** Loki names no more of the lines that it left out before a message. */
const MOST_NAMED = 1000;

/** A window that holds all that a server left out of a tail, and that is to be asked for. */
export interface Debt {
  readonly from: Nanos;
  /** Inclusive. */
  readonly to: Nanos;
  /** How far beyond it there may be more, in nanoseconds. */
  readonly slack: Nanos;
}

type Maybe = Nanos | null | undefined;

export function earliest(first: Nanos, ...others: readonly Maybe[]): Nanos {
  let found = first;
  for (const time of others) if (time != null && time < found) found = time;
  return found;
}

export function latest(first: Nanos, ...others: readonly Maybe[]): Nanos {
  let found = first;
  for (const time of others) if (time != null && time > found) found = time;
  return found;
}

/**
 * Where the lines are that were left out before a message. When not all of them are named, the others are as far out of
 * order as lines were so far: around those named and those of the message, which come right behind them.
 * @param disorder how far out of order lines arrived so far, in nanoseconds
 */
export function debtOf({ dropped, lines }: TailMessage, disorder: bigint): Debt | null {
  const [first, ...others] = dropped;
  if (first === undefined) return null;
  const from = earliest(first, ...others);
  const to = latest(first, ...others);
  if (dropped.length < MOST_NAMED) return { from, to, slack: nanos(0n) };
  return { from: nanos(from - disorder), to: latest(to, ...lines.map(({ at }) => at)), slack: nanos(disorder) };
}

/** The window that holds both. */
export const joined = (a: Debt, b: Debt): Debt => ({
  from: earliest(a.from, b.from),
  to: latest(a.to, b.to),
  slack: latest(a.slack, b.slack),
});

export const isWithin = ({ from, to, slack }: Debt, at: Nanos): boolean => at >= from && at <= to + slack;
