import type { Level } from './level.ts';
import type { KeptLine, LineToKeep } from './line.ts';
import { isBefore, LINES, type Place, Segment } from './segment.ts';

/** Stands for a line: the number of its segment times `LINES`, and its number there. None is given twice. */
export type Handle = number;

/** Lines to look at, in order; an array of lines is one. */
export interface LineList {
  readonly length: number;
  /** Undefined beyond the last; from the end where it is negative. */
  at(index: number): KeptLine | undefined;
  slice(start?: number, end?: number): readonly KeptLine[];
}

/** Memory of segments that may be more than the lines in them need, in bytes. */
const SLACK = 4 * 1024 * 1024;

/** The bytes of lines, in segments, each of which goes when its last line was let go. */
export class LineStore {
  readonly #segments = new Map<number, { readonly segment: Segment; live: number }>();
  #newest: number;
  #open = new Segment();
  /** Memory of the segments, and of the lines by what they are said to cost. */
  #size = this.#open.size;
  #cost = 0;

  /** @param first number of its first segment */
  constructor(first = 0) {
    this.#newest = first;
    this.#segments.set(first, { segment: this.#open, live: 0 });
  }

  add(line: LineToKeep): Handle {
    const before = this.#open.size;
    const slot = this.#open.add(line) ?? this.#begin().add(line) ?? 0;
    // It may have grown for a line longer than any other.
    if (slot === 0) this.#size += this.#open.size - before;
    const held = this.#segments.get(this.#newest);
    if (held) held.live += 1;
    this.#cost += line.cost;
    return this.#newest * LINES + slot;
  }

  free(handle: Handle): void {
    const number = Math.floor(handle / LINES);
    const held = this.#segments.get(number);
    if (!held) return;
    this.#cost -= held.segment.cost(handle % LINES);
    held.live -= 1;
    if (held.live === 0 && number !== this.#newest) this.#drop(number, held.segment);
  }

  line(handle: Handle): KeptLine | undefined {
    return this.#segmentOf(handle)?.line(handle % LINES);
  }

  /** Whether its segment is there still. */
  knows(handle: Handle): boolean {
    return this.#segmentOf(handle) !== undefined;
  }

  id(handle: Handle): number {
    return this.#segmentOf(handle)?.id(handle % LINES) ?? -1;
  }

  level(handle: Handle): Level {
    return this.#segmentOf(handle)?.level(handle % LINES) ?? 'unknown';
  }

  text(handle: Handle): string {
    return this.#segmentOf(handle)?.text(handle % LINES) ?? '';
  }

  cost(handle: Handle): number {
    return this.#segmentOf(handle)?.cost(handle % LINES) ?? 0;
  }

  /** Whether that line stands before this place: by time, then by arrival. */
  isBefore(handle: Handle, place: Place): boolean {
    const own = this.#segmentOf(handle)?.place(handle % LINES);
    return own !== undefined && isBefore(own, place);
  }

  place(handle: Handle): Place {
    return this.#segmentOf(handle)?.place(handle % LINES) ?? { high: 0, low: 0, id: -1 };
  }

  get size(): number {
    return this.#size;
  }

  /** Whether the segments hold far more than the lines that are left in them. */
  get isSparse(): boolean {
    return this.#size > Math.max(this.#cost, SLACK);
  }

  /** Another store with these lines alone, and their handles there, in the same order. */
  compacted(handles: Float64Array<ArrayBuffer>): {
    readonly store: LineStore;
    readonly handles: Float64Array<ArrayBuffer>;
  } {
    const store = new LineStore(this.#newest + 1);
    const moved = handles.map((handle) => {
      const line = this.#segmentOf(handle)?.toKeep(handle % LINES);
      return line ? store.add(line) : handle;
    });
    return { store, handles: moved };
  }

  /** Another store without lines, whose handles are others. */
  emptied(): LineStore {
    return new LineStore(this.#newest + 1);
  }

  /** The lines of these handles, which stay whatever is let go. */
  list(handles: Float64Array<ArrayBuffer>): LineList {
    const segments = new Map([...this.#segments].map(([number, { segment }]) => [number, segment]));
    const at = (index: number) => {
      const handle = handles.at(index);
      return handle === undefined ? undefined : segments.get(Math.floor(handle / LINES))?.line(handle % LINES);
    };
    return {
      length: handles.length,
      at,
      slice: (start, end) =>
        [...handles.subarray(start, end)].flatMap(
          (handle) => segments.get(Math.floor(handle / LINES))?.line(handle % LINES) ?? [],
        ),
    };
  }

  #segmentOf(handle: Handle): Segment | undefined {
    return this.#segments.get(Math.floor(handle / LINES))?.segment;
  }

  #begin(): Segment {
    const full = this.#open;
    this.#size -= full.size;
    full.seal();
    this.#size += full.size;
    const number = this.#newest;
    if (this.#segments.get(number)?.live === 0) this.#drop(number, full);
    this.#open = new Segment();
    this.#size += this.#open.size;
    this.#newest += 1;
    this.#segments.set(this.#newest, { segment: this.#open, live: 0 });
    return this.#open;
  }

  #drop(number: number, segment: Segment): void {
    this.#segments.delete(number);
    this.#size -= segment.size;
  }
}
