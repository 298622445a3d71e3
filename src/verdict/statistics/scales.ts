import { type BetweenPods, excessOf, momentsOf, newMoments, type PodMoments, variation } from './between-pods.ts';
import { keepPlaces } from './roster.ts';
import { copySums, keepPods, newSums, type PodSums, type Spread, sumsSince } from './spread.ts';

/** How much the baseline's pods differ over times of one length, learnt from each such time so far; as JSON can hold it. */
export interface Scale {
  /** In rounds. */
  readonly length: number;
  readonly moments: PodMoments;
  /** What each of the baseline's pods contributed to how they differ. */
  readonly parts: number[];
  /** What the baseline's pods had counted when the present time began, and after how many rounds that was. */
  begun: PodSums;
  round: number;
}

/** Half a minute, two, eight and half an hour at the usual scrape interval. */
const LENGTHS = [2, 8, 32, 128] as const;

export const newScales = (): Scale[] =>
  LENGTHS.map((length) => ({ length, moments: newMoments(), parts: [], begun: newSums(), round: 0 }));

/** Takes in what the baseline's pods counted up to now, a round after the last call. */
export function learnScales(scales: readonly Scale[], { baseline, rounds }: Spread): void {
  for (const scale of scales) {
    if (rounds - scale.round < scale.length) continue;
    const sums = sumsSince(baseline, scale.begun);
    addMoments(scale.moments, momentsOf(sums));
    sums.n.forEach((_, place) => {
      scale.parts[place] = (scale.parts[place] ?? 0) + excessOf(sums, place);
    });
    scale.begun = copySums(baseline);
    scale.round = rounds;
  }
}

function addMoments(into: PodMoments, of: Readonly<PodMoments>): void {
  into.excess += of.excess;
  into.weight += of.weight;
  into.chiSquare += of.chiSquare;
  into.degrees += of.degrees;
  into.doubt += of.doubt;
}

/**
 * Trouble is so many times as long as the times it is held against: it was chosen where the candidate is worst, they
 * lie anywhere.
 */
const PART = 4;

/**
 * Over times of a length that fits in so many rounds, or of the shortest. Known from as many degrees of freedom as pods were in trouble,
 * (Σs)²/Σs² of what each contributed, and two at least: that one pod was tells little of how often pods are.
 */
export function scaleOf(scales: readonly Scale[], rounds: number): BetweenPods | null {
  const scale = scales.findLast(({ length }) => PART * length <= rounds) ?? scales[0];
  if (!scale) return null;
  let [sum, squares] = [0, 0];
  for (const part of scale.parts) {
    sum += Math.max(0, part);
    squares += Math.max(0, part) ** 2;
  }
  const degrees = squares > 0 ? Math.max(2, Math.round(sum ** 2 / squares)) : 0;
  return { ...variation(scale.moments), degrees };
}

/** Forgets all of the baseline's pods but those at these places; what they taught stays. */
export function keepInScales(scales: readonly Scale[], places: readonly number[]): void {
  for (const { begun, parts } of scales) {
    keepPods(begun, places);
    keepPlaces(parts, places);
  }
}
