import { own } from '../../own.ts';
import type { LogRequest } from '../../session/logs/scene.ts';
import type { Background } from '../../terminal/background.ts';
import type { Safe } from '../../text/safe.ts';
import type { Millis, Seconds } from '../../units.ts';
import { LOG_LOOK, type LogLook } from '../views/logs/state.ts';
import type { Dialog, View } from './kinds.ts';
import type { PanelKey } from './panel-key.ts';

/** One line that answers the operator. It goes with the next key or after some seconds; an error stays until `esc`. */
export interface Flash {
  readonly kind: 'done' | 'info' | 'error';
  readonly text: Safe;
  /** The error that stands again when this goes. */
  readonly before?: Flash;
  /** Present for an error that says why a key was refused: elsewhere it would be untrue. */
  readonly refusal?: true;
}

/** The filter in force: that of the list in view, or of the panels where no view lies over them; else none. */
export function filterOf({ views, filter }: ScreenState): string {
  const view = views.at(-1);
  if (view === undefined) return filter;
  return 'filter' in view ? view.filter : '';
}

/** The same screen with another filter, where there is something to filter. */
export function withFilter(state: ScreenState, filter: string): ScreenState {
  const view = state.views.at(-1);
  if (view === undefined) return { ...state, filter };
  return 'filter' in view ? withTop(state, { ...view, filter }) : state;
}

/** The same screen on another page, with the filter that was left there. */
export function toPage(state: ScreenState, page: number): ScreenState {
  const filters = { ...state.filters, [state.page]: state.filter };
  return { ...state, page, filter: filters[page] ?? '', filters, views: [] };
}

/** The same screen with another view on top, or the one on top as it is now. */
export const withTop = (state: ScreenState, view: View): ScreenState => ({
  ...state,
  views: [...state.views.slice(0, -1), view],
});

/** The row that was chosen last in a panel. */
export const cursorIn = ({ cursors }: Pick<ScreenState, 'cursors'>, panel: PanelKey): string | undefined =>
  own(cursors, panel);

/** The time that all charts of the room show; where it ends is where the room stands (`scene.room.at`). */
export interface Axis {
  /** Null: as far as the history reaches. */
  readonly span: Seconds | null;
}

/** Up to now, as far as the history reaches: what every chart begins with. */
export const WHOLE_AXIS: Axis = { span: null };

/** The time zone of every clock on the screen. @param local the terminal's */
export const zoneOf = ({ utc }: Pick<ScreenState, 'utc'>, local: string): string => (utc ? 'UTC' : local);

/** A page with what lay over it. */
export interface Place {
  readonly page: number;
  readonly focus: PanelKey | null;
  readonly fullScreen: boolean;
  readonly views: readonly View[];
  /** What logs were open; null where that is not known. */
  readonly logs: LogRequest | null;
}

/** What the operator did to the screen; the room is not part of it. */
export interface ScreenState {
  readonly page: number;
  /** Null until a panel was chosen: the headline where something is wrong, else the first of the page. */
  readonly focus: PanelKey | null;
  readonly fullScreen: boolean;
  /** The selected row of a panel by its identity, so that it stays selected when rows move. */
  readonly cursors: Readonly<Partial<Record<PanelKey, string>>>;
  /** Marked alerts, by fingerprint. */
  readonly marks: readonly string[];
  /** Of the rows of the page; a list has its own. */
  readonly filter: string;
  /** Those that were left on other pages, by their numbers. */
  readonly filters: Readonly<Record<number, string>>;
  readonly views: readonly View[];
  /** What was seen before this page or view; null at the beginning. */
  readonly last: Place | null;
  readonly dialog: Dialog | null;
  /** Lines that were run in the palette, the newest first. */
  readonly commands: readonly string[];
  readonly flash: Flash | null;
  /** As it was asked for: the name may stand for two, of which the one is drawn that suits the terminal. */
  readonly theme: string;
  /** What the terminal draws on, as far as it is known. */
  readonly background: Background;
  readonly logLook: LogLook;
  readonly axis: Axis;
  /** The instant whose values all charts tell; null for none. */
  readonly cursor: Millis | null;
  /** Whether every clock on the screen tells UTC, whatever time zone it would be in. */
  readonly utc: boolean;
}

export const initialState = (theme: string, background: Background = 'dark'): ScreenState => ({
  page: 0,
  focus: null,
  fullScreen: false,
  cursors: {},
  marks: [],
  filter: '',
  filters: {},
  views: [],
  last: null,
  dialog: null,
  commands: [],
  flash: null,
  theme,
  background,
  logLook: LOG_LOOK,
  axis: WHOLE_AXIS,
  cursor: null,
  utc: false,
});
