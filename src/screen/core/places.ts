import { isDeepStrictEqual } from 'node:util';
import type { LogRequest } from '../../session/logs/scene.ts';
import type { Incident } from '../views/incident/state.ts';
import { also, only, type Step } from './effects.ts';
import type { View } from './kinds.ts';
import { type ScreenState, toPage } from './state.ts';
import type { World } from './world.ts';

/** Which view it is, wherever one scrolled in it and whichever row is chosen. */
const meantBy = (view: View) => ({
  kind: view.kind,
  of:
    'ring' in view
      ? view.ring
      : 'about' in view
        ? withoutRow(view.about)
        : 'subject' in view
          ? withoutRow(view.subject)
          : 'fingerprint' in view
            ? view.fingerprint
            : null,
});

/** A panel that draws its rows together is one thing. */
const withoutRow = (about: Incident) => (about.kind === 'panel' ? { kind: about.kind, panel: about.panel } : about);

const isSamePlace = (a: ScreenState, b: ScreenState): boolean =>
  a.page === b.page && isDeepStrictEqual(a.views.map(meantBy), b.views.map(meantBy));

/** What logs are open, to open them again. */
function requestOf({ logs }: World): LogRequest | null {
  if (!logs?.scene) return null;
  const { about, query, server, from, to, at } = logs.scene;
  return { about, query, from, to, at, ...(server !== undefined && { server }) };
}

/** A step that led to another page or view remembers the one before. */
export function remembering(before: ScreenState, step: Step, world: World): Step {
  if (isSamePlace(before, step.state)) return step;
  const { page, focus, fullScreen, views } = before;
  return { ...step, state: { ...step.state, last: { page, focus, fullScreen, views, logs: requestOf(world) } } };
}

/** The page and the views that were seen before, as they were left. */
export function toLast(state: ScreenState): Step {
  const { last } = state;
  if (last === null) return only(state);
  const { focus, fullScreen, logs } = last;
  // Logs of which nothing is known any more cannot be opened again.
  const views = last.views.filter(({ kind }) => kind !== 'logs' || logs !== null);
  const there: ScreenState = { ...toPage(state, last.page), focus, fullScreen, views };
  const reopens = logs !== null && views.some(({ kind }) => kind === 'logs');
  return reopens ? also(there, { kind: 'logs', command: { do: 'open', request: logs } }) : only(there);
}
