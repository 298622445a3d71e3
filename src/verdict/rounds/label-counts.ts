import type { Role, Side } from '../counters/samples.ts';
import type { Boundaries } from './boundaries.ts';
import { LabelValues } from './label-values.ts';
import type { TrackedSeries } from './tracked.ts';

/** The increments of one version in one round by the value of one label, each at its place: of all its pods that are compared. */
export interface LabelCounts {
  readonly requests: number[];
  readonly errors: number[];
  /** By boundary, then by place. */
  readonly timed: readonly number[][];
  readonly slow: readonly number[][];
}

/** What a series added. */
interface Part {
  readonly series: TrackedSeries;
  readonly added: number;
}

/** What is told by labels: requests, errors, and how long requests took. */
const COUNTED: ReadonlySet<Role['kind']> = new Set(['request', 'error', 'bucket']);

/** Counts each round by the values of labels, beside the pods. */
export class LabelTables {
  readonly #values: readonly LabelValues[];
  readonly #counts: Record<Side, readonly LabelCounts[]> = { baseline: [], candidate: [] };
  #parts: Part[] = [];

  /** @param labels by whose values is counted @param state as `names` gave it */
  constructor(labels: readonly string[], state: readonly (readonly string[])[] = []) {
    this.#values = labels.map((_, i) => new LabelValues(state[i]));
  }

  /** The values that have places, by label. */
  get names(): readonly (readonly string[])[] {
    return this.#values.map(({ names }) => names);
  }

  /** A round begins. @param tables of both versions, for which is counted */
  begin(tables: Readonly<Record<Side, { labels: readonly LabelCounts[] }>>, boundaries: number): void {
    const rows = () => Array.from({ length: boundaries }, (): number[] => []);
    for (const side of ['baseline', 'candidate'] as const) {
      this.#counts[side] = this.#values.map(() => ({ requests: [], errors: [], timed: rows(), slow: rows() }));
      tables[side].labels = this.#counts[side];
    }
  }

  /** What a series of the pod that is being counted added. */
  note(series: TrackedSeries, added: number): void {
    if (this.#values.length > 0 && added > 0 && COUNTED.has(series.role.kind)) this.#parts.push({ series, added });
  }

  /** The pod is counted: what its series added belongs to its version. @param boundaries it has; null: it is held back */
  settle(side: Side, boundaries: Boundaries | null): void {
    if (boundaries)
      this.#values.forEach((values, label) => {
        const counts = this.#counts[side][label];
        if (counts) for (const part of this.#parts) addPart(counts, values, part, label, boundaries);
      });
    this.#parts = [];
  }
}

function addPart(
  { requests, errors, timed, slow }: LabelCounts,
  values: LabelValues,
  { series: { role, by }, added }: Part,
  label: number,
  boundaries: Boundaries,
): void {
  const isError = role.kind === 'error' || (role.kind === 'request' && role.error);
  const place = values.placeOf(by[label] ?? '', isError);
  const add = (to: number[] | undefined, count: number) => {
    if (to) to[place] = (to[place] ?? 0) + count;
  };
  if (role.kind === 'request') add(requests, added);
  if (isError) add(errors, added);
  const slot = role.kind === 'bucket' ? boundaries.slotOf(role.le) : null;
  if (slot === null) return;
  // The last bucket holds all requests: those of them that no other bucket holds took longer.
  if (slot < timed.length) add(slow[slot], -added);
  else
    for (let boundary = 0; boundary < timed.length; boundary += 1) {
      if (!boundaries.has(boundary)) continue;
      add(timed[boundary], added);
      add(slow[boundary], added);
    }
}
