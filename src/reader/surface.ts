import type { Block } from '../screen/canvas/block.ts';
import type { Look } from '../screen/canvas/look.ts';
import { dialogKind } from '../screen/dialogs/registry.ts';
import { drawDialog } from '../screen/draw-dialog.ts';
import { drawRoom } from '../screen/draw-room.ts';
import type { ScreenSurroundings } from '../screen/draw-screen.ts';
import { layoutOf } from '../screen/panels/layout-of.ts';
import { atHeadline, focusedPanel } from '../screen/panels/selection.ts';
import { newestOf, type Scene } from '../session/session.ts';
import { safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { headline } from '../wording/headline.ts';
import { type Spoken, spoken } from './spoken.ts';

/** What an operator has before him: a dialog, else a view, else the headline or the panel with the focus. */
export interface Surface {
  /** The same as long as it is the same thing. */
  readonly id: string;
  /** Whether it is a list of rows that keys go through one by one. */
  readonly isList: boolean;
  readonly lines: readonly Spoken[];
}

/** The surface as it is drawn, line by line. */
export function surfaceOf(around: ScreenSurroundings, look: Look): Surface {
  const { state, scene } = around;
  const { dialog, views } = state;
  if (dialog !== null) {
    const typed = dialogKind(dialog).line?.(dialog, { state, room: scene.room });
    const lines: readonly Spoken[] = typed
      ? [
          { text: typed.keys, selected: false, typed: false },
          { text: sanitiseLine(typed.text), selected: false, typed: true },
        ]
      : told(drawDialog(around, look));
    return { id: `dialog ${dialog.kind}`, isList: isList(lines), lines };
  }
  const view = views.at(-1);
  if (view === undefined && atHeadline(state, scene.room))
    return { id: 'headline', isList: true, lines: [{ text: worst(scene), selected: true, typed: false }] };
  const panel = focusedPanel(state, scene.room);
  // A panel is heard as it is where it has the screen to itself.
  const whole = view === undefined ? { ...state, fullScreen: true } : state;
  const layout = layoutOf(scene.room, whole, around.layout.columns, around.layout.rows);
  const lines = told(drawRoom({ ...around, state: whole, layout, logs: around.logs?.scene }, look, new Map()));
  return view === undefined
    ? { id: `panel ${state.page} ${panel}`, isList: isList(lines), lines }
    : { id: `view ${views.length} ${view.kind}`, isList: false, lines };
}

/** The headline is of now, whatever is shown. */
const worst = ({ room, playback }: Scene) => safe(`headline: ${headline(newestOf(room, playback))}`);

const isList = (lines: readonly Spoken[]): boolean => lines.some(({ selected }) => selected);

const told = (blocks: readonly Block[]): readonly Spoken[] =>
  blocks.flatMap(({ at, lines }) => lines.slice(0, at.height).flatMap(spoken));

/** Lines that are heard at once; whoever wants more goes on by keys. */
const MOST = 40;

/** What of a surface is to be heard after another. */
export function heardOf(before: Surface | null, after: Surface): readonly Spoken[] {
  if (before === null || before.id !== after.id) return opened(after);
  const field = (lines: readonly Spoken[]) => lines.findIndex(({ typed }) => typed);
  const at = field(after.lines);
  // Who types hears the keys already; what follows from them is heard where it is chosen.
  const isTyping = at >= 0 && at === field(before.lines) && before.lines[at]?.text !== after.lines[at]?.text;
  const known = new Map(before.lines.map((line) => [`${line.text}`, line]));
  return after.lines.filter((line, i) => {
    const old = known.get(line.text);
    if (line.selected && !old?.selected) return true;
    if (isTyping) return false;
    if (line.typed) return i !== field(before.lines);
    return after.isList ? false : old === undefined;
  });
}

/** Of a list its title, its field and the row that is chosen, of all else every line. */
const opened = ({ isList, lines }: Surface): readonly Spoken[] =>
  isList ? lines.filter(({ selected, typed }, i) => selected || typed || i < TITLED) : lines.slice(0, MOST);

/** The title, and what stands beside it. */
const TITLED = 2;
