import type { PanelId } from '../../profile/schema/profile.ts';
import type { Room } from '../../room/shown.ts';
import type { Playback } from '../../session/session.ts';
import { literals, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut, type Line, lineWidth, type Run, run, widthOf } from '../canvas/runs.ts';
import { shownKey } from '../core/key-names.ts';
import { type ActionId, BINDINGS, type Keymap, keysOf } from '../core/keymap.ts';
import { type Flash, filterOf, isList, type ScreenState, type View } from '../core/state.ts';
import { focusedPanel } from '../core/world.ts';
import { askedOf } from './asks.ts';
import { unseenLine } from './unseen.ts';

const hintOf = (action: ActionId, view: View | undefined, { paused }: Playback): Safe =>
  (view && VIEW_HINTS[view.kind]?.[action]) ??
  (action === 'pause' && paused && view?.kind !== 'logs' ? safe('resume') : undefined) ??
  safe(BINDINGS.find((binding) => binding.action === action)?.hint ?? '');

/** What keys of the whole room do in views that have their own use for them. */
const VIEW_HINTS: Readonly<Partial<Record<View['kind'], Readonly<Partial<Record<ActionId, Safe>>>>>> = literals({
  logs: { open: 'details', last: 'follow', 'zoom-out': 'further back' },
  patterns: { open: 'its lines' },
});

/** What changes something on a server; not offered where nothing may be changed. */
const ACTS: ReadonlySet<ActionId> = new Set<ActionId>([
  ...(['acknowledge', 'unacknowledge', 'claim', 'validate', 'revoke'] as const),
]);

/** What there is only where two versions are compared. */
const OF_VERSIONS: ReadonlySet<ActionId> = new Set<ActionId>(['verdict', 'patterns']);

/** The keys worth knowing here, the most useful first. */
function hintedActions(
  state: ScreenState,
  room: Room,
  playback: Playback,
  readOnly: boolean,
  operator: string,
): ActionId[] {
  const view = state.views.at(-1);
  const panel = focusedPanel(state, room);
  const actions: ActionId[] = [];
  if (view === undefined) {
    if (askedOf(room, operator).length > 0) actions.push('validate');
    if (room.alerts.counts.firing > 0 || panel === 'alerts') actions.push('acknowledge', 'claim');
    if (panel === 'alerts' && room.alerts.counts.acknowledged > 0) actions.push('unacknowledge');
    if (panel === 'rings') actions.push('validate');
    if (panel === 'comparison') actions.push('verdict');
    actions.push('open', 'next-panel');
    if (panel !== 'journal') actions.push('logs');
    if (panel === 'alerts') actions.push('mark', 'mark-all');
  } else {
    if (view.kind === 'alert') actions.push('acknowledge', 'claim', 'unacknowledge', 'logs', 'copy');
    if (view.kind === 'ring') actions.push('validate', 'revoke', 'open');
    if (isList(view)) actions.push('open', 'filter', 'copy');
    if (view.kind === 'logs')
      actions.push(
        'filter',
        // From the end, where the reader follows, errors lie behind.
        ...(view.cursor === null ? (['previous-error', 'open'] as const) : (['next-error', 'open', 'last'] as const)),
        'pause',
        'query',
        'wrap',
        'columns',
        'timestamps',
        'zoom-out',
        'patterns',
        'copy',
      );
    actions.push('back');
    if (view.kind === 'chart' || view.kind === 'ring') actions.push('zoom-in', 'zoom-out', 'earlier', 'later', 'live');
  }
  if (filterOf(state) !== '') actions.push('next-hit', 'back');
  actions.push('help', 'palette', 'filter', 'pause');
  if (playback.kind === 'tape' && view?.kind !== 'chart' && view?.kind !== 'ring')
    actions.push('rewind', 'forward', 'slower', 'faster');
  if (room.pages.length > 1) actions.push('next-page');
  actions.push('verdict', 'patterns', 'silences', 'journal', 'full-screen', 'quit');
  const offered = room.comparison === null ? actions.filter((action) => !OF_VERSIONS.has(action)) : actions;
  // An answer that stays takes most of the row: what is left is for the way to every other key.
  const ordered = state.flash?.kind === 'error' ? (['help', ...offered] as const) : offered;
  return [...new Set(ordered)].filter((action) => !readOnly || !ACTS.has(action));
}

/** Cells of "? help" and what follows it, kept whatever else the row says. */
const LEAST_HINT = 8;
const GAP = run('  ');

/** The answer to the operator, with a sign of how it ended. */
export function flashRun({ kind, text }: Flash, glyphs: Glyphs): Run {
  const tone = kind === 'error' ? 'fail' : kind === 'done' ? 'ok' : 'accent';
  const mark = kind === 'error' ? glyphs.fail : kind === 'done' ? glyphs.ok : glyphs.separator;
  return run(`${mark} ${text}`, tone, { bold: true });
}

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
  readonly drawn: readonly PanelId[];
  readonly width: number;
}): Line {
  const { state, room, playback, keymap, glyphs, unicode, readOnly, operator, drawn, width } = input;
  const { flash, dialog } = state;
  if (dialog?.kind === 'filter')
    return [
      run(' / ', 'accent', { bold: true }),
      run(sanitiseLine(dialog.text)),
      run(glyphs.caret, 'accent'),
      run('   enter keep  esc clear  !text hides', 'dim'),
    ];
  if (dialog?.kind === 'log-filter')
    return [
      run(' / ', 'accent', { bold: true }),
      run(sanitiseLine(dialog.text)),
      run(glyphs.caret, 'accent'),
      run('   enter in these lines  tab asks Loki  esc clear  !text hides', 'dim'),
    ];
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
      : [{ action, hint: hintRuns(shownKey(key, unicode), hintOf(action, state.views.at(-1), playback)) }];
  });
  return [...line, ...fittingHints(hints, width - lineWidth(line))];
}

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
