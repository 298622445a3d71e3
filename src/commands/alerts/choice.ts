import type { EndedAck, OwnAck, Room, RoomAlert } from '../../room/room.ts';
import { distinguishing } from '../../room/silences/distinguishing.ts';
import { parseMatchers } from '../../room/silences/matcher-text.ts';
import { covers } from '../../room/silences/matchers.ts';
import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { listingText } from '../../wording/alerts.ts';
import { UsageError } from '../shared/failure.ts';

/** Which alerts a command is about. */
export interface AlertChoice {
  /** Fingerprints, and names that only one alert has. */
  readonly wanted: readonly string[];
  /** Matchers as amtool takes them; an alert must fit all of them. */
  readonly matching: readonly string[] | undefined;
}

/**
 * The alerts meant, in the order of the list. Empty when matchers fit none.
 * @throws UsageError when a name is unknown or shared; Error when alerts are not all known
 */
export const choose = ({ alerts, at }: Room, choice: AlertChoice): readonly RoomAlert[] =>
  pick(alerts.list, { ...alerts, at }, choice);

/**
 * As `choose`, with acknowledgements whose alert is over and that still have to be ended, or their end told; and with those
 * whose alert is listed no more, though it is not known yet whether it is over.
 */
export function chooseAcks({ alerts, at }: Room, choice: AlertChoice): readonly (RoomAlert | EndedAck)[] {
  const ended = alerts.ended.filter(({ standing, telling }) => standing.length > 0 || telling === 'left-open');
  const known = new Set([...ended, ...alerts.list].map(({ fingerprint }) => fingerprint));
  const unlisted = alerts.acks.filter(({ fingerprint }) => !known.has(fingerprint)).map((ack) => unlistedAck(ack, at));
  const over = [...ended, ...unlisted];
  const overIds = new Set(over.map(({ fingerprint }) => fingerprint));
  const listed = alerts.list.filter(({ fingerprint, ack }) => ack !== null || !overIds.has(fingerprint));
  return pick([...listed, ...over], { ...alerts, at }, choice);
}

const unlistedAck = ({ id, fingerprint, name, by, at, exactLabels }: OwnAck, now: Millis): EndedAck => ({
  silenceId: id,
  fingerprint,
  name,
  by,
  at,
  began: null,
  endedAt: now,
  again: null,
  standing: [id],
  recorded: false,
  resent: false,
  telling: 'unlisted',
  toldBy: null,
  receivers: [],
  repeatInterval: null,
  exactLabels,
});

/** How far the list of alerts is to be relied on, and of when that is. */
type Freshness = Pick<Room['alerts'], 'freshness' | 'members' | 'complete' | 'doubt'> & Pick<Room, 'at'>;

const unknownAlerts = (alerts: Freshness): Error =>
  new Error(`Alerts are not all known: ${listingText(alerts, alerts.at)}`);

/** What is chosen by what both alerts and acknowledgements have. */
type Choosable = Pick<RoomAlert, 'fingerprint' | 'name' | 'exactLabels'>;

function pick<T extends Choosable>(
  rows: readonly T[],
  alerts: Freshness,
  { wanted, matching = [] }: AlertChoice,
): readonly T[] {
  if (wanted.length === 0 && matching.length === 0)
    throw new UsageError('Say which alerts: fingerprints or names from "ringdeck alerts list", or --matching.');
  const matchers = matching.flatMap((text) => {
    const parsed = parseMatchers(text);
    if (!parsed.ok) throw new UsageError(`--matching: ${parsed.message}.`);
    return parsed.matchers;
  });
  const called = Map.groupBy(
    rows.flatMap(({ fingerprint, name }) => [...new Set([fingerprint, name])].map((word) => ({ word, fingerprint }))),
    ({ word }) => word,
  );
  const named = new Set(
    wanted.map((one) => {
      const meant = called.get(one) ?? [];
      return find(new Set(meant.map(({ fingerprint }) => fingerprint)), alerts, one);
    }),
  );
  const fitting = matching.length === 0 ? [] : rows.filter(({ exactLabels }) => covers(matchers, exactLabels));
  // Perhaps one fires, and nobody can say so.
  if (named.size + fitting.length === 0 && alerts.freshness !== 'ok') throw unknownAlerts(alerts);
  const chosen = new Set(fitting.map(({ fingerprint }) => fingerprint));
  return rows.filter(({ fingerprint }) => named.has(fingerprint) || chosen.has(fingerprint));
}

/** What an alert is called beside its fingerprint: its name, and what tells it from others of that name. */
export const calling = (alert: RoomAlert, list: readonly RoomAlert[]): Safe =>
  sanitiseLine([alert.name, distinguishing(alert, list)].filter((words) => words !== '').join(' '));

/** The fingerprint that is meant, of those that are called so. */
function find(called: ReadonlySet<string>, alerts: Freshness, wanted: string): string {
  const [only, ...others] = called;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined && alerts.freshness !== 'ok') throw unknownAlerts(alerts);
  if (only === undefined)
    throw new UsageError(`No alert has the fingerprint or the name "${wanted}": see "ringdeck alerts list".`);
  throw new UsageError(
    `${others.length + 1} alerts are named "${wanted}": give fingerprints from "ringdeck alerts list", or --matching 'alertname="${wanted}"' for all.`,
  );
}
