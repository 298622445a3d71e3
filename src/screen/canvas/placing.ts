import type { PanelKey } from '../core/panel-key.ts';
import type { Rect } from './rect.ts';

/** Terminals on which panels have borders. */
export type Bordered = 'wall' | 'wide' | 'medium' | 'small';

/** Where a panel stands among the others: its band from the top, its column from the left, its row in that from the top. */
export type Spot = readonly [band: number, column: number, row: number];

/** How a panel shares the screen with others. */
export interface Placing {
  readonly spots: Readonly<Record<Bordered, Spot>>;
  /** What goes first when the rows do not suffice: the lowest; what matters most at 3 a.m. stays longest. */
  readonly stays: number;
  /** Its share of a row of two on a small terminal: a table needs more of it than bars do. */
  readonly share: number;
  /** Whether it says anything in a single row. */
  readonly inOneRow: boolean;
}

/** Rows a panel needs at least and likes to have, borders included; spare rows go by `grow`. */
export interface Need {
  readonly min: number;
  readonly want: number;
  readonly grow: number;
  /** Of what it wants, rows of what must be told: the rest is well. All of them unless given. */
  readonly tells?: number;
}

/** One panel of the page. */
export interface PlacedPanel {
  readonly panel: PanelKey;
  readonly place: Placing;
  /** @param width cells, borders included */
  readonly need: (size: Bordered, width: number) => Need;
  /** Whether it has nothing to tell: its title has one row then, and others have the rest of its rows. */
  readonly quiet: boolean;
  /** Heights that also do while others have more to tell, the largest first; 1 is its title alone. */
  readonly gives: (size: Bordered) => readonly number[];
}

/** Where a panel stands. */
export interface BandPlace extends Rect {
  readonly panel: PanelKey;
  readonly folded: boolean;
}
