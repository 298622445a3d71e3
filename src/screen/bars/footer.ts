import type { Room } from '../../room/shown.ts';
import type { Playback } from '../../session/session.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';
import { actionOf, HINTED } from '../actions/registry.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut, type Line, lineWidth, run } from '../canvas/runs.ts';
import { askedOf } from '../core/asked.ts';
import { shownKey } from '../core/key-names.ts';
import { type Keymap, keysOf } from '../core/keymap.ts';
import type { ActionId, View } from '../core/kinds.ts';
import type { PanelKey } from '../core/panel-key.ts';
import { type Flash, filterOf, type ScreenState } from '../core/state.ts';
import { viewedAt } from '../core/viewing.ts';
import type { TypedLine } from '../dialogs/kind.ts';
import { dialogKind } from '../dialogs/registry.ts';
import { typedText } from '../dialogs/shared/typed-text.ts';
import { panelKind } from '../panels/registry.ts';
import { atHeadline, focusedPanel } from '../panels/selection.ts';
import { worstView } from '../views/incident/worst.ts';
import { viewKind } from '../views/registry.ts';
import { flashRun } from './flash.ts';
import { unseenLine } from './unseen.ts';

function hintOf(action: ActionId, state: ScreenState, room: Room, playback: Playback): Safe {
  const view = state.views.at(-1);
  if (view === undefined && action === 'open' && atHeadline(state, room)) return safe('why');
  const { hintNow, hint } = actionOf(action);
  return (view && viewKind(view).hintWords?.[action]) ?? hintNow?.(playback, view) ?? hint;
}

/** The keys worth knowing in a view, the most useful first. */
function viewHints(view: View): readonly ActionId[] {
  const { first, besides } = viewKind(view).hints(view);
  return [...first, 'back', ...besides];
}

/** The same in the panels of a page. */
function panelHints(state: ScreenState, room: Room, operator: string): readonly ActionId[] {
  if (atHeadline(state, room)) return headlineHints(room, operator);
  const panel = focusedPanel(state, room);
  const kind = panel === null ? null : panelKind(panel, room);
  const { first, besides } = kind?.hints(room) ?? { first: [], besides: [] };
  return [
    ...(askedOf(room, operator).length > 0 ? (['validate'] as const) : []),
    ...(room.alerts.counts.firing > 0 ? (['acknowledge', 'claim'] as const) : []),
    ...first,
    ...(['open', 'next-panel'] as const),
    ...(kind === null || kind.logs ? (['logs'] as const) : []),
    ...besides,
  ];
}

/** The same at the headline, where keys are about its finding. */
function headlineHints(room: Room, operator: string): readonly ActionId[] {
  const view = worstView(room);
  const { first, besides } = view === null ? { first: [], besides: [] } : viewKind(view).hints(view);
  return [
    ...(askedOf(room, operator).length > 0 ? (['validate'] as const) : []),
    ...(['open'] as const),
    ...first,
    ...(['next-panel'] as const),
    ...besides,
  ];
}

/** The keys worth knowing here, the most useful first. */
function hintedActions(
  state: ScreenState,
  room: Room,
  playback: Playback,
  readOnly: boolean,
  operator: string,
): ActionId[] {
  const view = state.views.at(-1);
  const actions: ActionId[] = [...(view === undefined ? panelHints(state, room, operator) : viewHints(view))];
  if (filterOf(state) !== '') actions.push('next-hit', 'back');
  const onTape = playback.kind === 'tape';
  actions.push(...HINTED.filter((action) => onTape || actionOf(action).context !== 'tape'));
  // An answer that stays takes most of the row: what is left is for the way to every other key.
  const ordered = state.flash?.kind === 'error' ? (['help', ...actions] as const) : actions;
  return [...new Set(ordered)].filter((action) => {
    const { isAct, offered, helps } = actionOf(action);
    // Nothing is done in the past.
    const mayAct = !readOnly && viewedAt(playback) === null;
    return (mayAct || !isAct) && (offered?.(room, playback) ?? true) && (helps?.(state, room) ?? true);
  });
}

/** Cells of "? help" and what follows it, kept whatever else the row says. */
const LEAST_HINT = 8;
const GAP = run('  ');

/** The answer to the last act, the filter, and the keys that work now. */
export function drawFooter(input: {
  readonly state: ScreenState;
  readonly room: Room;
  readonly playback: Playback;
  readonly keymap: Keymap;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  readonly readOnly: boolean;
  readonly operator: string;
  /** The panels there is room for. */
  readonly drawn: readonly PanelKey[];
  readonly width: number;
}): Line {
  const { state, room, playback, keymap, glyphs, unicode, readOnly, operator, drawn, width } = input;
  const { flash, dialog } = state;
  const typed = dialog && dialogKind(dialog).line?.(dialog, { state, room });
  if (typed) return typedLine(typed, flash, glyphs, width);
  if (dialog !== null) return flash === null ? [] : [run(' '), flashRun(flash, glyphs)];
  const line: ReturnType<typeof run>[] = [run(' ')];
  if (readOnly) line.push(run('READ-ONLY', 'warn', { bold: true }), run('  '));
  if (flash !== null) {
    const dismiss = flash.kind === 'error' && width >= 60 ? '  esc dismisses  ' : '  ';
    const answer = flashRun(flash, glyphs);
    const most = Math.max(8, width - lineWidth(line) - dismiss.length - LEAST_HINT);
    line.push({ ...answer, text: cut(answer.text, most) }, run(dismiss, 'dim'));
  }
  const filter = filterOf(state);
  if (filter !== '') line.push(run(`filter ${sanitiseLine(filter)}`, 'warn', { inverse: true }), run('  '));
  if (state.marks.length > 0) line.push(run(`${state.marks.length} marked`, 'accent', { inverse: true }), run('  '));
  // Under a view, or beside a panel that fills the screen, the operator chose what is out of sight.
  const unseen = state.views.length > 0 || state.fullScreen ? [] : unseenLine(room, state.page, drawn, glyphs);
  const most = width - lineWidth(line) - LEAST_HINT - widthOf(GAP.text);
  if (unseen.length > 0 && most > 0) line.push(...unseen.map((part) => ({ ...part, text: cut(part.text, most) })), GAP);
  const hints = hintedActions(state, room, playback, readOnly, operator).flatMap((action) => {
    const key = keysOf(keymap, action)[0];
    return key === undefined
      ? []
      : [{ action, hint: hintRuns(shownKey(key, unicode), hintOf(action, state, room, playback)) }];
  });
  return [...line, ...fittingHints(hints, width - lineWidth(line))];
}

const SIGN = run(' / ', 'accent', { bold: true });

/** What is typed, of which the part around the caret is always seen, and a note on it. */
function typedLine(typed: TypedLine, flash: Flash | null, glyphs: Glyphs, width: number): Line {
  const note = typedNote(typed, flash, glyphs);
  const room = width - lineWidth([SIGN]);
  return [SIGN, ...typedText(typed, Math.max(Math.ceil(room / 2), room - lineWidth(note)), glyphs), ...note];
}

/** Beside what is typed: why the last key did nothing, what is wrong with it, or what keys do. */
const typedNote = ({ fault, keys }: TypedLine, flash: Flash | null, glyphs: Glyphs): Line => [
  run('   '),
  flash?.kind === 'info' ? flashRun(flash, glyphs) : fault ? run(fault, 'warn') : run(keys, 'dim'),
];

const hintRuns = (key: Safe, words: Safe): Line => [run(key, 'accent', { bold: true }), run(` ${words}`, 'dim')];

/** Whole hints alone, those worth most; the way to all the others is among them whatever else fits. */
function fittingHints(hints: readonly { readonly action: ActionId; readonly hint: Line }[], width: number): Line {
  const way = hints.find(({ action }) => action === 'help');
  let left = width - lineWidth(way?.hint ?? []);
  const others = hints.filter((one) => one !== way);
  const fitting = others.findIndex(({ hint }) => {
    left -= lineWidth([...hint, GAP]);
    return left < 0;
  });
  const kept = new Set(fitting < 0 ? others : others.slice(0, fitting));
  return hints
    .filter((one) => one === way || kept.has(one))
    .flatMap(({ hint }, i): Line => (i === 0 ? hint : [GAP, ...hint]));
}
