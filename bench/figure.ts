/** One line of the table: what was measured, how often, and in what. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 'bytes' | 'CPU s/min' | 'per s' | 'count';
  readonly values: readonly number[];
}

/** The middle value; of an even number of values the lower of the two in the middle. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** Milliseconds of each of so many runs, after one that is not counted. */
export async function timed(runs: number, run: () => unknown): Promise<readonly number[]> {
  const values: number[] = [];
  await run();
  for (let i = 0; i < runs; i += 1) {
    const started = performance.now();
    await run();
    values.push(performance.now() - started);
  }
  return values;
}
