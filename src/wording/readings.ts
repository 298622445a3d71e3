import type { Unread } from '../room/readings.ts';
import type { Check } from '../room/rings/checks.ts';
import { formatAge } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** Why a value is not known: "last known 2m ago: connection refused"; of several servers with the one's name before it. */
export const unreadText = (unread: Unread, now: Millis): Sentence =>
  unread.server === undefined ? whyText(unread, now) : say`${unread.server}: ${whyText(unread, now)}`;

function whyText(unread: Unread, now: Millis): Sentence {
  switch (unread.reason) {
    case 'waiting':
      return say`not asked yet`;
    case 'not-a-number':
      return say`not a number: probably there is no traffic`;
    case 'no-series':
      return unread.each ? say`no data` : say`no data: ${unread.warning ?? 'the query returns nothing'}`;
    case 'ambiguous': {
      const { series, each, servers } = unread;
      const shares = servers?.map((one) => `${one.server} ${one.series}`).join(', ');
      if (shares !== undefined)
        return each
          ? say`${series} series of several servers have ${each.label}="${each.value}": ${shares}`
          : say`the query returns ${series} series from several servers where one is expected: ${shares}`;
      return each
        ? say`${series} series have ${each.label}="${each.value}"`
        : say`the query returns ${series} series where one is expected`;
    }
    case 'partial': {
      const [first = 'the server sent a warning', ...others] = unread.warnings;
      return say`incomplete answer: ${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;
    }
    case 'stale': {
      const { at, part, error } = unread;
      const age = formatAge(secondsBetween(at, now));
      return say`last known ${age} ago${part ? ', incomplete' : ''}: ${error ?? 'not asked since'}`;
    }
    case 'query-error':
      return say`${unread.error}`;
  }
}

/** A reading that is not known as files and scripts have it: "stale: last known 2m ago: connection refused". */
export const unreadReason = (unread: Unread, now: Millis): Sentence =>
  say`${unread.reason}: ${unreadText(unread, now)}`;

/** Why nothing is known of a check: of its value, or of how that stands against its limit. */
export const ignoranceText = ({ reading }: Pick<Check, 'reading'>, now: Millis): Sentence =>
  reading.known ? say`its limit is not known` : unreadText(reading, now);
