import { styledCharsToString } from '@alcalzone/ansi-tokenize';
import type { Scene } from '../session/session.ts';
import type { Row } from '../terminal/cells.ts';
import type { Coloured } from '../text/safe.ts';
import { sanitiseColoured } from '../text/sanitise.ts';
import { DEFAULT_KEYMAP } from './actions/registry.ts';
import type { Block } from './canvas/block.ts';
import { Compositor } from './canvas/compositor.ts';
import type { Look } from './canvas/look.ts';
import { drawUntouched } from './untouched.ts';

export interface StillOptions extends Omit<Look, 'links'> {
  readonly columns: number;
  readonly rows: number;
  /** IANA name. */
  readonly timeZone: string;
  /** Id of the page; the first unless given. Throws a `RangeError` for one that does not exist. */
  readonly page?: string;
  readonly readOnly?: boolean;
}

/**
 * The room as the screen would show it, `rows` lines of at most `columns` cells, for snapshots and for outputs that are
 * no terminal.
 */
export function renderRoomToString(scene: Scene, options: StillOptions): Coloured {
  const { columns, rows, timeZone, readOnly = false } = options;
  const page = options.page === undefined ? 0 : scene.room.pages.findIndex(({ id }) => id === options.page);
  if (page < 0) throw new RangeError(`there is no page "${options.page}"`);
  const around = { keymap: DEFAULT_KEYMAP, timeZone, operator: '', readOnly, page };
  const look = { ...options, links: false };
  return stillOf(drawUntouched(scene, around, columns, rows, look), look, columns, rows);
}

/** A picture as text with colours. */
export const stillOf = (blocks: readonly Block[], look: Look, columns: number, rows: number): Coloured =>
  sanitiseColoured(new Compositor().compose(blocks, look, columns, rows).map(textOf).join('\n'));

/** A row as a terminal would be given it, without the blanks at its end. */
const textOf = (row: Row): string =>
  styledCharsToString(
    row.map(({ text, width, style }) => ({ type: 'char', value: text, fullWidth: width > 1, styles: style.codes })),
  ).trimEnd();
