import type { Safe } from '../../text/safe.ts';
import type { AcknowledgeDialog } from '../dialogs/acknowledge/state.ts';
import type { ClaimDialog } from '../dialogs/claim/state.ts';
import type { FilterDialog } from '../dialogs/filter/state.ts';
import type { HelpDialog } from '../dialogs/help/state.ts';
import type { LogFilterDialog } from '../dialogs/log-filter/state.ts';
import type { LogQueryDialog } from '../dialogs/log-query/state.ts';
import type { PaletteDialog } from '../dialogs/palette/state.ts';
import type { RevokeDialog } from '../dialogs/revoke/state.ts';
import type { SaveDialog } from '../dialogs/save/state.ts';
import type { ScrollingDialog } from '../dialogs/shared/scrolling-state.ts';
import type { ThemeDialog } from '../dialogs/theme/state.ts';
import type { ValidateDialog } from '../dialogs/validate/state.ts';
import type { ChartView } from '../views/chart/state.ts';
import type { IncidentView } from '../views/incident/state.ts';
import type { LogsView } from '../views/logs/state.ts';
import type { RingView } from '../views/ring/state.ts';
import type { RunbookView } from '../views/runbook/state.ts';
import type { ListState } from '../views/shared/list-state.ts';
import type { VerdictView } from '../views/verdict/state.ts';

/*
 * What kinds there are on the screen, and what is remembered of each. A kind's name stands here; what it does stands in
 * the registry of its folder, and the compiler asks for it there. Panels are named by the profile (`PANELS`).
 */

/** The views that lie over the panels. */
export interface ViewStates {
  readonly ring: RingView;
  readonly incident: IncidentView;
  readonly chart: ChartView;
  readonly verdict: VerdictView;
  readonly logs: LogsView;
  readonly runbook: RunbookView;
  readonly silences: ListState;
  readonly journal: ListState;
  readonly patterns: ListState;
}

/** The dialogs that ask or tell something. */
export interface DialogStates {
  readonly help: HelpDialog;
  readonly asked: ScrollingDialog;
  readonly governor: ScrollingDialog;
  readonly palette: PaletteDialog;
  readonly theme: ThemeDialog;
  readonly filter: FilterDialog;
  readonly 'log-filter': LogFilterDialog;
  readonly 'log-query': LogQueryDialog;
  readonly acknowledge: AcknowledgeDialog;
  readonly claim: ClaimDialog;
  readonly validate: ValidateDialog;
  readonly revoke: RevokeDialog;
  readonly save: SaveDialog;
  readonly withdraw: RevokeDialog;
}

/** What keys and the palette do. */
export type ActionId =
  | 'help'
  | 'palette'
  | 'filter'
  | 'next-hit'
  | 'previous-hit'
  | 'back'
  | 'last-view'
  | 'next-panel'
  | 'previous-panel'
  | 'panel'
  | 'previous-page'
  | 'next-page'
  | 'full-screen'
  | 'pause'
  | 'refresh'
  | 'asked'
  | 'governor'
  | 'silences'
  | 'journal'
  | 'patterns'
  | 'verdict'
  | 'theme'
  | 'copy'
  | 'save'
  | 'suspend'
  | 'quit'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'first'
  | 'last'
  | 'page-up'
  | 'page-down'
  | 'half-page-up'
  | 'half-page-down'
  | 'open'
  | 'mark'
  | 'mark-all'
  | 'acknowledge'
  | 'unacknowledge'
  | 'claim'
  | 'validate'
  | 'revoke'
  | 'logs'
  | 'runbook'
  | 'query'
  | 'previous-bar'
  | 'next-bar'
  | 'next-error'
  | 'previous-error'
  | 'context'
  | 'wrap'
  | 'timestamps'
  | 'columns'
  | 'zoom-in'
  | 'zoom-out'
  | 'earlier'
  | 'later'
  | 'live'
  | 'start'
  | 'clocks'
  | 'cursor-back'
  | 'cursor-on'
  | 'slower'
  | 'faster';

export type ViewKindId = keyof ViewStates;
export type DialogKindId = keyof DialogStates;

/** A detail view over the room, of one kind or any; they stack, and `esc` takes the top one off. */
export type View<K extends ViewKindId = ViewKindId> = { [P in K]: { readonly kind: P } & ViewStates[P] }[K];

/** The open dialog, of one kind or any. */
export type Dialog<K extends DialogKindId = DialogKindId> = { [P in K]: { readonly kind: P } & DialogStates[P] }[K];

/** What a key is about. */
export interface About {
  readonly ring?: string;
  /** Fingerprint. */
  readonly alert?: string;
}

/** Words by the action of a key. */
export type ByAction = Readonly<Partial<Record<ActionId, Safe>>>;
