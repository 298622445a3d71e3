import { limitExtent, limitIn, valueAgainst } from '../limits/limit.ts';
import type { RoomSla } from '../room/slos/slas.ts';
import type { PaceBurn, RoomSlo } from '../room/slos/slos.ts';
import { windowText } from '../slo/window.ts';
import { formatDuration, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { unreadText } from './readings.ts';
import { windowText as plainWindow } from './windows.ts';

/** How an objective stands, in one sentence without its full stop: "Availability burns its error budget 20 times too fast". */
export function sloText(slo: RoomSlo, now: Millis): Sentence {
  const { label, because, burns, window, left } = slo;
  switch (because.kind) {
    case 'budget-gone': {
      const spent = left.known ? formatValue(1 - left.value, 'ratio') : 'all';
      return say`${label}: ${spent} of its error budget of ${windowText(window)} is spent`;
    }
    case 'burns': {
      const { short, long } = burns[because.pace];
      const over = `over ${windowText(short.window)} and ${windowText(long.window)}`;
      return say`${label} burns its error budget ${rateText(burns[because.pace])} ${over}${leftText(slo)}`;
    }
    case 'burns-on-one':
      return say`${label} ${oneText(burns[because.pace])}${leftText(slo)}`;
    case 'budget-unknown':
      return say`what is left of the error budget of ${label} is not known${left.known ? '' : `: ${unreadText(left, now)}`}`;
    case 'burn-unknown':
      return say`how fast the error budget of ${label} burns is not known${burnUnread(burns[because.pace], now)}`;
    case 'kept':
      return say`${label} is kept${leftText(slo)}`;
  }
}

/** The smaller of both rates: it is what both windows have. */
function rateText({ short, long }: PaceBurn): string {
  const rates = [short.rate, long.rate].filter((rate) => rate !== null);
  return `${timesText(Math.min(...rates))} too fast`;
}

function oneText({ factor, short, long }: PaceBurn): string {
  const [over, other] = (short.rate ?? 0) > factor ? [short, long] : [long, short];
  const rate = `${timesText(over.rate ?? 0)} too fast over ${windowText(over.window)}`;
  return `burns its error budget ${rate}, and not so over ${windowText(other.window)}`;
}

const timesText = (rate: number): string => `${Number(rate.toPrecision(3))} times`;

/** What is left, and for how long that lasts; empty where it is not known. */
function leftText({ left, runsOut }: RoomSlo): string {
  if (!left.known) return '';
  return `, ${formatValue(left.value, 'ratio')} of it is left${runsOut === null ? '' : `, gone in ${formatDuration(runsOut)}`}`;
}

function burnUnread({ short, long }: PaceBurn, now: Millis): string {
  const unread = [short, long].find(({ errors, idle }) => !errors.known && !idle);
  return unread && !unread.errors.known ? ` over ${windowText(unread.window)}: ${unreadText(unread.errors, now)}` : '';
}

/** How an agreement stands: "Response is 120 ms over 24 h, at most 100 ms is promised": other numbers of it are of other windows. */
export function slaText(sla: RoomSla, now: Millis): Sentence {
  const { label, unit, limit, reading, standing, recoverAfter, window } = sla;
  const over = `over ${plainWindow(window)}`;
  const value = reading.known ? `${label} is ${valueAgainst(reading.value, limit, unit)} ${over}` : label;
  const unknown = reading.known ? 'cannot be judged' : `is not known: ${unreadText(reading, now)}`;
  switch (standing.kind) {
    case 'breached': {
      const promised = `${limitIn(limit, unit)} is promised`;
      return reading.known ? say`${value}, ${promised}` : say`${label} broke its promise, and ${unknown}`;
    }
    case 'recovering': {
      const within = formatDuration(secondsBetween(standing.within, now));
      return say`${value}, back within its target for ${within}; kept again after ${formatDuration(recoverAfter)}`;
    }
    case 'near':
      return say`${value}, near its target of ${limitExtent(limit, unit)}`;
    case 'unknown':
      return say`${label} ${unknown}`;
    case 'kept':
      return say`${value}, ${limitIn(limit, unit)} is promised`;
  }
}
