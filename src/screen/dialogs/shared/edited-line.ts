/** A text of one line and the caret in it, in UTF-16 units. */
export interface EditedLine {
  readonly text: string;
  readonly at: number;
}

/** A text that is gone on with at its end. */
export const lineOf = (text: string): EditedLine => ({ text, at: text.length });
