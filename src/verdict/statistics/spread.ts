import { copyLabels, extendLabels, type LabelRows, type LabelSums } from './label-sums.ts';
import { keepPlaces } from './roster.ts';

/** What the pods of one version counted, each at its place in the roster; as JSON can hold it. */
export interface PodSums {
  readonly n: number[];
  readonly e: number[];
  /** Events if each pod were like all baseline pods of its zone at the same time, and the variance of chance. */
  readonly expected: number[];
  readonly variance: number[];
  /**
   * Σ n·(1 − n/n1) over rounds: the part of its requests that stood beside those of other baseline pods. Of the
   * candidate's it tells nothing.
   */
  readonly beside: number[];
}

/**
 * How each pod fares against the baseline as a whole, summed over rounds: what time and load do to all alike is left
 * out.
 */
export interface Spread {
  readonly baseline: PodSums;
  readonly candidate: PodSums;
  /**
   * Variance of the candidate's expected events by what the baseline happened to count, and Σ n2²/n1, which tells it
   * where the baseline had no event.
   */
  carried: number;
  leverage: number;
  /** The candidate's requests in zones without the baseline, held against all of the baseline. */
  elsewhere: number;
  rounds: number;
}

/** The same, and by the values of labels. */
export interface CountedSpread extends Spread {
  readonly labels: LabelSums[];
}

export const newSums = (): PodSums => ({ n: [], e: [], expected: [], variance: [], beside: [] });
export const newSpread = (): CountedSpread => ({
  baseline: newSums(),
  candidate: newSums(),
  carried: 0,
  leverage: 0,
  elsewhere: 0,
  labels: [],
  rounds: 0,
});

/** One version in one round: by row, of so many pods. */
export interface Rows {
  readonly pods: number;
  readonly places: ArrayLike<number>;
  readonly zones: ArrayLike<number>;
  readonly requests: ArrayLike<number>;
  readonly events: ArrayLike<number>;
}

export interface LabelledRows extends Rows {
  readonly labels: readonly LabelRows[];
}

interface Zone {
  n1: number;
  e1: number;
  n2: number;
}
const zones: Zone[] = [];
const NONE: Readonly<Zone> = { n1: 0, e1: 0, n2: 0 };
/** All zones of the baseline, and the candidate's requests in those without the baseline. */
const all: Zone = { ...NONE };

/** Of one request: what chance makes of an event that occurs at rate p. */
const bernoulli = (p: number): number => p * (1 - p);

/**
 * Takes in one round. The candidate's pods in a zone in which the baseline has no requests are held against all of the
 * baseline.
 * @param candidate null: the baseline alone is learnt @param variance of one request where the baseline's rate is p
 */
export function extendSpread(
  spread: CountedSpread,
  baseline: LabelledRows,
  candidate: LabelledRows | null,
  variance: (p: number) => number = bernoulli,
): void {
  spread.rounds += 1;
  extendLabels(spread.labels, baseline.labels, candidate?.labels);
  gather(baseline, candidate);
  addRows(spread.baseline, baseline, variance);
  if (!candidate) return;
  addRows(spread.candidate, candidate, variance);
  const carry = ({ n1, e1, n2 }: Zone) => {
    spread.leverage += n2 ** 2 / n1;
    spread.carried += (n2 ** 2 / n1) * variance(e1 / n1);
  };
  for (const zone of zones) if (zone.n1 > 0) carry(zone);
  if (all.n1 <= 0) return;
  carry(all);
  spread.elsewhere += all.n2;
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
  all.n1 = all.e1 = all.n2 = 0;
  for (const { n1, e1, n2 } of zones) {
    all.n1 += n1;
    all.e1 += e1;
    if (n1 <= 0) all.n2 += n2;
  }
}

function zoneAt(index: number): Zone {
  for (let next = zones.length; next <= index; next += 1) zones.push({ n1: 0, e1: 0, n2: 0 });
  return zones[index] ?? { ...NONE };
}

function addRows(sums: PodSums, rows: Rows, varianceAt: (p: number) => number): void {
  const { n, e, expected, variance, beside } = sums;
  for (let i = 0; i < rows.pods; i += 1) {
    const requests = rows.requests[i] ?? 0;
    const { n1, e1 } = comparedWith(rows.zones[i] ?? 0);
    if (n1 <= 0 || (requests <= 0 && !rows.events[i])) continue;
    const p = e1 / n1;
    const place = rows.places[i] ?? 0;
    for (let next = n.length; next <= place; next += 1) for (const values of columnsOf(sums)) values.push(0);
    n[place] = (n[place] ?? 0) + requests;
    e[place] = (e[place] ?? 0) + (rows.events[i] ?? 0);
    expected[place] = (expected[place] ?? 0) + requests * p;
    variance[place] = (variance[place] ?? 0) + requests * varianceAt(p);
    beside[place] = (beside[place] ?? 0) + requests * (1 - requests / n1);
  }
}

function comparedWith(index: number): Readonly<Zone> {
  const zone = zones[index] ?? NONE;
  return zone.n1 > 0 ? zone : all;
}

const columnsOf = ({ n, e, expected, variance, beside }: PodSums) => [n, e, expected, variance, beside];

export const copySpread = ({ baseline, candidate, labels, ...others }: CountedSpread): CountedSpread => ({
  ...others,
  baseline: copySums(baseline),
  candidate: copySums(candidate),
  labels: copyLabels(labels),
});

export const copySums = (sums: PodSums): PodSums => mapSums(sums, (values) => [...values]);

/** What came between two moments. */
export const spreadSince = (now: Spread, then: Spread): Spread => ({
  baseline: sumsSince(now.baseline, then.baseline),
  candidate: sumsSince(now.candidate, then.candidate),
  carried: now.carried - then.carried,
  leverage: now.leverage - then.leverage,
  elsewhere: now.elsewhere - then.elsewhere,
  rounds: now.rounds - then.rounds,
});

/** The same where the variance of one request is so many times what it was taken for. */
export const scaledSpread = (spread: Spread, times: number): Spread => ({
  ...spread,
  baseline: mapSums(spread.baseline, (values, of) =>
    values.map((value) => (of === 'variance' ? times * value : value)),
  ),
  carried: times * spread.carried,
});

export const sumsSince = (now: PodSums, then: PodSums): PodSums =>
  mapSums(now, (values, of) => values.map((value, place) => value - (then[of][place] ?? 0)));

const mapSums = (sums: PodSums, map: (values: readonly number[], of: keyof PodSums) => number[]): PodSums => ({
  n: map(sums.n, 'n'),
  e: map(sums.e, 'e'),
  expected: map(sums.expected, 'expected'),
  variance: map(sums.variance, 'variance'),
  beside: map(sums.beside, 'beside'),
});

/** Forgets all pods but those at these places. */
export function keepPods(sums: PodSums, places: readonly number[]): void {
  for (const values of columnsOf(sums)) keepPlaces(values, places);
}

/**
 * Whether most of the candidate's requests are in zones without the baseline: whether it is the zone or the candidate
 * that differs cannot be told.
 */
export const isElsewhere = ({ candidate, elsewhere }: Spread): boolean =>
  2 * elsewhere > candidate.n.reduce((sum, requests) => sum + requests, 0);

/** Nearly a third: of three pods like each other that is one. */
const BEST = 0.3;

/** With the best of the candidate's pods alone: those of the best third of its requests. */
export function bestThird({ candidate, carried, leverage, ...others }: Spread): Spread {
  const { n, e, expected } = candidate;
  const worse = (place: number) => ((e[place] ?? 0) - (expected[place] ?? 0)) / (n[place] ?? 1);
  const served = n.flatMap((requests, place) => (requests > 0 ? [place] : [])).sort((a, b) => worse(a) - worse(b));
  const all = n.reduce((sum, requests) => sum + requests, 0);
  let kept = 0;
  const places = new Set<number>();
  for (const place of served) {
    if (kept >= BEST * all) break;
    kept += n[place] ?? 0;
    places.add(place);
  }
  // Both grow with the square of the candidate's requests.
  const part = (kept / all) ** 2;
  return {
    ...others,
    candidate: mapSums(candidate, (values) => values.map((value, place) => (places.has(place) ? value : 0))),
    carried: carried * part,
    leverage: leverage * part,
  };
}
