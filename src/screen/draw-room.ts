import { isTimed } from '../room/filter/filter.ts';
import type { LogScene } from '../session/logs/scene.ts';
import type { Scene } from '../session/session.ts';
import { widthOf } from '../text/width.ts';
import type { Block } from './canvas/block.ts';
import { chartOver, pastOver } from './canvas/charts/trend.ts';
import { folded, framed, insideOf, isTitleCut } from './canvas/frame.ts';
import { inFull, isEmpty } from './canvas/in-full.ts';
import { Kept } from './canvas/kept.ts';
import type { Layout, PanelPlace } from './canvas/layout.ts';
import type { Look } from './canvas/look.ts';
import { cell, type Line, lineWidth, run, within } from './canvas/runs.ts';
import type { Keymap } from './core/keymap.ts';
import { knownTrends } from './core/known-trends.ts';
import type { Load } from './core/load.ts';
import { marksOf } from './core/marks.ts';
import type { PanelKey } from './core/panel-key.ts';
import { cursorIn, type ScreenState } from './core/state.ts';
import { withHiding } from './panels/filtered.ts';
import { numbered, pageNumbers } from './panels/number.ts';
import type { PanelDrawing } from './panels/panel.ts';
import { panelKind } from './panels/registry.ts';
import { focusedPanel, selectedIn, visibleIds } from './panels/selection.ts';
import { chartedRange } from './views/charted-range.ts';
import { drawView } from './views/draw-view.ts';

/** What the room is drawn of. */
export interface RoomSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly timeZone: string;
  readonly operator: string;
  readonly readOnly: boolean;
  readonly keymap: Keymap;
  readonly logs: LogScene | undefined;
  /** What the screen costs; absent where none runs. */
  readonly load?: Load | undefined;
  /** Keys go nowhere: no panel has the focus, no row is selected. */
  readonly untouched?: boolean | undefined;
}

/** Panels as they were drawn last. */
export type KeptPanels = Map<PanelKey, Kept<readonly Block[]>>;

/** What lies between headline and footer: the panels of the page, or the detail view on top of them. */
export function drawRoom(around: RoomSurroundings, look: Look, panels: KeptPanels): readonly Block[] {
  const { scene, state, layout, untouched = false } = around;
  const view = state.views.at(-1);
  if (view !== undefined) {
    const drawing = drawView(view, { ...around, ...look });
    return framed(layout.body, { ...drawing, border: 'borderFocus', bold: true }, look.glyphs);
  }
  const numbers = pageNumbers(scene.room, state.page);
  const focus = untouched ? null : focusedPanel(state, scene.room);
  return layout.panels.flatMap((place) => {
    const { panel } = place;
    const kept = panels.get(panel) ?? new Kept();
    panels.set(panel, kept);
    // Its number is the one that its title and the keys have.
    return keptPanel({ ...around, place, number: numbers.get(panel) ?? 0, focused: panel === focus }, look, kept);
  });
}

interface PanelSurroundings extends RoomSurroundings {
  readonly place: PanelPlace;
  readonly number: number;
  readonly focused: boolean;
}

/** A panel, drawn anew only if anything that it is drawn of is something else. */
function keptPanel(around: PanelSurroundings, look: Look, kept: Kept<readonly Block[]>): readonly Block[] {
  const { scene, state, place, number, focused, timeZone, operator, load } = around;
  const { panel, detail, border, x, y, width, height } = place;
  const { page, filter, marks, axis } = state;
  const { glyphs, unicode } = look;
  const parts = [
    ...panelKind(panel, scene.room).parts(scene),
    ...[panel, detail, border, place.folded, x, y, width, height, number, focused],
    ...[page, filter, marks, axis.span, cursorIn(state, panel), state.cursor],
    ...[glyphs, unicode, timeZone, operator, load?.pacing.spells],
    ...(isTimed(filter) ? [scene.room.at] : []),
  ];
  return kept.of(parts, () => (place.folded ? title(around, look) : placed(around, drawPanel(around, look), look)));
}

/** All that a panel says that has nothing to tell, or no room but its title. */
function title(around: PanelSurroundings, look: Look): readonly Block[] {
  const { scene, state, place, number, focused } = around;
  const { glyphs } = look;
  const kind = panelKind(place.panel, scene.room);
  const border = focused ? 'borderFocus' : 'border';
  const of = { border, bold: focused } as const;
  const quiet = kind.quiet?.(scene.room, state.page, glyphs);
  if (quiet) return folded(place, { ...of, title: numbered(number, kind.title), told: quiet }, glyphs);
  const inTitle = { ...around, place: { ...place, detail: 'line' as const, border: false } };
  const { title, hides, lines } = drawPanel(inTitle, look);
  return folded(place, { ...of, title: numbered(number, title), hides, told: lines[0] ?? [] }, glyphs);
}

/** What a panel draws inside its place. */
function drawPanel(around: PanelSurroundings, look: Look): PanelDrawing {
  const { scene, state, place, timeZone, operator, focused, load } = around;
  const { room } = scene;
  const trends = knownTrends(scene);
  const { panel, detail } = place;
  const { page, filter, marks } = state;
  const { glyphs, unicode } = look;
  const ids = visibleIds(panel, room, page, filter);
  const all = visibleIds(panel, room, page, '');
  const cursor = focused ? selectedIn(panel, state, room) : undefined;
  const range = chartedRange(undefined, scene, state);
  const chart = chartOver(trends, { range, marks: marksOf(room), glyphs, timeZone });
  const past = pastOver(trends, range);
  const inside = place.border ? insideOf(place) : insideOfPlain(place);
  const shown = { ...inside, detail, glyphs, unicode, timeZone, operator, spells: load?.pacing.spells };
  const drawing = panelKind(panel, room).draw({ room, ...shown, ids, all, cursor, marks, chart, past, range });
  return withHiding(drawing, { filter, hidden: all.length - ids.length }, place.width, glyphs);
}

/** A drawing at its place. */
function placed(
  { scene, place, number, focused }: PanelSurroundings,
  drawing: PanelDrawing,
  { glyphs }: Look,
): readonly Block[] {
  const { width, height } = place.border ? insideOf(place) : insideOfPlain(place);
  if (place.border) {
    const named = { ...drawing, title: numbered(number, drawing.title) };
    const lines = inFull(isTitleCut(place.width, named) ? underTitle(drawing, height) : drawing.lines, width, height);
    return framed(place, { ...named, border: focused ? 'borderFocus' : 'border', bold: focused, lines }, glyphs);
  }
  const lines = inFull(drawing.lines, width, height);
  const name = place.detail === 'line' ? panelKind(place.panel, scene.room).title : drawing.title;
  const hides: Line = drawing.hides === undefined ? [] : [run(`${drawing.hides} `, 'accent')];
  // Names of panels in a row each are one column; one above its lines has the cells that its badge leaves.
  const free = place.detail === 'line' ? 0 : place.width - 1 - lineWidth([...hides, ...drawing.badge]);
  const cells = Math.max(TITLE, Math.min(free, widthOf(numbered(number, name)) + 2));
  const title = run(cell(numbered(number, name), cells), focused ? 'accent' : 'dim', { bold: focused });
  const badge = within([...hides, ...drawing.badge], place.width - 1 - cells);
  const [first = [], ...rest] = place.detail === 'line' ? [[...hides, ...(lines[0] ?? [])]] : [badge, ...lines];
  return [{ at: place, lines: [[run(' '), title, ...first], ...rest.map((line) => [run('  '), ...line])] }];
}

/** Lines below a title for which their border has no room: where a row is left for it. */
function underTitle({ title, lines }: PanelDrawing, height: number): readonly Line[] {
  const at = lines.length < height ? lines.length : lines.findLastIndex(isEmpty);
  return at < 0 ? lines : [[run(title, 'title')], ...lines.slice(0, at), ...lines.slice(at + 1)];
}

/** Cells of the title of a panel without a border. */
const TITLE = 13;

/** What is left of a rectangle without a border: beside the title in a single row, below it in several. */
const insideOfPlain = ({ detail, width, height }: PanelPlace) =>
  detail === 'line'
    ? { width: Math.max(0, width - TITLE - 1), height: 1 }
    : { width: Math.max(0, width - 3), height: height - 1 };
