import type { BoundKey, Keymap } from '../core/keymap.ts';
import type { ActionId } from '../core/kinds.ts';
import type { Action } from './action.ts';
import { acknowledge, claim, revoke, unacknowledge, validate } from './acts.ts';
import { cursorBack, cursorOn } from './cursor.ts';
import { filter, nextHit, previousHit } from './filtering.ts';
import {
  asked,
  back,
  governor,
  help,
  lastView,
  palette,
  pause,
  quit,
  refresh,
  save,
  suspend,
  theme,
} from './general.ts';
import {
  columns,
  context,
  nextBar,
  nextError,
  previousBar,
  previousError,
  query,
  timestamps,
  wrap,
} from './log-page.ts';
import { mark, markAll } from './marking.ts';
import { down, first, halfPageDown, halfPageUp, last, left, pageDown, pageUp, right, up } from './moving.ts';
import { copy, journal, logs, open, patterns, silences, verdict } from './opening.ts';
import { fullScreen, nextPage, nextPanel, panel, previousPage, previousPanel } from './panels.ts';
import { runbook } from './runbook.ts';
import { faster, slower } from './tape.ts';
import { clocks, earlier, later, live, start, zoomIn, zoomOut } from './time.ts';

/** Every action, in the order help lists them. */
const ACTIONS: Readonly<Record<ActionId, Action>> = {
  help,
  palette,
  filter,
  'next-hit': nextHit,
  'previous-hit': previousHit,
  back,
  'last-view': lastView,
  'next-panel': nextPanel,
  'previous-panel': previousPanel,
  panel,
  'previous-page': previousPage,
  'next-page': nextPage,
  'full-screen': fullScreen,
  pause,
  refresh,
  asked,
  governor,
  silences,
  journal,
  patterns,
  verdict,
  theme,
  copy,
  save,
  suspend,
  quit,
  up,
  down,
  left,
  right,
  first,
  last,
  'page-up': pageUp,
  'page-down': pageDown,
  'half-page-up': halfPageUp,
  'half-page-down': halfPageDown,
  open,
  mark,
  'mark-all': markAll,
  acknowledge,
  unacknowledge,
  claim,
  validate,
  revoke,
  logs,
  runbook,
  query,
  'previous-bar': previousBar,
  'next-bar': nextBar,
  'next-error': nextError,
  'previous-error': previousError,
  context,
  wrap,
  timestamps,
  columns,
  earlier,
  later,
  live,
  start,
  'zoom-in': zoomIn,
  'zoom-out': zoomOut,
  clocks,
  'cursor-back': cursorBack,
  'cursor-on': cursorOn,
  slower,
  faster,
};

/** What there is to an action. */
export const actionOf = (action: ActionId): Action => ACTIONS[action];

const isAction = (name: string): name is ActionId => Object.hasOwn(ACTIONS, name);

/** The action of a name that may be any; undefined where there is none. */
export const actionNamed = (name: string): ActionId | undefined => (isAction(name) ? name : undefined);

/** Every action with the keys it has unless a profile says otherwise. */
export const DEFAULT_KEYMAP: Keymap = Object.keys(ACTIONS)
  .filter(isAction)
  .map((action): BoundKey => {
    const { keys, context, hint, description, danger } = ACTIONS[action];
    return { action, keys, context, hint, description, ...(danger && { danger }) };
  });

/** The actions that the footer hints at everywhere, in their order. */
export const HINTED: readonly ActionId[] = DEFAULT_KEYMAP.map(({ action }) => ({
  action,
  place: ACTIONS[action].hintPlace ?? 0,
}))
  .filter(({ place }) => place > 0)
  .sort((a, b) => a.place - b.place)
  .map(({ action }) => action);
