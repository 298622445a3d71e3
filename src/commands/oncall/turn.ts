import { systemClock } from '../../clock.ts';
import { History } from '../../frames/history.ts';
import { Calendars } from '../../frames/servers/calendars.ts';
import { toOnCall } from '../../report/snapshot-incidents.ts';
import { Moment } from '../../room/moment.ts';
import { onCallOf } from '../../room/on-call/on-call.ts';
import type { OnCall } from '../../room/room.ts';
import { makeSafe } from '../../room/safe.ts';
import { formatAge } from '../../text/format.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { openCalendars } from '../shared/context.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import { table } from '../shared/table.ts';
import type { World } from '../shared/world.ts';

/** Says who is on call, now or at another time. Asks no server but the calendars. */
export async function sayWhoIsOnCall(
  world: World,
  options: GlobalOptions,
  format: Format,
  at: Millis = systemClock.now(),
): Promise<number> {
  const { plan } = await openProfile(world, options);
  const sources = openCalendars(plan.profile);
  try {
    const history = new History(plan);
    const { calendars } = await new Calendars(sources).turn({ at, patience: new Promise<never>(() => {}) });
    history.extend({ at, queries: [], backfills: [], alertmanagers: {}, sources: [], ...(calendars && { calendars }) });
    const found = onCallOf(plan.profile, history, new Moment(at));
    if (!found) throw new UsageError('The profile does not say who is on call: it has no on_call section.');
    return answer(world, makeSafe(found), at, format);
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

function answer({ out }: World, onCall: OnCall, at: Millis, format: Format): number {
  if (format === 'json') out.printJson(toOnCall({ onCall, at }));
  else out.print(table(rowsOf(onCall, at)));
  if (onCall.error !== null) out.say(sanitiseLine(onCall.error));
  if (onCall.primary !== null) return EXIT.ok;
  return onCall.error === null ? EXIT.fail : EXIT.missing;
}

function rowsOf({ primary, backup, until, next, readAt, stale, error }: OnCall, at: Millis): string[][] {
  const nobody = error === null ? 'nobody' : 'unknown';
  return [
    ['primary', primary ?? nobody],
    ['backup', backup ?? nobody],
    ...(until === null ? [] : [['until', `${new Date(until).toISOString().slice(0, 16)}Z, then ${next ?? 'nobody'}`]]),
    ...(stale && readAt !== null ? [['read', `${formatAge(secondsBetween(readAt, at))} ago`]] : []),
  ];
}
