import type { Block } from '../screen/canvas/block.ts';
import type { Look } from '../screen/canvas/look.ts';
import type { View } from '../screen/core/kinds.ts';
import { dialogKind } from '../screen/dialogs/registry.ts';
import { drawDialog } from '../screen/draw-dialog.ts';
import { drawRoom } from '../screen/draw-room.ts';
import type { ScreenSurroundings } from '../screen/draw-screen.ts';
import { layoutOf } from '../screen/panels/layout-of.ts';
import { atHeadline, focusedPanel } from '../screen/panels/selection.ts';
import { newestOf, type Scene } from '../session/session.ts';
import { type Safe, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { headline } from '../wording/headline.ts';
import { type Spoken, spoken, spokenText } from './spoken.ts';

/** What an operator has before him: a dialog, else a view, else the headline or the panel with the focus. */
export interface Surface {
  /** The same as long as it is the same thing. */
  readonly id: string;
  /** How many lie below it, which come back when it closes. */
  readonly depth: number;
  /** Whether it is a list of rows that keys go through one by one. */
  readonly isList: boolean;
  /** Lines at its top that may name the columns of a list. */
  readonly head: number;
  readonly lines: readonly Spoken[];
}

/** The surface as it is drawn, line by line. */
export function surfaceOf(around: ScreenSurroundings, look: Look): Surface {
  const { state, scene } = around;
  const { dialog, views } = state;
  const view = views.at(-1);
  if (dialog !== null) {
    const typed = dialogKind(dialog).line?.(dialog, { state, room: scene.room });
    const lines = typed
      ? [said(safe(`${dialog.kind}: ${typed.keys}`)), ...(typed.fault ? [said(typed.fault)] : []), fieldOf(typed.text)]
      : told(drawDialog(around, look));
    return { id: `dialog ${dialog.kind}`, depth: views.length + 1, isList: isList(lines), head: TITLE, lines };
  }
  if (view === undefined && atHeadline(state, scene.room)) {
    const line = { ...said(worst(scene)), selected: true };
    return { id: 'headline', depth: 0, isList: true, head: TITLE, lines: [line] };
  }
  const panel = focusedPanel(state, scene.room);
  // A panel is heard as it is where it has the screen to itself.
  const whole = view === undefined ? { ...state, fullScreen: true } : state;
  const layout = layoutOf(scene.room, whole, around.layout.columns, around.layout.rows);
  const lines = told(drawRoom({ ...around, state: whole, layout, logs: around.logs?.scene }, look, new Map()));
  return view === undefined
    ? { id: `panel ${state.page} ${panel}`, depth: 0, isList: isList(lines), head: HEAD, lines }
    : {
        id: `view ${view.kind}`,
        depth: views.length,
        isList: isList(lines) && LISTS.has(view.kind),
        head: HEAD,
        lines,
      };
}

/** The title, and what stands beside it; and with what stands above the first row. */
export const TITLE = 2;
const HEAD = 4;

/** Views of one row after another: whoever listens hears the one that is chosen. Of others all is heard. */
const LISTS: ReadonlySet<View['kind']> = new Set(['logs']);

const said = (text: Safe): Spoken => ({ text: spokenText(text), selected: false, typed: false, signed: false });

const fieldOf = (text: string): Spoken => ({
  ...said(safe('')),
  text: sanitiseLine(text),
  typed: true,
});

/** The headline is of now, whatever is shown. */
const worst = ({ room, playback }: Scene) => safe(`headline: ${headline(newestOf(room, playback))}`);

const isList = (lines: readonly Spoken[]): boolean => lines.some(({ selected }) => selected);

const told = (blocks: readonly Block[]): readonly Spoken[] =>
  blocks.flatMap(({ at, lines }) => lines.slice(0, at.height).flatMap(spoken));
