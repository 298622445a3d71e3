import { OTHERS } from '../rounds/label-values.ts';
import { type LabelSums, labelsSince } from '../statistics/label-sums.ts';

/** Which values of a label the excess of the candidate comes from; the parts make 1 together. */
export interface LabelOrigin {
  readonly label: string;
  /** The largest first, and some only. */
  readonly values: readonly { readonly value: string; readonly part: number }[];
  /** What comes from all values that are not named. */
  readonly others: number;
  /**
   * What the candidate has more of because it gets another mix of values than the baseline, each value failing as it
   * does in the baseline.
   */
  readonly mix: number;
}

/** A label, and its values from the second place on. */
export interface Label {
  readonly label: string;
  readonly names: readonly string[];
}

/** So many values are named. */
const NAMED = 3;

/**
 * What the candidate has more than the baseline since the trouble began, by the values of each label: of each value,
 * the candidate's events beyond those that the baseline's rate of the same value makes of the candidate's requests of
 * it. A value that fails as much in the baseline is no origin; one that the baseline does not have is held against all
 * of the baseline. A label that tells what came of a request, as a status does, or that errors alone have, is one whose
 * values count nothing but events: the baseline's events of the value are then held against all of the baseline's
 * requests. Labels that tell nothing are left out, those with one value too.
 */
export const labelOrigins = (
  now: readonly LabelSums[],
  then: readonly LabelSums[],
  labels: readonly Label[],
): readonly LabelOrigin[] =>
  labels.flatMap((label, i) => {
    const sums = now[i];
    const found = sums && originOf(labelsSince(sums, then[i]), tellsOutcome(sums), label);
    return found ? [found] : [];
  });

/** Whether each value that has events has nothing else, in both versions. */
const tellsOutcome = ({ n1, e1, n2, e2 }: LabelSums): boolean =>
  Array.from({ length: Math.max(e1.length, e2.length) }, (_, place) => place).every((place) => {
    const [of1, of2] = [e1[place] ?? 0, e2[place] ?? 0];
    return of1 + of2 <= 0 || (of1 >= (n1[place] ?? 0) && of2 >= (n2[place] ?? 0));
  });

function originOf({ n1, e1, n2, e2 }: LabelSums, isOutcome: boolean, { label, names }: Label): LabelOrigin | null {
  const [all1, all2] = [total(n1), total(n2)];
  const isMet = (place: number) => [n1, e1, n2, e2].some((counts) => (counts[place] ?? 0) > 0);
  const rate = all1 > 0 ? total(e1) / all1 : 0;
  let expected = 0;
  const excess = Array.from({ length: names.length + 1 }, (_, place) => {
    const [of1, of2] = [n1[place] ?? 0, n2[place] ?? 0];
    const ofValue = isOutcome ? ratio(all2, all1) * (e1[place] ?? 0) : of2 * (of1 > 0 ? (e1[place] ?? 0) / of1 : rate);
    expected += ofValue;
    return Math.max(0, (e2[place] ?? 0) - ofValue);
  });
  const mix = isOutcome ? 0 : Math.max(0, expected - all2 * rate);
  const whole = mix + total(excess);
  if (whole <= 0 || excess.filter((_, place) => isMet(place)).length < 2) return null;
  const values = excess
    .map((one, place) => ({ value: place === OTHERS ? '' : (names[place - 1] ?? ''), part: one / whole }))
    .filter(({ value, part }) => value !== '' && part > 0)
    .sort((a, b) => b.part - a.part || (a.value < b.value ? -1 : 1))
    .slice(0, NAMED);
  if (values.length === 0 && mix === 0) return null;
  const named = values.reduce((sum, { part }) => sum + part, 0);
  return { label, values, others: Math.max(0, 1 - named - mix / whole), mix: mix / whole };
}

/** Labels that no series has, as far as can be told: errors alone may have them, and those are still to come. */
export const unlabelled = (sums: readonly LabelSums[], labels: readonly Label[]): readonly string[] =>
  labels.flatMap(({ label, names }, i) => {
    const { e1, e2 } = sums[i] ?? { e1: [], e2: [] };
    return names.every((name) => name === '') && total(e1) + total(e2) > 0 ? [label] : [];
  });

const ratio = (of: number, to: number): number => (to > 0 ? of / to : 0);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value ?? 0), 0);
