import type { LogJump } from '../../logs/jump.ts';
import type { Room, State } from '../../room/shown.ts';
import type { Scene } from '../../session/session.ts';
import type { Safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import type { Extent } from '../canvas/grid.ts';
import type { Bordered, Need, Placing } from '../canvas/placing.ts';
import type { Line } from '../canvas/runs.ts';
import type { Step } from '../core/effects.ts';
import type { About, ActionId, View } from '../core/kinds.ts';
import type { Row } from '../core/rows.ts';
import type { InRoom } from '../core/world.ts';
import type { PanelDrawing, PanelInput, RoomPart } from './panel.ts';
import type { Reads } from './reads.ts';

/** All there is to a panel that draws from some parts of the room, `K`; rows are meant by their identities. */
export interface PanelKind<K extends RoomPart = RoomPart> {
  readonly title: Safe;
  readonly place: Placing;
  /** Rows it needs on a page (its number from 0) in so many cells, borders included: by what it has to tell. */
  need(size: Bordered, room: Room, page: number, width: number): Need;
  /** Heights that also do where others have more to tell, the largest first; 1 is its title alone. Absent: none does. */
  gives?(size: Bordered, room: Room, page: number): readonly number[];
  /** Whether it has anything to draw on a page. */
  present(room: Room, page: number): boolean;
  /** The parts of the room that its rows and its drawing are of: while these are the same it is not drawn anew. */
  readonly reads: Reads<K>;
  /** Every row on a page, in the order shown. */
  rows(room: Pick<Room, K>, page: number): readonly Row[];
  /** The row that keys come to first, where that is not the first of its order; undefined while it is. */
  landing?(room: Room): string | undefined;
  /** How it stands at its worst. */
  state(room: Room, page: number): State;
  draw(input: PanelInput<K>): PanelDrawing;
  /**
   * What it says behind its title while it has nothing else to tell; null while it has. One row has to suffice: runs for
   * which there is no room are left out, the last first.
   */
  quiet?(room: Pick<Room, K>, page: number, glyphs: Glyphs): Line | null;
  /** What `enter` leads to. */
  open(id: string): View;
  /** A row as one would paste it into a chat; null: by its identity. */
  copy(id: string, room: Room): string | null;
  /** The logs of a row, around the time it is about; absent where rows have none. */
  logs?(id: string, scene: Scene): LogJump | null;
  /** What acts on a row are about. */
  about?(id: string): About;
  /** Keys worth knowing first while it has the focus, and those worth knowing besides. */
  hints(room: Room): { readonly first: readonly ActionId[]; readonly besides: readonly ActionId[] };
  /** Whether its rows stand side by side: the arrows to the left and right go through them. */
  readonly sideBySide?: true;
}

/** A panel by its name, whatever it draws from. */
export type NamedPanel = Omit<PanelKind, 'reads'> & { readonly reads: Partial<Reads<RoomPart>> };

/** A panel of a page, of a name or of a board. */
export interface Panel extends Omit<PanelKind, 'reads' | 'place' | 'need' | 'gives' | 'open'> {
  /** On a board: smaller than this it tells nothing, and as large as that all there is. */
  readonly least: Extent;
  readonly good: Extent;
  /** Rows in which all is told that it has, in so many cells, both with the border; absent where more tell more. */
  needs?(width: number): number;
  /** Whether it says anything in a single row. */
  readonly inOneRow: boolean;
  /** All that it is drawn of: while each is the same object it is not drawn anew. */
  parts(scene: Scene): readonly unknown[];
  /** What `enter` leads to; null when there is nothing more to see. */
  open(id: string): View | null;
  /** The same where it is more than a view. */
  enter?(id: string, here: InRoom): Step;
}
