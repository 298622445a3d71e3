import type { Safe } from '../../../text/safe.ts';

/** A text of one line and the caret in it, in UTF-16 units. */
export interface EditedLine {
  readonly text: string;
  readonly at: number;
}

/** A query that is typed, and which of the offers to go on is chosen. */
export interface LogQueryDialog {
  readonly line: EditedLine;
  readonly chosen: number;
  /** Why it was not sent; empty until then. */
  readonly message: Safe;
}
