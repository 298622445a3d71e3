/** The verdict with its numbers, scrolled by so many lines. */
export interface VerdictView {
  readonly scroll: number;
}
