import { toSnapshot } from '../../report/snapshot.ts';
import { listedHow } from '../../room/alerts/listing.ts';
import type { Room, RoomAlert, RoomSilence } from '../../room/room.ts';
import { distinguishing } from '../../room/silences/distinguishing.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { secondsBetween } from '../../units.ts';
import { endingText, lapsedText } from '../../wording/acks.ts';
import { byName, listingText } from '../../wording/alerts.ts';
import { EXIT } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { observe } from '../shared/observe.ts';
import { table } from '../shared/table.ts';
import type { World } from '../shared/world.ts';

/** Exit 3 when no Alertmanager answered, or an empty list may lack some: it would read as good news. */
export async function listAlerts(world: World, options: GlobalOptions, format: Format): Promise<number> {
  const { room } = (await observe(world, options, { of: 'alerts' })).scene;
  const { list } = room.alerts;
  const rows = list.map((alert) => [
    alert.tier,
    alert.name,
    alert.state,
    formatAge(secondsBetween(alert.startsAt, room.at)),
    alert.fingerprint,
    [distinguishing(alert, list), careText(alert, room)].filter((words) => words !== '').join('  '),
  ]);
  const over = room.alerts.ended
    .filter(({ again }) => again === null)
    .map((ended) => {
      const { name, endedAt, fingerprint, telling } = ended;
      const known = telling !== 'unlisted';
      const since = known ? formatAge(secondsBetween(endedAt, room.at)) : '';
      return ['', name, known ? 'resolved' : 'unlisted', since, fingerprint, endingText(ended, room.at)];
    });
  return answer(world, format, room, toSnapshot(room).alerts, [...rows, ...over]);
}

/** The silences that ringdeck did not make, and what they cover. */
export async function listSilences(world: World, options: GlobalOptions, format: Format): Promise<number> {
  const { room } = (await observe(world, options, { of: 'alerts' })).scene;
  const names = new Map<string, string>(room.alerts.list.map(({ fingerprint, name }) => [fingerprint, name]));
  const rows = room.silences.map((silence) => [
    silence.kind,
    silence.by,
    term(silence, room),
    coverage(silence, names),
    silence.matchers,
    silence.comment,
  ]);
  return answer(world, format, room, toSnapshot(room).silences, rows);
}

function answer(
  { out }: World,
  format: Format,
  room: Room,
  record: unknown,
  rows: readonly (readonly string[])[],
): number {
  const known = listedHow(room.alerts);
  if (format === 'json') out.printJson(record);
  else out.print(table(rows));
  if (known === 'ok') return EXIT.ok;
  out.say(listingText(room.alerts, room.at));
  // A member that was not heard may list more: of an empty list that is all there is to say.
  const saysSome = known === 'partial' && (room.alerts.complete || room.alerts.list.length > 0);
  return saysSome ? EXIT.ok : EXIT.missing;
}

/** Who takes care of an alert, else what it says. */
function careText({ ack, lapsed, claim, silence, mutedBy, summary }: RoomAlert, { at }: Room): string {
  const until = (end: typeof at) => `ends in ${formatDuration(secondsBetween(at, end))}`;
  const spread = ack?.propagating ? ', not on every member yet' : '';
  const words = [
    ...(ack ? [`acknowledged${byName(ack.by)}, ${until(ack.expiresAt)}${spread}`] : []),
    ...(lapsed ? [lapsedText(lapsed, at)] : []),
    ...(claim ? [`${claim.by} is on it for ${formatAge(secondsBetween(claim.at, at))}`] : []),
    ...(silence ? [`silenced${byName(silence.by)}, ${until(silence.endsAt)}`] : []),
    ...(mutedBy ? [`muted by ${mutedBy.join(', ')}`] : []),
  ];
  return words.length > 0 ? words.join('; ') : summary;
}

const term = ({ state, startsAt, endsAt }: RoomSilence, { at }: Room): string =>
  state === 'pending'
    ? `begins in ${formatDuration(secondsBetween(at, startsAt))}`
    : `ends in ${formatDuration(secondsBetween(at, endsAt))}`;

/** @param namesOf alerts, by fingerprint */
function coverage({ covers, elsewhere }: RoomSilence, namesOf: ReadonlyMap<string, string>): string {
  const names = new Set(covers.flatMap((id) => namesOf.get(id) ?? []));
  const here = names.size > 0 ? [`covers ${[...names].join(', ')}`] : [];
  const others = elsewhere > 0 ? [`${elsewhere} of other rooms`] : [];
  return here.length + others.length > 0 ? [...here, ...others].join(' and ') : 'covers nothing now';
}
