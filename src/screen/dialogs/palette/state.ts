/** What was typed to find a command, and which of those that fit is chosen. */
export interface PaletteDialog {
  readonly text: string;
  readonly chosen: number;
}
