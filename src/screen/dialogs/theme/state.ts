/** A theme is being chosen; the screen is drawn in it meanwhile. */
export interface ThemeDialog {
  /** What the screen had before, which comes back unless one is chosen. */
  readonly before: { readonly theme: string; readonly followsBackground: boolean };
}
