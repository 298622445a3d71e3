import { systemClock } from '../../src/clock.ts';
import { byTime, linesBetween } from '../../src/logs/in-order.ts';
import { detectLevel } from '../../src/logs/level.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import type { Labels } from '../../src/sources/prometheus/types.ts';
import { type Nanos, nanosOf } from '../../src/units.ts';

export interface NewLine {
  readonly labels: Labels;
  readonly text: string;
  readonly at?: Nanos;
  readonly metadata?: Labels;
}

/** Lines in the order of their time. One that is alike in stream, time and text is stored once, as in Loki. */
export class LogStore {
  #lines: LogLine[] = [];
  readonly #known = new Set<string>();
  readonly #listeners = new Set<(lines: readonly LogLine[]) => void>();
  readonly #most: number;

  /** Of more lines than `most` the oldest go. */
  constructor(most = 1_000_000) {
    this.#most = most;
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  push(lines: readonly NewLine[]): void {
    const added: LogLine[] = [];
    for (const { labels, text, at = nanosOf(systemClock.now()), metadata = {} } of lines) {
      const key = `${at}${JSON.stringify(Object.entries(labels).sort())}${text}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      const plain = { at, text, labels, metadata, parsed: {} };
      added.push({ ...plain, metadata: { ...metadata, detected_level: detectLevel(plain) } });
    }
    const inOrder = added.toSorted(byTime);
    const last = this.#lines.at(-1);
    const first = inOrder[0];
    const sorted = !last || !first || last.at <= first.at;
    for (const line of inOrder) this.#lines.push(line);
    if (!sorted) this.#lines.sort(byTime);
    if (this.#lines.length > 1.2 * this.#most) {
      this.#lines = this.#lines.slice(-this.#most);
      this.#known.clear();
    }
    if (added.length > 0) for (const listener of this.#listeners) listener(added);
  }

  /** Hears of every line from now on; the function it returns ends that. */
  listen(listener: (lines: readonly LogLine[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lines from `from` on and before `to`. */
  between(from: Nanos, to: Nanos): readonly LogLine[] {
    return linesBetween(this.#lines, from, to);
  }
}
