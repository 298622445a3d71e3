import { keepPlaces } from './roster.ts';

/** What the pods of one version counted, each at its place in the roster; as JSON can hold it. */
export interface PodSums {
  readonly n: number[];
  readonly e: number[];
  /** Events if each pod were like all V1 pods of its zone at the same time, and the variance of chance. */
  readonly expected: number[];
  readonly variance: number[];
}

/** How each pod fares against V1 as a whole, summed over rounds: what time and load do to all alike is left out. */
export interface Spread {
  readonly baseline: PodSums;
  readonly candidate: PodSums;
  /** Variance of V2's expected events by what V1 happened to count, and Σ n2²/n1, which tells it where V1 had no event. */
  carried: number;
  leverage: number;
}

const newSums = (): PodSums => ({ n: [], e: [], expected: [], variance: [] });
export const newSpread = (): Spread => ({ baseline: newSums(), candidate: newSums(), carried: 0, leverage: 0 });

/** One version in one round: by row, of so many pods. */
export interface Rows {
  readonly pods: number;
  readonly places: ArrayLike<number>;
  readonly zones: ArrayLike<number>;
  readonly requests: ArrayLike<number>;
  readonly events: ArrayLike<number>;
}

interface Zone {
  n1: number;
  e1: number;
  n2: number;
}
const zones: Zone[] = [];
const NONE: Readonly<Zone> = { n1: 0, e1: 0, n2: 0 };

/** Takes in one round. What V2 does in a zone in which V1 has no requests is compared with nothing. @param candidate null: V1 alone is learnt */
export function extendSpread(spread: Spread, baseline: Rows, candidate: Rows | null): void {
  gather(baseline, candidate);
  addRows(spread.baseline, baseline);
  if (!candidate) return;
  addRows(spread.candidate, candidate);
  for (const zone of zones) {
    const { n1, e1 } = zone;
    if (zone.n2 === 0 || n1 <= 0) continue;
    const p = e1 / n1;
    spread.leverage += zone.n2 ** 2 / n1;
    spread.carried += (zone.n2 ** 2 / n1) * p * (1 - p);
  }
}

function gather(baseline: Rows, candidate: Rows | null): void {
  zones.length = 0;
  for (let i = 0; i < baseline.pods; i += 1) {
    const zone = zoneAt(baseline.zones[i] ?? 0);
    zone.n1 += baseline.requests[i] ?? 0;
    zone.e1 += baseline.events[i] ?? 0;
  }
  for (let i = 0; candidate && i < candidate.pods; i += 1)
    zoneAt(candidate.zones[i] ?? 0).n2 += candidate.requests[i] ?? 0;
}

function zoneAt(index: number): Zone {
  for (let next = zones.length; next <= index; next += 1) zones.push({ n1: 0, e1: 0, n2: 0 });
  return zones[index] ?? { ...NONE };
}

function addRows({ n, e, expected, variance }: PodSums, rows: Rows): void {
  for (let i = 0; i < rows.pods; i += 1) {
    const requests = rows.requests[i] ?? 0;
    const { n1, e1 } = zones[rows.zones[i] ?? 0] ?? NONE;
    if (requests <= 0 || n1 <= 0) continue;
    const p = e1 / n1;
    const place = rows.places[i] ?? 0;
    for (let next = n.length; next <= place; next += 1) for (const sums of [n, e, expected, variance]) sums.push(0);
    n[place] = (n[place] ?? 0) + requests;
    e[place] = (e[place] ?? 0) + (rows.events[i] ?? 0);
    expected[place] = (expected[place] ?? 0) + requests * p;
    variance[place] = (variance[place] ?? 0) + requests * p * (1 - p);
  }
}

export const copySpread = ({ baseline, candidate, carried, leverage }: Spread): Spread => ({
  baseline: mapSums(baseline, (values) => [...values]),
  candidate: mapSums(candidate, (values) => [...values]),
  carried,
  leverage,
});

/** What came between two moments. */
export const spreadSince = (now: Spread, then: Spread): Spread => ({
  baseline: sumsSince(now.baseline, then.baseline),
  candidate: sumsSince(now.candidate, then.candidate),
  carried: now.carried - then.carried,
  leverage: now.leverage - then.leverage,
});

const sumsSince = (now: PodSums, then: PodSums): PodSums =>
  mapSums(now, (values, of) => values.map((value, place) => value - (then[of][place] ?? 0)));

const mapSums = (sums: PodSums, map: (values: readonly number[], of: keyof PodSums) => number[]): PodSums => ({
  n: map(sums.n, 'n'),
  e: map(sums.e, 'e'),
  expected: map(sums.expected, 'expected'),
  variance: map(sums.variance, 'variance'),
});

/** Forgets all pods but those at these places. */
export function keepPods(spread: Spread, side: 'baseline' | 'candidate', places: readonly number[]): void {
  const { n, e, expected, variance } = spread[side];
  for (const sums of [n, e, expected, variance]) keepPlaces(sums, places);
}
