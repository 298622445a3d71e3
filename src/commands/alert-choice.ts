import { distinguishing } from '../room/distinguishing.ts';
import { parseMatchers } from '../room/matcher-text.ts';
import { covers } from '../room/matchers.ts';
import type { Room, RoomAlert } from '../room/room.ts';
import { UsageError } from './failure.ts';

/** Which alerts a command is about. */
export interface AlertChoice {
  /** Fingerprints, and names that only one alert has. */
  readonly wanted: readonly string[];
  /** Matchers as amtool takes them; an alert must fit all of them. */
  readonly matching?: readonly string[];
}

/**
 * The alerts meant, in the order of the list. Empty when matchers fit none.
 * @throws UsageError when a name is unknown or shared; Error when alerts are not all known
 */
export function choose(room: Room, { wanted, matching = [] }: AlertChoice): readonly RoomAlert[] {
  if (wanted.length === 0 && matching.length === 0)
    throw new UsageError('Say which alerts: fingerprints or names from "ringdeck alerts list", or --matching.');
  const matchers = matching.flatMap((text) => {
    const parsed = parseMatchers(text);
    if (!parsed.ok) throw new UsageError(`--matching: ${parsed.message}.`);
    return parsed.matchers;
  });
  const { list, freshness, detail } = room.alerts;
  const named = new Set(wanted.map((one) => find(room, one)));
  const fitting = matching.length === 0 ? [] : list.filter(({ exactLabels }) => covers(matchers, exactLabels));
  // Perhaps one fires, and nobody can say so.
  if (named.size + fitting.length === 0 && freshness !== 'ok') throw new Error(`Alerts are not all known: ${detail}`);
  return list.filter((alert) => named.has(alert) || fitting.includes(alert));
}

/** What an alert is called beside its fingerprint: its name, and what tells it from others of that name. */
export const calling = (alert: RoomAlert, list: readonly RoomAlert[]): string =>
  [alert.name, distinguishing(alert, list)].filter((words) => words !== '').join(' ');

function find({ alerts }: Room, wanted: string): RoomAlert {
  const [only, ...others] = alerts.list.filter(({ fingerprint, name }) => fingerprint === wanted || name === wanted);
  if (only && others.length === 0) return only;
  if (!only && alerts.freshness !== 'ok') throw new Error(`Alerts are not all known: ${alerts.detail}`);
  if (!only) throw new UsageError(`No alert has the fingerprint or the name "${wanted}": see "ringdeck alerts list".`);
  throw new UsageError(
    `${others.length + 1} alerts are named "${wanted}": give fingerprints from "ringdeck alerts list", or --matching 'alertname="${wanted}"' for all.`,
  );
}
