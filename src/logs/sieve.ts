import type { Millis } from '../units.ts';
import type { LogBuffer } from './buffer.ts';
import { HandleList } from './handle-list.ts';
import type { Level } from './level.ts';
import type { KeptLine } from './line.ts';
import type { Handle, LineList } from './line-store.ts';

/** Which of the lines at hand are shown, and which of these are hits. */
export interface SieveSpec {
  /** Levels that are not shown. */
  readonly hidden: readonly Level[];
  /** A filter as it was typed; lines that pass it are hits. Empty: there are none. */
  readonly text: string;
  /** Whether only hits are shown, or hits among all lines. */
  readonly only: boolean;
}

export const OPEN_SIEVE: SieveSpec = { hidden: [], text: '', only: true };

/** What makes a test of a filter; null where nothing is looked for. */
export type MakeTest = (
  text: string,
) => { passes(line: KeptLine, at: Millis): boolean; readonly isTimed: boolean } | null;

/** What depends on the time is looked at anew after so long, in milliseconds. */
const STANDS = 1000;

/** Keeps the lines of a buffer that are to be shown. A line is looked at once, not again for each that arrives. */
export class LogSieve {
  #spec: SieveSpec = OPEN_SIEVE;
  readonly #shown = new HandleList();
  /** Lines below this number were looked at. */
  #seen = 0;
  /** As of the buffer, when its lines were looked at. */
  #moves = 0;
  #stale = false;
  /** When its lines were looked at, of those whose test depends on the time. */
  #begun = 0;
  readonly #makeTest: MakeTest;
  #test: ReturnType<MakeTest> = null;

  constructor(makeTest: MakeTest) {
    this.#makeTest = makeTest;
  }

  get spec(): SieveSpec {
    return this.#spec;
  }

  change(spec: SieveSpec): void {
    this.#spec = spec;
    this.#test = spec.only ? this.#makeTest(spec.text) : null;
    this.#stale = true;
  }

  /** The lines to be shown now, in the order of time: a list of its own each time. @param at the time that ages are told by */
  take(buffer: LogBuffer, at: Millis): LineList {
    const isOld = this.#test?.isTimed === true && at - this.#begun >= STANDS;
    if (this.#stale || isOld || buffer.arrived < this.#seen || buffer.moves !== this.#moves) this.#begin(buffer, at);
    const first = buffer.handleAt(0);
    if (first === undefined) this.#begin(buffer, at);
    else {
      this.#forget(buffer, first);
      this.#look(buffer, this.#firstNew(buffer), at);
    }
    this.#seen = buffer.arrived;
    return buffer.list(this.#shown.shared());
  }

  #begin(buffer: LogBuffer, at: Millis): void {
    this.#begun = at;
    this.#stale = false;
    this.#shown.clear();
    this.#seen = 0;
    this.#moves = buffer.moves;
  }

  /** Lets lines go that the buffer let go at its old end. */
  #forget(buffer: LogBuffer, first: Handle): void {
    const isGone = (own: Handle) => !buffer.knows(own) || buffer.isBefore(own, first);
    for (let own = this.#shown.at(0); own !== undefined && isGone(own); own = this.#shown.at(0)) this.#shown.shift();
  }

  /** Index in the buffer from which on there are lines that were not looked at. New lines come late, but seldom much. */
  #firstNew(buffer: LogBuffer): number {
    let unseen = buffer.arrived - this.#seen;
    let index = buffer.length;
    let from = buffer.length;
    while (unseen > 0 && index > 0) {
      const handle = buffer.handleAt(--index);
      if (handle === undefined || buffer.id(handle) < this.#seen) continue;
      from = index;
      unseen -= 1;
    }
    return from;
  }

  /** Looks at the lines from there on; those that the buffer let go at its new end go too. */
  #look(buffer: LogBuffer, from: number, at: Millis): void {
    const before = buffer.handleAt(from - 1);
    this.#shown.cut(
      before === undefined
        ? 0
        : this.#shown.firstThat((handle) => handle !== before && !buffer.isBefore(handle, before)),
    );
    const hidden = new Set(this.#spec.hidden);
    const test = this.#test;
    for (let i = from; i < buffer.length; i += 1) {
      const handle = buffer.handleAt(i);
      if (handle === undefined || (hidden.size > 0 && hidden.has(buffer.level(handle)))) continue;
      const line = test === null ? undefined : buffer.at(i);
      if (line === undefined || test?.passes(line, at)) this.#shown.push(handle);
    }
  }
}
