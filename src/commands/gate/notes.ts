import { concerning, isCurrent, isWatched } from '../../room/alerts/hold.ts';
import { deployedWith } from '../../room/rings/validation.ts';
import type { Ring, Room, RoomAlert } from '../../room/room.ts';
import { suppliersText } from '../../text/origin.ts';
import type { Millis } from '../../units.ts';
import { alertText, listingText } from '../../wording/alerts.ts';
import { byWhom, requestText } from '../../wording/validations.ts';

/** May the ring be deployed to, or is it ready to be validated? */
export type Purpose = 'deploy' | 'validate';

/** Overrides, second operators, what still waits for one, and alerts that do not hold the ring up. */
export function notesOn(room: Room, ring: Ring, purpose: Purpose): readonly string[] {
  const { rings, at } = room;
  const before = rings.filter(({ id }) => ring.after.includes(id));
  const validated = before.flatMap(({ id, validated }) =>
    validated && (validated.override !== undefined || validated.approvedBy !== undefined)
      ? [`${id} is validated ${byWhom(validated, at)}`]
      : [],
  );
  const asked = (purpose === 'deploy' ? before : [ring]).flatMap(({ id, approval }) =>
    approval ? [requestText(id, approval, at)] : [],
  );
  const concerned = purpose === 'deploy' ? deployedWith(ring) : [ring.id];
  return [...(purpose === 'deploy' ? validated : []), ...asked, ...alertNotes(room, concerned)];
}

/** How far the verdict's bound on false alarms holds, where it does not in full. */
export function boundNotes({ comparison }: Room): readonly string[] {
  const verdict = comparison?.verdict.judged?.verdict;
  if (verdict?.advisory) return ['the verdict is only a hint: it may raise false alarms here'];
  return verdict?.approximate
    ? ['the verdict is approximate: the baseline has too few pods to show how they differ']
    : [];
}

/** What supplies most of the evidence against the candidate, where there is enough of it to warn. */
export function originNotes({ comparison }: Room): readonly string[] {
  const verdict = comparison?.verdict.judged?.verdict;
  if (!verdict) return [];
  return verdict.reasons.flatMap((reason) => {
    const isErrors = reason.kind === 'errors-worse';
    const boundary = reason.kind === 'latency-worse' ? reason.boundary : null;
    const of = isErrors ? verdict.errors : verdict.latency?.boundaries.find((one) => one.boundary === boundary);
    const text = of?.since ? suppliersText(of.since) : '';
    return text === '' ? [] : [`${isErrors ? 'errors' : 'slow requests'}: ${text}`];
  });
}

/** Alerts told of in one note; of more, how many. */
const MOST_ALERTS = 5;

/** P0 alerts that do not count, and why not. */
function alertNotes(room: Room, rings: readonly string[]): readonly string[] {
  const { alerts } = room;
  if (!isWatched(room) || !isCurrent(alerts)) return [];
  const urgent = alerts.list.filter(({ tier }) => tier === 'P0');
  const own = new Set(concerning({ list: urgent }, rings));
  const quiet = [...own].filter(({ state }) => state !== 'firing');
  const elsewhere = urgent.filter((alert) => alert.state === 'firing' && !own.has(alert));
  return [
    ...told(quiet, room.at, ''),
    ...told(elsewhere, room.at, `not about ${rings.join(' or ')}: `),
    ...(alerts.recorded ? [`alerts are from ${listingText(alerts, room.at)}`] : []),
  ];
}

function told(alerts: readonly RoomAlert[], now: Millis, before: string): readonly string[] {
  if (alerts.length === 0) return [];
  const more = alerts.length > MOST_ALERTS ? [`and ${alerts.length - MOST_ALERTS} more`] : [];
  return [before + [...alerts.slice(0, MOST_ALERTS).map((alert) => alertText(alert, now)), ...more].join(', ')];
}
