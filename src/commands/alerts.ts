import { inTurn } from '../operations/alert-results.ts';
import type { ActResult, Operations } from '../operations/operations.ts';
import { toSnapshot } from '../report/snapshot.ts';
import { distinguishing } from '../room/distinguishing.ts';
import type { Room, RoomAlert, RoomSilence } from '../room/room.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { type Seconds, secondsBetween } from '../units.ts';
import { ackPreview } from './ack-preview.ts';
import { actOnce } from './act.ts';
import { choose } from './alert-choice.ts';
import { EXIT } from './failure.ts';
import { observe } from './observe.ts';
import type { FormatOptions } from './options.ts';
import { table } from './table.ts';

/** Exit 3 when no Alertmanager answered: an empty list would read as good news. */
export async function list(options: FormatOptions): Promise<number> {
  const { room } = (await observe(options)).scene;
  const { list } = room.alerts;
  const rows = list.map((alert) => [
    alert.tier,
    alert.name,
    alert.state,
    formatAge(alert.age),
    alert.fingerprint,
    [distinguishing(alert, list), standing(alert, room)].filter((words) => words !== '').join('  '),
  ]);
  return print(options, room, toSnapshot(room).alerts, rows);
}

/** The silences that ringdeck did not make, and what they cover. */
export async function silences(options: FormatOptions): Promise<number> {
  const { room } = (await observe(options)).scene;
  const rows = room.silences.map((silence) => [
    silence.kind,
    silence.by,
    term(silence, room),
    coverage(silence, room),
    silence.matchers,
    silence.comment,
  ]);
  return print(options, room, toSnapshot(room).silences, rows);
}

interface ChoiceOptions extends FormatOptions {
  readonly matching?: readonly string[];
}

interface AckOptions extends ChoiceOptions {
  readonly note: string;
  readonly duration?: Seconds;
  readonly dryRun?: boolean;
}

export async function ack(options: AckOptions, wanted: readonly string[]): Promise<number> {
  const { note, duration, dryRun } = options;
  if (dryRun) return ackPreview(options, (room) => choose(room, { ...options, wanted }));
  const wish = { note, ...(duration !== undefined && { duration }) };
  return actOn(options, wanted, 'acknowledge', (operations, alerts) => operations.acknowledge(alerts, wish));
}

export const unack = (options: ChoiceOptions, wanted: readonly string[]): Promise<number> =>
  actOn(options, wanted, 'unacknowledge', (operations, alerts) =>
    inTurn(alerts, (alert) => operations.unacknowledge(alert), 'taken back'),
  );

export const claim = (options: ChoiceOptions & { readonly note: string }, wanted: readonly string[]): Promise<number> =>
  actOn(options, wanted, 'claim', (operations, alerts) =>
    inTurn(alerts, (alert) => operations.claim(alert, options.note), 'claimed'),
  );

export const release = (options: ChoiceOptions, wanted: readonly string[]): Promise<number> =>
  actOn(options, wanted, 'release', (operations, alerts) =>
    inTurn(alerts, (alert) => operations.release(alert), 'released'),
  );

/** Exit 1 when `--matching` fits no alert: that is nobody's mistake, but nothing was done. */
const actOn = (
  options: ChoiceOptions,
  wanted: readonly string[],
  act: string,
  run: (operations: Operations, alerts: readonly RoomAlert[]) => Promise<ActResult>,
): Promise<number> =>
  actOnce(
    options,
    async (operations, room) => {
      const alerts = choose(room, { ...options, wanted });
      return alerts.length > 0
        ? run(operations, alerts)
        : { result: 'refused', message: `no alert fits ${(options.matching ?? []).join(', ')}`, alerts: [] };
    },
    { act },
  );

function print(options: FormatOptions, room: Room, record: unknown, rows: readonly (readonly string[])[]): number {
  const { freshness, detail } = room.alerts;
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(record, null, 2)}\n` : table(rows));
  if (freshness === 'ok') return EXIT.ok;
  process.stderr.write(`ringdeck: ${detail}\n`);
  return freshness === 'partial' ? EXIT.ok : EXIT.missing;
}

/** Who takes care of an alert, else what it says. */
function standing({ ack, lapsed, claim, silence, summary }: RoomAlert, { at }: Room): string {
  const until = (end: typeof at) => `ends in ${formatDuration(secondsBetween(at, end))}`;
  const spread = ack?.propagating ? ', not on every member yet' : '';
  const words = [
    ...(ack ? [`acknowledged by ${ack.by}, ${until(ack.expiresAt)}${spread}`] : []),
    ...(lapsed ? [lapsed.text] : []),
    ...(claim ? [`${claim.by} is on it for ${formatAge(secondsBetween(claim.at, at))}`] : []),
    ...(silence ? [`silenced by ${silence.by}, ${until(silence.endsAt)}`] : []),
  ];
  return words.length > 0 ? words.join('; ') : summary;
}

const term = ({ state, startsAt, endsAt }: RoomSilence, { at }: Room): string =>
  state === 'pending'
    ? `begins in ${formatDuration(secondsBetween(at, startsAt))}`
    : `ends in ${formatDuration(secondsBetween(at, endsAt))}`;

function coverage({ covers, elsewhere }: RoomSilence, { alerts }: Room): string {
  const names = new Set(covers.flatMap((id) => alerts.list.find(({ fingerprint }) => fingerprint === id)?.name ?? []));
  const here = names.size > 0 ? [`covers ${[...names].join(', ')}`] : [];
  const others = elsewhere > 0 ? [`${elsewhere} of other rooms`] : [];
  return here.length + others.length > 0 ? [...here, ...others].join(' and ') : 'covers nothing now';
}
