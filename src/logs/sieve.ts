import type { LogBuffer } from './buffer.ts';
import type { Level } from './level.ts';
import { isBefore, type KeptLine } from './line.ts';

/** Which of the lines at hand are shown, and which of these are hits. */
export interface SieveSpec {
  /** Levels that are not shown. */
  readonly hidden: readonly Level[];
  /** A line that contains it, whatever the case, is a hit; `!text` turns it round. Empty: there are no hits. */
  readonly text: string;
  /** Whether only hits are shown, or hits among all lines. */
  readonly only: boolean;
}

export const OPEN_SIEVE: SieveSpec = { hidden: [], text: '', only: true };

/** The test whether a text is a hit; null when nothing is looked for. */
export function hitTest(text: string): ((line: string) => boolean) | null {
  const inverse = text.startsWith('!');
  const needle = (inverse ? text.slice(1) : text).trim().toLowerCase();
  return needle === '' ? null : (line) => line.toLowerCase().includes(needle) !== inverse;
}

/** What is looked for, to be marked where it stands; empty when lines without it are hits. */
export const needleOf = (text: string): string => (text.startsWith('!') ? '' : text.trim());

/** Keeps the lines of a buffer that are to be shown. A line is looked at once, not again for each that arrives. */
export class LogSieve {
  #spec: SieveSpec = OPEN_SIEVE;
  #shown: KeptLine[] = [];
  /** Lines below this number were looked at. */
  #seen = 0;
  #stale = false;

  get spec(): SieveSpec {
    return this.#spec;
  }

  change(spec: SieveSpec): void {
    this.#spec = spec;
    this.#stale = true;
  }

  /** The lines to be shown now, in the order of time: an array of its own each time. */
  take(buffer: LogBuffer): readonly KeptLine[] {
    if (this.#stale || buffer.arrived < this.#seen) this.#begin();
    const first = buffer.at(0);
    if (first === undefined) this.#begin();
    else {
      this.#forget(first);
      this.#look(buffer, this.#firstNew(buffer));
    }
    this.#seen = buffer.arrived;
    return this.#shown.slice();
  }

  #begin(): void {
    this.#stale = false;
    this.#shown = [];
    this.#seen = 0;
  }

  /** Lets lines go that the buffer let go at its old end. */
  #forget(first: KeptLine): void {
    const gone = this.#shown.findIndex((line) => !isBefore(line, first));
    if (gone !== 0) this.#shown.splice(0, gone < 0 ? this.#shown.length : gone);
  }

  /** Index in the buffer from which on there are lines that were not looked at. New lines come late, but seldom much. */
  #firstNew(buffer: LogBuffer): number {
    let unseen = buffer.arrived - this.#seen;
    let index = buffer.length;
    let from = buffer.length;
    while (unseen > 0 && index > 0) {
      const line = buffer.at(--index);
      if (line === undefined || line.id < this.#seen) continue;
      from = index;
      unseen -= 1;
    }
    return from;
  }

  /** Looks at the lines from there on; those that the buffer let go at its new end go too. */
  #look(buffer: LogBuffer, from: number): void {
    const before = buffer.at(from - 1);
    let keep = this.#shown.length;
    while (keep > 0 && (before === undefined || isBefore(before, this.#shown[keep - 1] ?? before))) keep -= 1;
    this.#shown.length = keep;
    const hidden = new Set(this.#spec.hidden);
    const isHit = this.#spec.only ? hitTest(this.#spec.text) : null;
    for (let i = from; i < buffer.length; i += 1) {
      const line = buffer.at(i);
      if (line && !hidden.has(line.level) && (isHit === null || isHit(line.text))) this.#shown.push(line);
    }
  }
}
