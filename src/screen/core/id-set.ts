import { once } from './once.ts';

/** Identities, to be looked up. */
export const idSet = once((ids: readonly string[]): ReadonlySet<string> => new Set(ids));
