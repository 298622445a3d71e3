import type { PanelId } from '../profile/schema.ts';
import type { Safe } from '../text/safe.ts';
import type { Millis, Seconds } from '../units.ts';
import type { Dialog } from './dialog-state.ts';
import { LOG_LOOK, type LogLook, type LogView } from './logs/log-view.ts';

/** What a chart is drawn of. */
export type Subject =
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'check'; readonly ring: string; readonly check: string }
  | { readonly kind: 'traffic' }
  | { readonly kind: 'infra'; readonly row: string };

/** A detail view over the room; they stack, and `esc` takes the top one off. */
export type View =
  | { readonly kind: 'ring'; readonly ring: string; readonly check: string | null }
  | { readonly kind: 'alert'; readonly fingerprint: string; readonly scroll: number }
  | { readonly kind: 'chart'; readonly subject: Subject }
  | { readonly kind: 'verdict'; readonly scroll: number }
  | LogView
  | ListView;

/** A list with the details of its selected row below, scrolled by so many lines; null selects the first. */
export type ListView =
  | { readonly kind: 'silences'; readonly chosen: string | null; readonly scroll: number }
  | { readonly kind: 'journal'; readonly chosen: string | null; readonly scroll: number }
  | { readonly kind: 'patterns'; readonly chosen: string | null; readonly scroll: number };

export const isList = (view: View): view is ListView =>
  view.kind === 'silences' || view.kind === 'journal' || view.kind === 'patterns';

/** One line that answers the operator. It goes with the next key; an error stays until `esc`. */
export interface Flash {
  readonly kind: 'done' | 'info' | 'error';
  readonly text: Safe;
}

/** The part of the history that charts show. */
export interface ChartWindow {
  /** Null: as far as the history reaches. */
  readonly span: Seconds | null;
  /** Null: now. */
  readonly end: Millis | null;
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
  readonly filter: string;
  readonly views: readonly View[];
  readonly dialog: Dialog | null;
  readonly window: ChartWindow;
  readonly flash: Flash | null;
  readonly theme: string;
  readonly logLook: LogLook;
}

export const initialState = (theme: string): ScreenState => ({
  page: 0,
  focus: null,
  fullScreen: false,
  cursors: {},
  marks: [],
  filter: '',
  views: [],
  dialog: null,
  window: { span: null, end: null },
  flash: null,
  theme,
  logLook: LOG_LOOK,
});
