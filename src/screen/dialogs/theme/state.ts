/** A theme is being chosen; the screen is drawn in it meanwhile. */
export interface ThemeDialog {
  /** The one before, which comes back unless one is chosen. */
  readonly before: string;
}
