/** What is typed to filter rows. */
export interface FilterDialog {
  readonly text: string;
}
