import type { PanelId } from '../../profile/schema/profile.ts';
import type { Safe } from '../../text/safe.ts';
import type { Millis, Seconds } from '../../units.ts';
import type { Dialog } from '../dialogs/states.ts';
import { LOG_LOOK, type LogLook, type LogView } from '../views/logs/log-view.ts';

/** What a chart is drawn of. */
export type Subject =
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'check'; readonly ring: string; readonly check: string }
  | { readonly kind: 'traffic' }
  | { readonly kind: 'infra'; readonly row: string };

/** A detail view over the room; they stack, and `esc` takes the top one off. */
export type View =
  | { readonly kind: 'ring'; readonly ring: string; readonly check: string | null; readonly window: ChartWindow }
  | { readonly kind: 'alert'; readonly fingerprint: string; readonly scroll: number }
  | { readonly kind: 'chart'; readonly subject: Subject; readonly window: ChartWindow }
  | { readonly kind: 'verdict'; readonly scroll: number }
  | LogView
  | ListView;

/** A list with the details of its selected row below, scrolled by so many lines; null selects the first. */
export interface ListView {
  readonly kind: 'silences' | 'journal' | 'patterns';
  readonly chosen: string | null;
  readonly scroll: number;
  /** Of its rows alone. */
  readonly filter: string;
}

export const isList = (view: View): view is ListView =>
  view.kind === 'silences' || view.kind === 'journal' || view.kind === 'patterns';

/** One line that answers the operator. It goes with the next key or after some seconds; an error stays until `esc`. */
export interface Flash {
  readonly kind: 'done' | 'info' | 'error';
  readonly text: Safe;
  /** The error that stands again when this goes. */
  readonly before?: Flash;
}

/** The part of the history that the charts of a view show; it goes with the view. */
export interface ChartWindow {
  /** Null: as far as the history reaches. */
  readonly span: Seconds | null;
  /** Null: now. */
  readonly end: Millis | null;
}

/** The whole history, up to now: what every chart begins with, and what the room shows. */
export const WHOLE: ChartWindow = { span: null, end: null };

export const ringView = (ring: string, check: string | null = null): View => ({
  kind: 'ring',
  ring,
  check,
  window: WHOLE,
});

/** The filter in force: that of the list in view, or of the panels where no view lies over them; else none. */
export function filterOf({ views, filter }: ScreenState): string {
  const view = views.at(-1);
  return view === undefined ? filter : isList(view) ? view.filter : '';
}

/** The same screen with another filter, where there is something to filter. */
export function withFilter(state: ScreenState, filter: string): ScreenState {
  const view = state.views.at(-1);
  if (view === undefined) return { ...state, filter };
  return isList(view) ? { ...state, views: [...state.views.slice(0, -1), { ...view, filter }] } : state;
}

/** What the operator did to the screen; the room is not part of it. */
export interface ScreenState {
  readonly page: number;
  /** Null until a panel was chosen: the first of the page. */
  readonly focus: PanelId | null;
  readonly fullScreen: boolean;
  /** The selected row of a panel by its identity, so that it stays selected when rows move. */
  readonly cursors: Readonly<Partial<Record<PanelId, string>>>;
  /** Marked alerts, by fingerprint. */
  readonly marks: readonly string[];
  /** Of the rows of the page; a list has its own. */
  readonly filter: string;
  readonly views: readonly View[];
  readonly dialog: Dialog | null;
  readonly flash: Flash | null;
  readonly theme: string;
  /** The theme follows the terminal's background until the operator chooses one. */
  readonly followsBackground: boolean;
  readonly logLook: LogLook;
}

export const initialState = (theme: string, followsBackground = false): ScreenState => ({
  page: 0,
  focus: null,
  fullScreen: false,
  cursors: {},
  marks: [],
  filter: '',
  views: [],
  dialog: null,
  flash: null,
  theme,
  followsBackground,
  logLook: LOG_LOOK,
});
