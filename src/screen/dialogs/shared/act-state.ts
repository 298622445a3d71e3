import type { Safe } from '../../../text/safe.ts';

/** An act that was asked for and is under way, and why it was refused or failed before; empty until then. */
export interface ActState {
  readonly busy: boolean;
  readonly message: Safe;
}
