/** Something that is told now and then, of which only the latest counts. */
export class Latest<T extends string> {
  readonly #listeners = new Set<(told: T) => void>();
  #last: T | null = null;

  tell(told: T): void {
    this.#last = told;
    for (const listener of this.#listeners) listener(told);
  }

  /** Calls back with what was told last, if anything was, and with each that is told from then on; returns how to end that. */
  listen(listener: (told: T) => void): () => void {
    this.#listeners.add(listener);
    if (this.#last !== null) listener(this.#last);
    return () => this.#listeners.delete(listener);
  }
}
