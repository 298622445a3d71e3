import type { ActResult } from '../../operations/operations.ts';
import type { Shown } from '../../room/safe.ts';
import type { Room } from '../../room/shown.ts';
import type { Scene } from '../../session/session.ts';
import type { Background } from '../../terminal/background.ts';
import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { beginAct, mark, markAll } from '../actions/acts.ts';
import { move, nextHit, otherPanel } from '../actions/move.ts';
import { copyText, open, openList, openVerdict } from '../actions/open.ts';
import { isSilent, whyNothing } from '../actions/silent.ts';
import { type Dialog, isBusy } from '../dialogs/states.ts';
import { updateDialog } from '../dialogs/update-dialog.ts';
import { actInLogs } from '../views/logs/act-in-logs.ts';
import { openLogs, openPattern } from '../views/logs/open-logs.ts';
import { pan, zoom } from './chart-window.ts';
import { type Act, also, flash, isAct, only, type ScreenEvent, type Step } from './effects.ts';
import type { ActionId } from './keymap.ts';
import { pagePanels } from './rows.ts';
import { type ChartWindow, filterOf, isList, type ScreenState, WHOLE, withFilter } from './state.ts';
import { focusedPanel, logTime, type World } from './world.ts';

/** The screen after an event, and what the event asks of the world. Pure. */
export function update(state: ScreenState, event: ScreenEvent, world: World): Step {
  const step = answerTo(state, event, world);
  const { flash } = step.state;
  // What was done is no news for long, and on a small terminal it stands where something worse might.
  const fades = flash !== null && flash !== state.flash && flash.kind !== 'error';
  return fades ? also(step.state, ...step.effects, { kind: 'fade', flash }) : step;
}

function answerTo(state: ScreenState, event: ScreenEvent, world: World): Step {
  if (event.type === 'faded') return only(state.flash === event.flash ? silenced(state) : state);
  if (event.type === 'background') return only(onBackground(state, event.background, world));
  if (event.type === 'result') return afterAct(state, event.act, event.came);
  if (event.type === 'copied') return flash(state, event.ok ? 'done' : 'error', event.message);
  const calm = state.flash !== null && state.flash.kind !== 'error' ? silenced(state) : state;
  const heard = closingLogs(state, withinEnds(inRoomOrDialog(calm, event, world), world));
  const step = isSilent(state, calm, event, heard) ? aside(heard.state, whyNothing(state, event, world)) : heard;
  return world.dialogsFit || mayHappenUnseen(step) ? step : flash(calm, 'info', 'The terminal is too small for this');
}

/** What was said is gone; an error that it stood before is there again. */
const silenced = (state: ScreenState): ScreenState => ({ ...state, flash: state.flash?.before ?? null });

/** A word on a key, for a moment: an error that nobody has dismissed comes back. */
const aside = (state: ScreenState, text: Safe): Step =>
  only({ ...state, flash: { kind: 'info', text, ...(state.flash && { before: state.flash }) } });

/** What scrolls stops at its end: keys would otherwise have to come all the way back, unseen. */
function withinEnds(step: Step, world: World): Step {
  const { state } = step;
  const { dialog } = state;
  const view = state.views.at(-1);
  if (dialog !== null) {
    if (!('scroll' in dialog) || dialog.scroll === 0) return step;
    const scroll = Math.min(dialog.scroll, world.scrollEnd(state));
    return { ...step, state: { ...state, dialog: { ...dialog, scroll } } };
  }
  if (view === undefined || !('scroll' in view) || view.scroll === 0) return step;
  const scroll = Math.min(view.scroll, world.scrollEnd(state));
  return { ...step, state: { ...state, views: [...state.views.slice(0, -1), { ...view, scroll }] } };
}

const hasLogs = ({ views }: ScreenState): boolean => views.some(({ kind }) => kind === 'logs');

/** Logs that are no longer in view are not followed any more. */
const closingLogs = (before: ScreenState, step: Step): Step =>
  hasLogs(before) && !hasLogs(step.state)
    ? also(step.state, ...step.effects, { kind: 'logs', command: { do: 'close' } })
    : step;

/** Whether a step neither needs a dialog nor changes anything on a server. Leaving is always possible. */
const mayHappenUnseen = ({ state, effects }: Step): boolean =>
  effects.some(({ kind }) => kind === 'quit') || (state.dialog === null && !effects.some(isAct));

function inRoomOrDialog(state: ScreenState, event: ScreenEvent, world: World): Step {
  if (state.dialog !== null)
    return updateDialog(state, state.dialog, event, world, (s, action) => act(s, action, 0, world));
  return event.type === 'action' ? act(state, event.action, event.index, world) : only(state);
}

/** An act that was done closes its dialog and no other; one that was not says why in it, where the operator looks. */
function afterAct(state: ScreenState, act: Act['kind'], came: Shown<ActResult>): Step {
  const { result, message } = came;
  const { dialog } = state;
  const own = dialog?.kind === act && isBusy(dialog) ? dialog : null;
  if (result === 'done' || result === 'pending') {
    const marks = act === 'acknowledge' || act === 'claim' ? [] : state.marks;
    return flash({ ...state, marks, dialog: own === null ? dialog : null }, 'done', message);
  }
  return own === null ? flash(state, 'error', message) : only({ ...state, dialog: answered(own, came) });
}

/** A dialog whose act was refused or failed: it can be tried again. */
function answered(dialog: Dialog, { message, alerts = [] }: Shown<ActResult>): Dialog {
  if (dialog.kind === 'validate') {
    const overriding = dialog.stage.kind === 'busy' && dialog.stage.override !== null;
    return { ...dialog, stage: { kind: overriding ? 'override' : 'review' }, message };
  }
  if (dialog.kind === 'acknowledge') return { ...dialog, busy: false, message, came: alerts };
  return 'busy' in dialog ? { ...dialog, busy: false, message } : dialog;
}

/** Closes the topmost thing: error, filter, view, full screen, marks. Never quits. */
function back(state: ScreenState): ScreenState {
  if (state.flash !== null) return { ...state, flash: null };
  if (filterOf(state) !== '') return withFilter(state, '');
  if (state.views.length > 0) return { ...state, views: state.views.slice(0, -1) };
  if (state.fullScreen) return { ...state, fullScreen: false };
  return { ...state, marks: [] };
}

function act(state: ScreenState, action: ActionId, index: number, world: World): Step {
  const view = state.views.at(-1);
  const inLogs =
    view?.kind === 'logs'
      ? actInLogs(state, view, action, index, {
          scene: world.logs?.scene,
          screenful: world.screenful,
          pageWidth: world.pageWidth,
          now: logTime(world),
        })
      : undefined;
  if (inLogs !== undefined) return inLogs;
  switch (action) {
    case 'quit':
    case 'suspend':
      return also(state, { kind: action });
    case 'refresh':
      return refresh(state, world);
    case 'help':
    case 'asked':
      return only({ ...state, dialog: { kind: action, scroll: 0 } });
    case 'palette':
      return only({ ...state, dialog: { kind: 'palette', text: '', chosen: 0 } });
    case 'filter':
      return view === undefined || isList(view)
        ? only({ ...state, dialog: { kind: 'filter', text: filterOf(state) } })
        : only(state);
    case 'back':
      return only(back(state));
    case 'full-screen':
      return only(view === undefined ? { ...state, fullScreen: !state.fullScreen } : state);
    case 'theme': {
      const next = world.themes[(world.themes.indexOf(state.theme) + 1) % world.themes.length] ?? state.theme;
      return flash({ ...state, theme: next, followsBackground: false }, 'info', `Theme ${sanitiseLine(next)}`);
    }
    default:
      return world.scene === undefined ? only(state) : actInRoom(state, action, index, world, world.scene);
  }
}

function actInRoom(state: ScreenState, action: ActionId, index: number, world: World, scene: Scene): Step {
  const { room, playback, trends } = scene;
  switch (action) {
    case 'next-panel':
      return only(otherPanel(state, room, 1));
    case 'previous-panel':
      return only(otherPanel(state, room, -1));
    case 'panel': {
      const focus = pagePanels(room, state.page)[index];
      return only(focus === undefined ? state : { ...state, focus, views: [] });
    }
    case 'next-page':
      return only(otherPage(state, room, 1));
    case 'previous-page':
      return only(otherPage(state, room, -1));
    case 'next-hit':
      return only(nextHit(state, room, 1));
    case 'previous-hit':
      return only(nextHit(state, room, -1));
    case 'open':
      return openPattern(state, scene, world.logs !== null) ?? only(open(state, room));
    case 'logs':
      return openPattern(state, scene, world.logs !== null) ?? openLogs(state, scene, world.logs !== null);
    case 'mark':
      return only(mark(state, room));
    case 'mark-all':
      return only(markAll(state, room));
    case 'silences':
    case 'journal':
    case 'patterns':
      return only(openList(state, action));
    case 'verdict':
      if (room.comparison === null)
        return flash(state, 'info', 'The profile compares no versions: there is no verdict');
      return only(openVerdict(state, room));
    case 'acknowledge':
    case 'unacknowledge':
    case 'claim':
    case 'validate':
    case 'revoke':
      return beginAct(state, room, action, world);
    case 'copy': {
      const text = copyText(state, room);
      return text === null ? only(state) : also(state, { kind: 'copy', text });
    }
    case 'pause':
      return also(state, { kind: 'pause', paused: !playback.paused });
    case 'rewind':
      return also(state, { kind: 'seek', seconds: -60 });
    case 'forward':
      return also(state, { kind: 'seek', seconds: 60 });
    case 'slower':
      return playback.kind === 'tape' && playback.speed <= 1
        ? only(state)
        : also(state, { kind: 'speed', factor: 0.5 });
    case 'faster':
      return also(state, { kind: 'speed', factor: 2 });
    case 'zoom-in':
      return only(inWindow(state, (window) => zoom(window, 0.5, trends.since, room.at)));
    case 'zoom-out':
      return only(inWindow(state, (window) => zoom(window, 2, trends.since, room.at)));
    case 'earlier':
      return only(inWindow(state, (window) => pan(window, -0.25, trends.since, room.at)));
    case 'later':
      return only(inWindow(state, (window) => pan(window, 0.25, trends.since, room.at)));
    case 'live':
      return only(inWindow(state, () => WHOLE));
    default:
      return only(move(state, room, action, world.screenful) ?? state);
  }
}

/** The theme that suits the terminal, unless the operator chose one. */
const onBackground = (state: ScreenState, background: Background, { themes }: World): ScreenState =>
  state.followsBackground && themes.includes(background) ? { ...state, theme: background } : state;

/** Asks anew; whoever does so is told whether anything can come of it. */
function refresh(state: ScreenState, { scene }: World): Step {
  if (scene?.playback.kind === 'tape') return flash(state, 'info', 'A tape has no servers that could be asked again.');
  if (scene?.playback.paused) return flash(state, 'info', 'The room stands still: resume it first.');
  return also(flash(state, 'info', 'Every server was asked again.').state, { kind: 'refresh' });
}

/** The same screen with the charts of the view on top moved or scaled; those of the room always show all up to now. */
function inWindow(state: ScreenState, to: (window: ChartWindow) => ChartWindow): ScreenState {
  const view = state.views.at(-1);
  if (view === undefined || !('window' in view)) return state;
  return { ...state, views: [...state.views.slice(0, -1), { ...view, window: to(view.window) }] };
}

/** Another page begins without a filter: what was looked for on the one before would hide what is wrong here. */
function otherPage(state: ScreenState, room: Room, by: number): ScreenState {
  if (room.pages.length < 2) return state;
  const page = (state.page + by + room.pages.length) % room.pages.length;
  const next = { ...state, page, filter: '', views: [] };
  return { ...next, focus: focusedPanel(next, room) };
}
