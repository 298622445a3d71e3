import type { LogJump } from '../../../logs/jump.ts';
import type { PanelContent, PanelType, Room, RoomPanel } from '../../../room/shown.ts';
import type { Scene } from '../../../session/session.ts';
import type { Millis } from '../../../units.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import type { Extent } from '../../canvas/grid.ts';
import type { Line } from '../../canvas/runs.ts';
import type { Step } from '../../core/effects.ts';
import type { About, View } from '../../core/kinds.ts';
import type { BoardKey } from '../../core/panel-key.ts';
import type { Row } from '../../core/rows.ts';
import type { InRoom } from '../../core/world.ts';
import type { Panel } from '../kind.ts';
import type { Drawn, PanelDrawing, RoomPart, Trending } from '../panel.ts';
import type { Reads } from '../reads.ts';

/** What a panel of a board holds, of one type or any. */
export type Content<T extends PanelType = PanelType> = {
  [P in PanelType]: { readonly type: P } & Extract<PanelContent, { readonly type: P }>;
}[T];

/** A panel of a board: what it holds, and what every panel has. */
export interface Held<T extends PanelType> {
  readonly key: BoardKey;
  readonly panel: RoomPanel;
  readonly content: Content<T>;
}

/** What a panel of a board draws from besides what it holds. Trends end at the time of the room when it was last drawn anew. */
export type BoardInput<K extends RoomPart = never> = Drawn<K> & Trending & { readonly at: Millis };

/** Lines under the panel's title, and what stands beside that, part by part. */
export interface BoardDrawing extends Pick<PanelDrawing, 'lines'> {
  readonly badges: readonly Line[];
}

/** All there is to a type of panel of boards, which reads `K` of the room besides itself. */
export interface BoardKind<T extends PanelType, K extends RoomPart = never> {
  /** Cells with the border: smaller than this it tells nothing, and as large as that all there is. */
  readonly least: Extent;
  readonly good: Extent;
  /** Rows in which all is told that it has, in so many cells, both with the border; absent where more tell more. */
  needs?(held: Held<T>, width: number): number;
  /** Whether it says anything in a single row. */
  readonly inOneRow: boolean;
  /** Whether its badge says how it stands. */
  readonly tellsState?: true;
  /** What its rows and its drawing are of besides itself. */
  readonly reads: Reads<K>;
  /** Every row, in the order shown. */
  rows(held: Held<T>, room: Pick<Room, K>): readonly Row[];
  draw(held: Held<T>, input: BoardInput<K>): BoardDrawing;
  /** What it says behind its title while it has nothing else to tell; null while it has. Asked only of what is known. */
  quiet?(held: Held<T>, room: Pick<Room, K>, glyphs: Glyphs): Line | null;
  /** What `enter` leads to. */
  open(held: Held<T>, id: string): View | null;
  /** The same where it is more than a view. */
  enter?(held: Held<T>, id: string, here: InRoom): Step;
  /** A row as one would paste it into a chat; null: by its identity. */
  copy(held: Held<T>, id: string, room: Room): string | null;
  /** The logs of a row, around the time it is about; absent where rows have none. */
  logs?(held: Held<T>, id: string, scene: Scene): LogJump | null;
  /** What acts on a row are about. */
  about?(id: string): About;
  readonly hints?: Panel['hints'];
}

/** Any type of panel, whatever it reads. */
export type AnyBoardKind<T extends PanelType> = Omit<BoardKind<T, RoomPart>, 'reads'> & {
  readonly reads: Partial<Reads<RoomPart>>;
};
