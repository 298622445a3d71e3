/** A text that is only read, scrolled by so many lines. */
export interface ScrollingDialog {
  readonly scroll: number;
}
