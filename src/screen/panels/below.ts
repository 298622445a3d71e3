import type { Line } from '../canvas/runs.ts';

/** What stands below the rows of a list, as long as there is room: of whichever comes first in the order before all others. */
export class Below {
  readonly #order: readonly number[];
  readonly #lines = new Map<number, readonly Line[]>();
  #spare: number;

  /** @param order rows by their numbers @param spare rows there are for it */
  constructor(order: readonly number[], spare: number) {
    this.#order = order;
    this.#spare = spare;
  }

  /** How many rows are taken. */
  get rows(): number {
    return [...this.#lines.values()].reduce((sum, { length }) => sum + length, 0);
  }

  of(row: number): readonly Line[] {
    return this.#lines.get(row) ?? [];
  }

  /** Rows that something else needs. */
  reserve(rows: number): void {
    this.#spare -= Math.max(0, rows);
  }

  /** More below what stands there. @param lines in so many rows at most */
  add(lines: (row: number, most: number) => readonly Line[]): void {
    this.#each((row, spare) => [...this.of(row), ...lines(row, spare)]);
  }

  /** Others in place of what stands there. @param lines in so many rows at most */
  instead(lines: (row: number, most: number) => readonly Line[]): void {
    this.#each((row, spare) => (this.of(row).length === 0 ? [] : lines(row, this.of(row).length + spare)));
  }

  #each(linesOf: (row: number, spare: number) => readonly Line[]): void {
    for (const row of this.#order) {
      if (this.#spare <= 0) return;
      const before = this.of(row).length;
      const lines = linesOf(row, this.#spare);
      this.#lines.set(row, lines);
      this.#spare -= lines.length - before;
    }
  }
}
