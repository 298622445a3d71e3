/** Something drawn that is drawn anew only when what it was made of is something else. */
export class Kept<T> {
  #last: { readonly parts: readonly unknown[]; readonly made: T } | null = null;

  /** @param parts all that `make` reads, each compared by its identity */
  of(parts: readonly unknown[], make: () => T): T {
    if (this.#last !== null && isSame(this.#last.parts, parts)) return this.#last.made;
    const made = make();
    this.#last = { parts, made };
    return made;
  }
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, i) => Object.is(part, b[i]));
