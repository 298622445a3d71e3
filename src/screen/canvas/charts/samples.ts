/** One value a column, oldest first; null where nothing was sampled. NaN and the infinities are drawn as missing too. */
export type Samples = readonly (number | null)[];

/** The newest `columns` samples; when there are fewer, the columns before them are missing. */
export function newest(samples: Samples, columns: number): Samples {
  const kept = columns === 0 ? [] : samples.slice(-columns);
  return [...Array.from({ length: columns - kept.length }, () => null), ...kept];
}

export const isSample = (value: number | null): value is number => value !== null && Number.isFinite(value);

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Where a value stands between min (0) and max (1), never outside; one half when min and max are the same. */
  position(value: number): number;
}

/** The scale that holds every sample, and the given bounds; null when there is no sample. */
export function scaleOf(series: readonly Samples[], bounds: { min?: number; max?: number } = {}): Scale | null {
  const values = series.flatMap((samples) => samples.filter(isSample));
  if (values.length === 0) return null;
  const min = values.reduce((a, b) => Math.min(a, b), bounds.min ?? Infinity);
  const max = values.reduce((a, b) => Math.max(a, b), bounds.max ?? -Infinity);
  // Halves, because the distance of the smallest from the largest number is no number.
  const span = max / 2 - min / 2;
  // Means of one and the same value differ in the last digits: that is no movement.
  const flat = span <= Math.max(Math.abs(min), Math.abs(max)) * 1e-9;
  return { min, max, position: (value) => (flat ? 0.5 : Math.min(1, Math.max(0, (value / 2 - min / 2) / span))) };
}
