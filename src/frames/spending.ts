import type { Counted, Spent } from '../sources/http/spent.ts';
import type { SourceKind } from '../sources/kinds.ts';

/** What a frame cost one server, or what it cost so far. */
export interface SourceSpent extends Spent {
  readonly id: string;
  readonly kind: SourceKind;
}

export interface Metered extends Counted {
  readonly id: string;
  readonly kind: SourceKind;
}

/** Tells of each frame what was spent since the one before. */
export class Spending {
  readonly #servers: readonly Metered[];
  readonly #before = new Map<string, Spent>();

  constructor(servers: readonly Metered[]) {
    this.#servers = servers;
  }

  /** Without servers of which nothing was asked, and no answer came. */
  next(): readonly SourceSpent[] {
    return this.#servers.flatMap(({ id, kind, spent }): readonly SourceSpent[] => {
      const now = spent();
      const before = this.#before.get(id) ?? { requests: 0, received: 0, unpacked: 0 };
      this.#before.set(id, now);
      const requests = now.requests - before.requests;
      const unpacked = now.unpacked - before.unpacked;
      if (requests === 0 && unpacked === 0) return [];
      return [{ id, kind, requests, received: now.received - before.received, unpacked }];
    });
  }
}
