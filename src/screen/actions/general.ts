import type { Room } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { also, flash, only } from '../core/effects.ts';
import { toLast } from '../core/places.ts';
import { filterOf, type ScreenState, withFilter } from '../core/state.ts';
import { viewedAt } from '../core/viewing.ts';
import { helpDialog } from '../dialogs/help/state.ts';
import { paletteDialog } from '../dialogs/palette/state.ts';
import { toHeadline } from '../panels/selection.ts';
import { type Action, inRoom } from './action.ts';

export const help: Action = {
  keys: ['?'],
  context: 'global',
  hint: safe('help'),
  description: safe('Keys that work here, searched and run'),
  hintPlace: 1,
  run: ({ state }) => only({ ...state, dialog: helpDialog() }),
};

export const palette: Action = {
  keys: [':'],
  context: 'global',
  hint: safe('command'),
  description: safe('Run any action by name'),
  hintPlace: 2,
  forKeysAlone: true,
  run: ({ state }) => only({ ...state, dialog: paletteDialog() }),
};

export const back: Action = {
  keys: ['esc'],
  context: 'global',
  hint: safe('back'),
  description: safe('Close, clear, or go back one step; never quits'),
  forKeysAlone: true,
  run: ({ state, world: { scene } }) => only(withoutTop(state, scene?.room)),
  idle: (_, keyOf) => safe(`Nothing is open; ${keyOf('quit')} quits`),
};

/** Closes the topmost thing: error, filter, view, full screen, marks; then goes to the headline. Never quits. */
function withoutTop(state: ScreenState, room: Room | undefined): ScreenState {
  if (state.flash !== null) return { ...state, flash: null };
  if (filterOf(state) !== '') return withFilter(state, '');
  if (state.views.length > 0) return { ...state, views: state.views.slice(0, -1) };
  if (state.fullScreen) return { ...state, fullScreen: false };
  if (state.marks.length > 0) return { ...state, marks: [] };
  return room === undefined ? state : toHeadline(state, room);
}

export const lastView: Action = {
  keys: ['-'],
  context: 'global',
  hint: safe('last view'),
  description: safe('The page or view seen before this one, and back'),
  run: ({ state }) => toLast(state),
  idle: () => safe('There is no earlier view'),
};

export const pause: Action = {
  keys: ['p'],
  context: 'global',
  hint: safe('pause'),
  description: safe('Pause the panels, or the tape; again to resume'),
  hintPlace: 4,
  hintNow: ({ paused }, view) => (paused && view?.kind !== 'logs' ? safe('resume') : undefined),
  run: inRoom(({ state, scene }) =>
    viewedAt(scene.playback) === null
      ? also(state, { kind: 'pause', paused: !scene.playback.paused })
      : flash(state, 'info', 'The past is already paused: go back to now first.'),
  ),
};

export const refresh: Action = {
  keys: ['r'],
  context: 'global',
  hint: safe('refresh'),
  description: safe('Ask every server again now'),
  // Whoever asks anew is told whether anything can come of it.
  run({ state, world: { scene } }) {
    if (scene?.playback.kind === 'tape') return flash(state, 'info', 'A tape has no servers to ask again.');
    if (scene?.playback.paused) return flash(state, 'info', 'The room is paused: resume it first.');
    return also(flash(state, 'info', 'Every server was asked again.').state, { kind: 'refresh' });
  },
};

export const asked: Action = {
  keys: ['@'],
  context: 'global',
  hint: safe('asked'),
  description: safe('What was asked of the servers, and their answers'),
  run: ({ state }) => only({ ...state, dialog: { kind: 'asked', scroll: 0 } }),
};

export const governor: Action = {
  keys: ['ctrl-g'],
  context: 'global',
  hint: safe('cost'),
  description: safe('What the screen costs, and why it slows down'),
  run: ({ state }) => only({ ...state, dialog: { kind: 'governor', scroll: 0 } }),
};

export const theme: Action = {
  keys: ['t'],
  context: 'global',
  hint: safe('theme'),
  description: safe('Choose a theme'),
  run({ state }) {
    return only({ ...state, dialog: { kind: 'theme', before: state.theme } });
  },
};

export const save: Action = {
  keys: ['ctrl-s'],
  context: 'global',
  hint: safe('save'),
  description: safe('Save what is seen as SVG, HTML or text'),
  run: inRoom(({ state }) => only({ ...state, dialog: { kind: 'save', format: 'svg' } })),
};

export const suspend: Action = {
  keys: ['ctrl-z'],
  context: 'global',
  hint: safe('suspend'),
  description: safe('Put ringdeck in the background of the shell'),
  run: ({ state }) => also(state, { kind: 'suspend' }),
};

export const quit: Action = {
  keys: ['q', 'ctrl-c'],
  context: 'global',
  hint: safe('quit'),
  description: safe('Leave ringdeck'),
  hintPlace: 15,
  run: ({ state }) => also(state, { kind: 'quit' }),
};
