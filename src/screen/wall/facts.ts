import { leftOf } from '../../room/clocks.ts';
import type { Room, RoomAlert } from '../../room/shown.ts';
import { formatAge, formatMinute } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { secondsBetween } from '../../units.ts';
import { brief, briefRing, briefVerdict, worstNumber } from '../../wording/brief.ts';

/** What must be read from ten metres, in the order in which it gives way last. Empty where there is nothing to say. */
export interface Facts {
  readonly head: Safe;
  /** The number that is beyond its limit. */
  readonly number: Safe;
  /** Who is on it, or who is called and when. */
  readonly who: Safe;
  readonly clock: Safe;
  readonly ring: Safe;
  readonly verdict: Safe;
  /** The worst alert that nobody answers for: its tier and age. */
  readonly alert: Safe;
}

/** What the wall says of a room, in a few words each. */
export function factsOf(room: Room, timeZone: string): Facts {
  const [alert] = room.alerts.list.filter(({ state }) => state === 'firing');
  // What the head says already is not said again.
  const isVerdict = room.comparison?.verdict.level === 'fail' || room.finding.kind === 'verdict';
  const isRing = !isVerdict && room.finding.kind === 'ring';
  return {
    head: brief(room),
    number: room.state === 'fail' ? (worstNumber(room)?.value ?? safe('')) : safe(''),
    who: whoText(room),
    clock: formatMinute(room.at, timeZone),
    ring: isRing ? safe('') : briefRing(room),
    verdict: isVerdict ? safe('') : briefVerdict(room),
    alert: alert === undefined ? safe('') : safe(`${alert.tier} ${formatAge(secondsBetween(alert.startsAt, room.at))}`),
  };
}

/** "alice on it", "Bob in 2:30", "answer in 2:30", "on call Bob"; empty where the profile does not say. */
function whoText(room: Room): Safe {
  const [open] = room.alerts.list.filter(({ state }) => state === 'firing');
  const [answered] = room.alerts.list.filter(({ state }) => state === 'acknowledged');
  if (open !== undefined) return openText(open, room);
  if (answered?.ack) return safe(`${answered.ack.by} on it`);
  if (room.onCall === null) return safe('');
  const { primary, error } = room.onCall;
  if (primary !== null) return safe(`on call ${primary}`);
  return error === null ? safe('nobody on call') : safe('on call unknown');
}

/** What waits for an answer to an alert, or who gave one. */
function openText({ claim, clocks }: RoomAlert, { at, onCall }: Room): Safe {
  if (claim) return safe(`${claim.by} on it`);
  const { respond, escalate } = clocks;
  if (respond?.state === 'running') return safe(`answer in ${countdown(leftOf(respond, at))}`);
  if (escalate?.state === 'running') return safe(`${escalate.who} in ${countdown(leftOf(escalate, at))}`);
  if (escalate?.called) return safe(`${escalate.called.who} called`);
  return onCall?.primary ? safe(`on call ${onCall.primary}`) : safe('nobody on it');
}

/** "2:30", "1:02:30": what is read from afar has no letters in it. */
function countdown(left: number): Safe {
  const whole = Math.max(0, Math.trunc(left));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(whole / 3600);
  const text = hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
  return sanitiseLine(text);
}
