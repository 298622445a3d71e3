import type { Observed } from './proportion.ts';
import { placesOf, type Roster } from './roster.ts';
import type { Counts, Round } from './round.ts';

/** Who counted in a round, and where. */
export interface Present {
  readonly places: readonly number[];
  readonly zones: readonly number[];
}

/** @param zoneNames of all zones met so far, to which new ones are added */
export function presentIn(roster: Roster, counts: Counts, { at }: Round, zoneNames: string[]): Present {
  const places = placesOf(roster, counts, at, (name) => {
    const known = zoneNames.indexOf(name);
    return known < 0 ? zoneNames.push(name) - 1 : known;
  });
  return { places, zones: places.map((place) => roster.zones[place] ?? 0) };
}

const NOTHING: readonly number[] = [];

/** A version's errors, or its requests slower than a boundary. */
export function observed(counts: Counts, { places, zones }: Present, boundary: number | null): Observed {
  const { pods, reporting, from, to, watched, half, arrivals, requests, errors, timed, slow } = counts;
  return {
    pods,
    reporting,
    from,
    to,
    watched,
    same: arrivals === 0,
    half,
    places,
    zones,
    requests: boundary === null ? requests : (timed[boundary] ?? NOTHING),
    events: boundary === null ? errors : (slow[boundary] ?? NOTHING),
  };
}
