import type { Outcome } from '../../../../src/sources/error.ts';

/** A kind of server that ringdeck does not know. */
export interface DummySource {
  level(query: string, signal?: AbortSignal): Promise<Outcome<number>>;
}
