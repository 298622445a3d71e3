import type { TrackedTarget } from './tracked.ts';

/** A histogram with more boundaries than this is read at its first so many. */
const AT_MOST = 100;

/** Where the buckets of a pod are put. */
interface BucketRows {
  setBuckets(row: number, buckets: Float64Array, seen: Uint8Array): void;
}

/**
 * The boundaries that are compared: those that the baseline has in the first round in which it has any; and the buckets
 * of one pod.
 */
export class Boundaries {
  #all: readonly number[] | null;
  readonly #slots = new Map<number, number>();
  #buckets = new Float64Array(1);
  #seen = new Uint8Array(1);

  /** @param known from before */
  constructor(known: readonly number[] | null = null) {
    this.#all = null;
    if (known) this.#fix([...known]);
  }

  /** In seconds, ascending; null before they are known. */
  get all(): readonly number[] | null {
    return this.#all;
  }

  /** @param at up to then samples are of this round */
  find(targets: readonly TrackedTarget[], at: number): void {
    if (this.#all) return;
    const found = new Set<number>();
    for (const { side, series } of targets) {
      if (side !== 'baseline') continue;
      for (const { role, times, head } of series) {
        if (role.kind === 'bucket' && role.le !== null && (times[head] ?? Infinity) <= at) found.add(role.le);
      }
    }
    if (found.size > 0) this.#fix([...found].sort((a, b) => a - b).slice(0, AT_MOST));
  }

  #fix(boundaries: readonly number[]): void {
    this.#all = boundaries;
    boundaries.forEach((le, slot) => {
      this.#slots.set(le, slot);
    });
    this.#slots.set(Infinity, boundaries.length);
    this.#buckets = new Float64Array(boundaries.length + 1);
    this.#seen = new Uint8Array(boundaries.length + 1);
  }

  /** Begins with the buckets of another pod. */
  clear(): void {
    this.#buckets.fill(0);
    this.#seen.fill(0);
  }

  /** Place of a boundary among those compared, and after them that of all requests; null: it is not compared. */
  slotOf(le: number | null): number | null {
    return this.#slots.get(le ?? Infinity) ?? null;
  }

  /** Whether the pod has a boundary. */
  has(slot: number): boolean {
    return this.#seen[slot] === 1;
  }

  /** @param le null: the bucket of all requests */
  add(le: number | null, added: number): void {
    const slot = this.slotOf(le);
    if (slot === null) return;
    this.#buckets[slot] = (this.#buckets[slot] ?? 0) + added;
    this.#seen[slot] = 1;
  }

  writeTo(table: BucketRows, row: number): void {
    table.setBuckets(row, this.#buckets, this.#seen);
  }
}
