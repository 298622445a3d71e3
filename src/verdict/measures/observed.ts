import type { MetricOptions } from '../options.ts';
import type { Counts, Round } from '../rounds/round.ts';
import { placesOf, type Roster } from '../statistics/roster.ts';
import type { Observed } from './proportion.ts';

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
export function observed(counts: Counts, present: Present, boundary: number | null): Observed {
  const { requests, errors, timed, slow, labels } = counts;
  return {
    ...podsOf(counts, present),
    requests: boundary === null ? requests : (timed[boundary] ?? NOTHING),
    events: boundary === null ? errors : (slow[boundary] ?? NOTHING),
    labels: labels.map((of) => ({
      requests: boundary === null ? of.requests : (of.timed[boundary] ?? NOTHING),
      events: boundary === null ? of.errors : (of.slow[boundary] ?? NOTHING),
    })),
  };
}

/** A version's cases of a metric and their sum, signed so that greater is worse. */
export function observedSum(
  counts: Counts,
  present: Present,
  metric: number,
  { worse }: Pick<MetricOptions, 'worse'>,
): Observed {
  const sums = Array.from(counts.sums[metric] ?? NOTHING).slice(0, counts.pods);
  return {
    ...podsOf(counts, present),
    requests: counts.cases[metric] ?? NOTHING,
    events: worse === 'higher' ? sums : sums.map((sum) => 0 - sum),
    labels: [],
  };
}

function podsOf(counts: Counts, { places, zones }: Present): Omit<Observed, 'requests' | 'events' | 'labels'> {
  const { pods, reporting, from, to, watched, half, arrivals } = counts;
  return { pods, reporting, from, to, watched, same: arrivals === 0, half, places, zones };
}
