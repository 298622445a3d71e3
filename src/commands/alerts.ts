import { toSnapshot } from '../report/snapshot.ts';
import { distinguishing } from '../room/distinguishing.ts';
import type { Room, RoomAlert } from '../room/room.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { secondsBetween } from '../units.ts';
import { actOnce } from './act.ts';
import { EXIT, UsageError } from './failure.ts';
import { observe } from './observe.ts';
import type { GlobalOptions } from './options.ts';
import { table } from './table.ts';

/** Exit 3 when no Alertmanager answered: an empty list would read as good news. */
export async function list(options: GlobalOptions & { readonly format: 'text' | 'json' }): Promise<number> {
  const { room } = (await observe(options)).scene;
  const { list, freshness, detail } = room.alerts;
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(toSnapshot(room).alerts, null, 2)}\n`);
  else
    process.stdout.write(
      table(
        list.map((alert) => [
          alert.tier,
          alert.name,
          alert.state,
          formatAge(alert.age),
          alert.fingerprint,
          [distinguishing(alert, list), who(alert, room)].filter((words) => words !== '').join('  '),
        ]),
      ),
    );
  if (freshness === 'ok') return EXIT.ok;
  process.stderr.write(`ringdeck: ${detail}\n`);
  return freshness === 'partial' ? EXIT.ok : EXIT.missing;
}

const who = ({ ack, summary }: RoomAlert, { at }: Room) =>
  ack ? `acknowledged by ${ack.by}, ends in ${formatDuration(secondsBetween(at, ack.expiresAt))}` : summary;

export const ack = (options: GlobalOptions & { readonly note: string }, alert: string): Promise<number> =>
  actOnce(options, (operations, room) => operations.acknowledge([find(room, alert)], { note: options.note }));

export const unack = (options: GlobalOptions, alert: string): Promise<number> =>
  actOnce(options, (operations, room) => operations.unacknowledge(find(room, alert)));

/** By fingerprint, or by name when only one alert has it. */
function find({ alerts }: Room, wanted: string): RoomAlert {
  const [only, ...others] = alerts.list.filter(({ fingerprint, name }) => fingerprint === wanted || name === wanted);
  if (only && others.length === 0) return only;
  // Perhaps it fires, and nobody can say so.
  if (!only && alerts.freshness !== 'ok') throw new Error(`Alerts are not all known: ${alerts.detail}`);
  if (!only) throw new UsageError(`No alert has the fingerprint or the name "${wanted}": see "ringdeck alerts list".`);
  throw new UsageError(
    `${others.length + 1} alerts are named "${wanted}": give a fingerprint from "ringdeck alerts list".`,
  );
}
