import type { Room } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { only } from '../core/effects.ts';
import { type ScreenState, toPage } from '../core/state.ts';
import { panelOfNumber } from '../panels/number.ts';
import { focusedPanel, pagePanels, toPanel } from '../panels/selection.ts';
import { type Action, inRoom } from './action.ts';

/** Another panel of the page, round at the ends; from the headline its first or its last. */
export function otherPanel(state: ScreenState, room: Room, by: 1 | -1): ScreenState {
  const panels = pagePanels(room, state.page);
  const focus = focusedPanel(state, room);
  const at = focus === null && by < 0 ? 0 : panels.indexOf(focus ?? '/');
  const next = panels[(at + by + panels.length) % panels.length];
  return next === undefined ? state : toPanel(state, next, room);
}

/** Another page has its own filter: what was looked for on the one before would hide what is wrong here. */
function otherPage(state: ScreenState, room: Room, by: number): ScreenState {
  if (room.pages.length < 2) return state;
  const page = (state.page + by + room.pages.length) % room.pages.length;
  const next = toPage(state, page);
  return { ...next, focus: state.focus && focusedPanel(next, room) };
}

const noOther = () => safe('There is no other panel on this page');
const onlyPage = () => safe('There is only this page');

export const nextPanel: Action = {
  keys: ['tab'],
  context: 'global',
  hint: safe('next panel'),
  description: safe('Next panel'),
  run: inRoom(({ state, scene }) => only(otherPanel(state, scene.room, 1))),
  idle: noOther,
};

export const previousPanel: Action = {
  keys: ['shift-tab'],
  context: 'global',
  hint: safe('previous panel'),
  description: safe('Previous panel'),
  run: inRoom(({ state, scene }) => only(otherPanel(state, scene.room, -1))),
  idle: noOther,
};

export const panel: Action = {
  keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  context: 'global',
  hint: safe('panel'),
  description: safe('Panel with this number'),
  forKeysAlone: true,
  run: inRoom(({ state, scene }, index) => {
    const focus = panelOfNumber(scene.room, state.page, index + 1);
    return only(focus === undefined ? state : toPanel(state, focus, scene.room));
  }),
  idle: ({ state: { views, focus } }, _, index) =>
    views.length === 0 && focus !== null
      ? safe(`There is no other panel ${index + 1} on this page`)
      : safe(`There is no panel ${index + 1} here`),
};

export const previousPage: Action = {
  keys: ['<'],
  context: 'global',
  hint: safe('previous page'),
  description: safe('Previous page'),
  run: inRoom(({ state, scene }) => only(otherPage(state, scene.room, -1))),
  idle: onlyPage,
};

export const nextPage: Action = {
  keys: ['>'],
  context: 'global',
  hint: safe('next page'),
  description: safe('Next page'),
  offered: ({ pages }) => pages.length > 1,
  hintPlace: 9,
  run: inRoom(({ state, scene }) => only(otherPage(state, scene.room, 1))),
  idle: onlyPage,
};

export const fullScreen: Action = {
  keys: ['f'],
  context: 'global',
  hint: safe('full screen'),
  description: safe('Panel on the full screen, and back'),
  hintPlace: 14,
  run: ({ state }) => only(state.views.length === 0 ? { ...state, fullScreen: !state.fullScreen } : state),
  idle: (_, keyOf) => safe(`This already fills the screen; ${keyOf('back')} goes back`),
};
