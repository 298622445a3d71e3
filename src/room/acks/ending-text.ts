import { formatAge, formatDuration } from '../../text/format.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { byName } from '../alerts/text.ts';

/**
 * What receivers hear of the end of an acknowledged incident. `standing`: its silence still mutes "resolved".
 * `soon`: Prometheus sends it again, and they are told by then. `left-open`: nobody sends it again. `with-its-group`:
 * the end of its group was told while it was muted, so that its own may never be. `fired-again`: before they were told.
 * `unlisted`: an Alertmanager that was just restarted does not list it, and may not have been sent it yet.
 */
export type Telling =
  | { readonly is: 'standing' | 'left-open' | 'with-its-group' | 'fired-again' | 'unlisted' }
  | { readonly is: 'soon' | 'told'; readonly by: Millis };

interface Circumstances {
  readonly by: string;
  readonly receivers: readonly string[];
  readonly endedAt: Millis;
  readonly now: Millis;
}

/** One sentence without its full stop, behind the alert's name. */
export function endingText(telling: Telling, { by, receivers, endedAt, now }: Circumstances): string {
  const at = receivers.length > 0 ? ` at ${receivers.join(', ')}` : '';
  const ago = `${formatAge(secondsBetween(endedAt, now))} ago`;
  switch (telling.is) {
    case 'standing':
      return `resolved ${ago}, still acknowledged${byName(by)}: receivers are not told yet`;
    case 'soon': {
      const left = secondsBetween(now, telling.by);
      const when = left > 0 ? `told within ${formatDuration(left)}` : 'probably told, for certain within a minute';
      return `resolved ${ago}, receivers ${when}; acknowledged${byName(by)}`;
    }
    case 'told':
      return `resolved ${ago}, receivers told`;
    case 'left-open':
      return `resolved ${ago}; page left open${at}: no end was sent`;
    case 'with-its-group':
      return `resolved ${ago}; its page may be left open${at}: the rest of its group had ended before; look there, and close it by hand`;
    case 'unlisted':
      return 'not listed since Alertmanager was restarted: it may still fire, and nobody is told of an end';
    case 'fired-again':
      return 'fired again before its end was surely told: receivers may not be paged; tell them yourself';
  }
}
