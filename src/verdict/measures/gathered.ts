import { total } from '../rounds/round.ts';
import { keepPlaces } from '../statistics/roster.ts';
import type { Observed } from './proportion.ts';

/** What the pods of one version counted since the last bet, each at its place in the roster; as JSON can hold it. */
export interface Gathered {
  readonly n: number[];
  readonly e: number[];
  readonly zones: number[];
  readonly half: number[];
}

export const newGathered = (): Gathered => ({ n: [], e: [], zones: [], half: [] });

export function gather(
  { n, e, zones, half }: Gathered,
  { pods, places, zones: zoneOf, half: halfOf, requests, events }: Observed,
): void {
  for (let i = 0; i < pods; i += 1) {
    const place = places[i] ?? 0;
    for (let next = n.length; next <= place; next += 1) for (const column of [n, e, zones, half]) column.push(0);
    n[place] = (n[place] ?? 0) + (requests[i] ?? 0);
    e[place] = (e[place] ?? 0) + (events[i] ?? 0);
    zones[place] = zoneOf[i] ?? 0;
    half[place] = halfOf[i] ?? 0;
  }
}

/** Its numbers by pod. */
export const rowsOf = ({ n, e, zones, half }: Gathered) => ({
  pods: n.length,
  places: n.map((_, place) => place),
  zones,
  half,
  requests: n,
  events: e,
  labels: [],
});

export const casesIn = ({ n }: Gathered): number => total(n, n.length);
export const sumIn = ({ e }: Gathered): number => total(e, e.length);

export function clearGathered({ n, e }: Gathered): void {
  n.fill(0);
  e.fill(0);
}

/** Forgets all pods but those at these places. */
export function keepGathered({ n, e, zones, half }: Gathered, places: readonly number[]): void {
  for (const column of [n, e, zones, half]) keepPlaces(column, places);
}
