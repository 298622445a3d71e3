import type { Counts } from '../rounds/round.ts';

/** The pods of one version that were ever counted, in the order of their appearance; as JSON can hold it. */
export interface Roster {
  readonly names: string[];
  /** In which zone each is: an index; all 0 where no label tells. */
  readonly zones: number[];
  /** When each was scraped last, in milliseconds. */
  readonly seen: number[];
}

export const newRoster = (): Roster => ({ names: [], zones: [], seen: [] });

/** More pods than this and those gone longest are forgotten. */
const MOST = 256;

/** Places of a round's pods in the roster, by row; those met first are added. @param zoneOf index of a zone's name */
export function placesOf(
  roster: Roster,
  counts: Counts,
  at: number,
  zoneOf: (name: string) => number,
): readonly number[] {
  const { names, zones, seen } = roster;
  let from = 0;
  return Array.from({ length: counts.pods }, (_, row) => {
    const name = counts.names[row] ?? '';
    // Rows and roster both stand in the order of birth.
    let place = names.indexOf(name, from);
    if (place < 0) place = names.indexOf(name);
    if (place < 0) place = names.push(name) - 1;
    zones[place] = zoneOf(counts.zones[row] ?? '');
    seen[place] = at;
    from = place + 1;
    return place;
  });
}

/**
 * Which pods stay known when there are too many: the places of those seen last, ascending; null while there are not.
 * @param present pods of the round
 */
export function crowdedOut({ seen }: Roster, present: number): readonly number[] | null {
  if (seen.length <= MOST + 2 * present) return null;
  const places = seen.map((_, place) => place).sort((a, b) => (seen[b] ?? 0) - (seen[a] ?? 0) || a - b);
  return places.slice(0, MOST / 2 + present).sort((a, b) => a - b);
}

/** Keeps the items at these places, in place. */
export function keepPlaces<T>(items: T[], places: readonly number[]): void {
  const kept = places.flatMap((place) => items.slice(place, place + 1));
  items.splice(0, items.length, ...kept);
}
