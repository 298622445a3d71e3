/** The axis of a plot: from, to, and where its lines lie. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Lines of an axis, about. */
const LINES = 4;

/** A scale that holds all values, with round numbers at its lines. */
export function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const spread = spreadOf(least, most);
  const step = roundStep(spread / LINES);
  const low = Math.floor(least / step) * step;
  const high = Math.max(Math.ceil(most / step) * step, low + step);
  const count = Math.round((high - low) / step);
  // Sums of steps would carry their rounding along.
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toPrecision(12)));
  return { low, high, ticks };
}

/** How far values lie apart; of those that are all but equal, their size, so that rounding makes no axis. */
function spreadOf(least: number, most: number): number {
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (size < 1e-200) return 1;
  return most - least > 1e-9 * size ? most - least : size;
}

/** 1, 2 or 5 times a power of ten, not below a number. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
