import { atLeastOf } from '../limits/at-least.ts';
import { limitExtent, limitIn, valueAgainst } from '../limits/limit.ts';
import type { RoomSla } from '../room/slos/slas.ts';
import type { PaceBurn, RoomSlo } from '../room/slos/slos.ts';
import { type CoveredWindow, isSeenWhole } from '../slo/covered.ts';
import { windowText } from '../slo/window.ts';
import { formatDuration, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, type Seconds, secondsBetween } from '../units.ts';
import { unreadText } from './readings.ts';
import { windowText as plainWindow } from './windows.ts';

/** How an objective stands, in one sentence without its full stop: "Availability burns its error budget 20 times too fast". */
export function sloText(slo: RoomSlo, now: Millis): Sentence {
  const { label, because, burns, window, left, covered, good, objective } = slo;
  switch (because.kind) {
    case 'budget-gone': {
      // Of how much of the window there is data is part of what is true of a budget: without it, what was good is told.
      if (good !== null && (covered === null || isPart(window, covered))) {
        const over = partText(slo) ?? `over up to ${windowText(window)}`;
        const goal = limitIn(atLeastOf(objective, undefined), 'ratio');
        return say`${label} is ${goodText(slo, good)} ${over}, ${goal} is its objective`;
      }
      const spent = left.known ? formatValue(1 - left.value, 'ratio') : 'all';
      return say`${label}: ${spent} of its error budget of ${windowText(window)} is spent`;
    }
    case 'burns': {
      const { short, long } = burns[because.pace];
      const over = isPart(short.window, covered) ? '' : `${windowText(short.window)} and `;
      const rate = rateText(burns[because.pace]);
      return say`${label} burns its error budget ${rate} over ${over}${burnWindow(long.window, covered)}${leftText(slo)}`;
    }
    case 'burns-on-one':
      return say`${label} ${oneText(burns[because.pace], covered)}${leftText(slo)}`;
    case 'budget-unknown':
      return say`it is not known how much of the error budget of ${label} is left${left.known ? '' : `: ${unreadText(left, now)}`}`;
    case 'burn-unknown':
      return say`it is not known how fast the error budget of ${label} burns${burnUnread(burns[because.pace], now)}`;
    case 'kept':
      return isPart(window, covered)
        ? say`${label} meets its target ${partText(slo) ?? ''}`
        : say`${label} meets its target${leftText(slo, 'its error budget')}`;
  }
}

/** What was good, held against what must be. */
export const goodText = ({ objective }: Pick<RoomSlo, 'objective'>, good: number): Sentence =>
  say`${valueAgainst(good, atLeastOf(objective, undefined), 'ratio')}`;

/** The smaller of the rates of both windows: it is what both have. */
export const slowerRate = ({ short, long }: PaceBurn): number =>
  Math.min(...[short.rate, long.rate].filter((rate) => rate !== null));

const rateText = (burn: PaceBurn): string => `${timesText(slowerRate(burn))} too fast`;

function oneText({ factor, short, long }: PaceBurn, covered: CoveredWindow): string {
  const [over, other] = (short.rate ?? 0) > factor ? [short, long] : [long, short];
  const rate = `${timesText(over.rate ?? 0)} too fast over ${burnWindow(over.window, covered)}`;
  return `burns its error budget ${rate}, but not over ${burnWindow(other.window, covered)}`;
}

const timesText = (rate: number): string => `${Number(rate.toPrecision(3))} times`;

/** What is left, and for how long that lasts; empty where it is not known, also for want of data for the whole window. */
function leftText(slo: RoomSlo, what = 'it'): string {
  const { left, runsOut, window, covered } = slo;
  if (!left.known || isPart(window, covered)) return '';
  return `, ${formatValue(left.value, 'ratio')} of ${what} is left${runsOut === null ? '' : `, gone in ${formatDuration(runsOut)} at this rate`}`;
}

/** What is told of a window, and for how much of that there is data. */
type OverWindow = Pick<RoomSlo | RoomSla, 'window' | 'covered'>;

const isPart = (window: Seconds, covered: CoveredWindow): covered is Seconds =>
  covered !== null && !isSeenWhole(covered, window);

/** "in the 15m of 30d that there is data for"; null where there is data for all of it, or that is not known. */
function partText({ window, covered }: OverWindow): string | null {
  return isPart(window, covered)
    ? `in the ${formatDuration(covered)} of ${windowText(window)} that there is data for`
    : null;
}

const burnWindow = (window: Seconds, covered: CoveredWindow): string =>
  isPart(window, covered) ? `the ${formatDuration(covered)} there is data for` : windowText(window);

/** What a window is of, in a column: "30 d", "15m of 30 d"; "up to 30 d" where it is not known for how much there is data. */
export function overText({ window, covered }: OverWindow): Sentence {
  if (covered === null) return say`up to ${plainWindow(window)}`;
  return isPart(window, covered) ? say`${formatDuration(covered)} of ${plainWindow(window)}` : plainWindow(window);
}

function burnUnread({ short, long }: PaceBurn, now: Millis): string {
  const unread = [short, long].find(({ errors, idle }) => !errors.known && !idle);
  return unread && !unread.errors.known ? ` over ${windowText(unread.window)}: ${unreadText(unread.errors, now)}` : '';
}

/** How an agreement stands: "Response is 120 ms over 24 h, at most 100 ms is promised": other numbers of it are of other windows. */
export function slaText(sla: RoomSla, now: Millis): Sentence {
  const { label, unit, limit, reading, standing, recoverAfter } = sla;
  const over = partText(sla) ?? `over ${overText(sla)}`;
  const value = reading.known ? `${label} is ${valueAgainst(reading.value, limit, unit)} ${over}` : label;
  const unknown = reading.known ? 'cannot be judged' : `is not known: ${unreadText(reading, now)}`;
  switch (standing.kind) {
    case 'breached': {
      const promised = `${limitIn(limit, unit)} is promised`;
      return reading.known ? say`${value}, ${promised}` : say`${label} broke its promise, and ${unknown}`;
    }
    case 'recovering': {
      const within = formatDuration(secondsBetween(standing.within, now));
      return say`${value}, back within its target for ${within}; it counts as kept again after ${formatDuration(recoverAfter)}`;
    }
    case 'near':
      return say`${value}, near its target of ${limitExtent(limit, unit)}`;
    case 'unknown':
      return say`${label} ${unknown}`;
    case 'kept':
      return say`${value}, ${limitIn(limit, unit)} is promised`;
  }
}
