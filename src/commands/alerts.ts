import { inTurn } from '../operations/acks/alert-results.ts';
import type { ActResult, Operations } from '../operations/operations.ts';
import { toSnapshot } from '../report/snapshot.ts';
import { byName } from '../room/alerts/text.ts';
import { sameOperator } from '../room/rings/approvals.ts';
import type { Room, RoomAlert, RoomSilence } from '../room/room.ts';
import { distinguishing } from '../room/silences/distinguishing.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { type Seconds, secondsBetween } from '../units.ts';
import { actOnce } from './act.ts';
import { ackPreview } from './shared/ack-preview.ts';
import { choose, chooseAcks } from './shared/alert-choice.ts';
import { EXIT } from './shared/failure.ts';
import { followAcks } from './shared/follow-acks.ts';
import { observe } from './shared/observe.ts';
import type { FormatOptions } from './shared/options.ts';
import { table } from './shared/table.ts';
import type { World } from './shared/world.ts';

/** Exit 3 when no Alertmanager answered: an empty list would read as good news. */
export async function list(world: World, options: FormatOptions): Promise<number> {
  const { room } = (await observe(world, options, 'alerts')).scene;
  const { list } = room.alerts;
  const rows = list.map((alert) => [
    alert.tier,
    alert.name,
    alert.state,
    formatAge(alert.age),
    alert.fingerprint,
    [distinguishing(alert, list), standing(alert, room)].filter((words) => words !== '').join('  '),
  ]);
  const over = room.alerts.ended
    .filter(({ again }) => again === null)
    .map(({ name, endedAt, fingerprint, text, telling }) => {
      const known = telling !== 'unlisted';
      const since = known ? formatAge(secondsBetween(endedAt, room.at)) : '';
      return ['', name, known ? 'resolved' : 'unlisted', since, fingerprint, text];
    });
  return answer(world, options, room, toSnapshot(room).alerts, [...rows, ...over]);
}

/** The silences that ringdeck did not make, and what they cover. */
export async function silences(world: World, options: FormatOptions): Promise<number> {
  const { room } = (await observe(world, options, 'alerts')).scene;
  const rows = room.silences.map((silence) => [
    silence.kind,
    silence.by,
    term(silence, room),
    coverage(silence, room),
    silence.matchers,
    silence.comment,
  ]);
  return answer(world, options, room, toSnapshot(room).silences, rows);
}

interface ChoiceOptions extends FormatOptions {
  readonly matching?: readonly string[];
}

interface AckOptions extends ChoiceOptions {
  readonly note: string;
  readonly duration?: Seconds;
  readonly dryRun?: boolean;
  readonly follow?: boolean;
}

export async function ack(world: World, options: AckOptions, wanted: readonly string[]): Promise<number> {
  const { note, duration, dryRun, follow } = options;
  const chosen = (room: Room) => choose(room, { ...options, wanted });
  if (dryRun) return ackPreview(world, options, chosen);
  const wish = { note, ...(duration !== undefined && { duration }) };
  if (follow) return followAcks(world, options, chosen, wish);
  return actOn(world, options, 'acknowledge', chosen, async (operations, alerts, room) => {
    const result = await operations.acknowledge(alerts, wish);
    const lasts = duration === undefined && result.result === 'done' ? `. ${untilWhen(room, operations.operator)}` : '';
    return { ...result, message: `${result.message}${lasts}` };
  });
}

/** A command does not stay to extend what it acknowledged. */
function untilWhen({ presence, ackLife }: Room, operator: string): string {
  const kept = presence?.some(({ by, kind }) => kind === 'terminal' && sameOperator(by, operator)) ?? false;
  const lasts = formatDuration(ackLife.duration);
  return kept
    ? 'Your open room keeps it up while the alert fires'
    : `It ends in ${lasts}: a room of yours, or --follow, would keep it up while the alert fires`;
}

export const unack = (world: World, options: ChoiceOptions, wanted: readonly string[]): Promise<number> => {
  const chosen = (room: Room) => chooseAcks(room, { ...options, wanted });
  return actOn(world, options, 'unacknowledge', chosen, (operations, acks) =>
    inTurn(
      acks,
      (ack) => ('standing' in ack ? operations.finishAck(ack) : operations.unacknowledge(ack)),
      'taken back',
    ),
  );
};

export const claim = (
  world: World,
  options: ChoiceOptions & { readonly note: string },
  wanted: readonly string[],
): Promise<number> =>
  actOn(world, options, 'claim', choosing(options, wanted), (operations, alerts) =>
    inTurn(alerts, (alert) => operations.claim(alert, options.note), 'claimed'),
  );

export const release = (world: World, options: ChoiceOptions, wanted: readonly string[]): Promise<number> =>
  actOn(world, options, 'release', choosing(options, wanted), (operations, alerts) =>
    inTurn(alerts, (alert) => operations.release(alert), 'released'),
  );

const choosing = (options: ChoiceOptions, wanted: readonly string[]) => (room: Room) =>
  choose(room, { ...options, wanted });

/** Exit 1 when `--matching` fits no alert: that is nobody's mistake, but nothing was done. */
const actOn = <T>(
  world: World,
  options: ChoiceOptions,
  act: string,
  chosenIn: (room: Room) => readonly T[],
  run: (operations: Operations, chosen: readonly T[], room: Room) => Promise<ActResult>,
): Promise<number> =>
  actOnce(
    world,
    options,
    'alerts',
    async (operations, room) => {
      try {
        const chosen = chosenIn(room);
        return chosen.length > 0
          ? await run(operations, chosen, room)
          : { result: 'refused', message: `no alert fits ${(options.matching ?? []).join(', ')}`, alerts: [] };
      } finally {
        // What the operator acknowledged before and is over by now is not left behind.
        await operations.tendAcks(room);
      }
    },
    { act },
  );

function answer(
  { out }: World,
  options: FormatOptions,
  room: Room,
  record: unknown,
  rows: readonly (readonly string[])[],
): number {
  const { freshness, detail } = room.alerts;
  if (options.format === 'json') out.printJson(record);
  else out.print(table(rows));
  if (freshness === 'ok') return EXIT.ok;
  out.say(sanitiseLine(detail));
  return freshness === 'partial' ? EXIT.ok : EXIT.missing;
}

/** Who takes care of an alert, else what it says. */
function standing({ ack, lapsed, claim, silence, mutedBy, summary }: RoomAlert, { at }: Room): string {
  const until = (end: typeof at) => `ends in ${formatDuration(secondsBetween(at, end))}`;
  const spread = ack?.propagating ? ', not on every member yet' : '';
  const words = [
    ...(ack ? [`acknowledged${byName(ack.by)}, ${until(ack.expiresAt)}${spread}`] : []),
    ...(lapsed ? [lapsed.text] : []),
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

function coverage({ covers, elsewhere }: RoomSilence, { alerts }: Room): string {
  const names = new Set(covers.flatMap((id) => alerts.list.find(({ fingerprint }) => fingerprint === id)?.name ?? []));
  const here = names.size > 0 ? [`covers ${[...names].join(', ')}`] : [];
  const others = elsewhere > 0 ? [`${elsewhere} of other rooms`] : [];
  return here.length + others.length > 0 ? [...here, ...others].join(' and ') : 'covers nothing now';
}
