/** A list with the details of its selected row below, scrolled by so many lines; null selects the first. */
export interface ListState {
  readonly chosen: string | null;
  readonly scroll: number;
  /** Of its rows alone. */
  readonly filter: string;
}

export const FIRST_ROW: ListState = { chosen: null, scroll: 0, filter: '' };
