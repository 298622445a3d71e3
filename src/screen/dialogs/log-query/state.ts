import type { Safe } from '../../../text/safe.ts';
import type { EditedLine } from '../shared/edited-line.ts';

/** A query that is typed, and which of the offers to go on is chosen. */
export interface LogQueryDialog {
  readonly line: EditedLine;
  readonly chosen: number;
  /** Why it was not sent; empty until then. */
  readonly message: Safe;
}
