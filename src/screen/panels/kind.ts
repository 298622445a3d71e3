import type { LogJump } from '../../logs/jump.ts';
import type { Room, State } from '../../room/shown.ts';
import type { Scene } from '../../session/session.ts';
import type { Safe } from '../../text/safe.ts';
import type { Bordered, Need, Placing } from '../canvas/layout.ts';
import type { About, ActionId, View } from '../core/kinds.ts';
import type { Row } from '../core/rows.ts';
import type { PanelDrawing, PanelInput } from './panel.ts';

/** All there is to a panel; rows are meant by their identities. */
export interface PanelKind {
  readonly title: Safe;
  readonly place: Placing;
  /** Rows it needs on a page (its number from 0), borders included. */
  need(size: Bordered, room: Room, page: number): Need;
  /** Whether it has anything to draw on a page. */
  present(room: Room, page: number): boolean;
  /** Every row on a page, in the order shown. */
  rows(room: Room, page: number): readonly Row[];
  /** How it stands at its worst. */
  state(room: Room, page: number): State;
  draw(input: PanelInput): PanelDrawing;
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
