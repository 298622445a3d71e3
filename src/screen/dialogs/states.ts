import type { AlertResult } from '../../operations/operations.ts';
import type { Shown } from '../../room/safe.ts';
import type { Safe } from '../../text/safe.ts';
import type { Millis } from '../../units.ts';
import type { Form } from './shared/form.ts';
import type { EditedLine } from './shared/line-editor.ts';

/** A list or text that scrolls. */
export interface ReadingDialog {
  readonly kind: 'help' | 'asked';
  readonly scroll: number;
}

export interface FilterDialog {
  readonly kind: 'filter';
  readonly text: string;
}

export interface PaletteDialog {
  readonly kind: 'palette';
  readonly text: string;
  readonly chosen: number;
}

/** What is looked for in the logs. */
export interface LogFilterDialog {
  readonly kind: 'log-filter';
  readonly text: string;
}

export interface LogQueryDialog {
  readonly kind: 'log-query';
  readonly line: EditedLine;
  readonly chosen: number;
  /** Why it was not sent; empty until then. */
  readonly message: Safe;
}

/** An act that was asked for and is under way, and why the last attempt was refused or failed; empty until then. */
interface Attempt {
  readonly busy: boolean;
  readonly message: Safe;
}

export interface AcknowledgeDialog extends Attempt {
  readonly kind: 'acknowledge';
  /** Fingerprints. */
  readonly targets: readonly string[];
  readonly form: Form<'note' | 'duration'>;
  /** What came of each alert in the last attempt, where not all of it went well. */
  readonly came: readonly Shown<AlertResult>[];
}

export interface ClaimDialog extends Attempt {
  readonly kind: 'claim';
  /** Fingerprints. */
  readonly targets: readonly string[];
  readonly form: Form<'note'>;
}

/** Takes back what was said of a ring: its validation, or the request for a second operator's word. */
export interface RevokeDialog extends Attempt {
  readonly kind: 'revoke' | 'withdraw';
  readonly ring: Safe;
  /** What was typed to confirm must become the ring's id. */
  readonly form: Form<'typed' | 'note'>;
}

/**
 * From the evidence to the act. `override` is a step of its own, behind a typed word. `countdown` is the time in which it
 * can be taken back; it remembers what stood against the act when it was confirmed. A typed reason goes along.
 */
export type ValidateStage =
  | { readonly kind: 'review' }
  | { readonly kind: 'override' }
  | {
      readonly kind: 'countdown';
      readonly until: Millis;
      /** Whole seconds until then. */
      readonly left: number;
      readonly becomes: 'validation' | 'confirmation';
      readonly override: string | null;
      readonly against: readonly string[];
    }
  | { readonly kind: 'busy'; readonly override: string | null };

export interface ValidateDialog {
  readonly kind: 'validate';
  readonly ring: Safe;
  readonly stage: ValidateStage;
  /** `typed` must become the ring's id, or the word that leads to the override. */
  readonly form: Form<'typed' | 'note' | 'reason'>;
  readonly message: Safe;
}

export type Dialog =
  | ReadingDialog
  | FilterDialog
  | PaletteDialog
  | LogFilterDialog
  | LogQueryDialog
  | AcknowledgeDialog
  | ClaimDialog
  | RevokeDialog
  | ValidateDialog;

/** Whether an act of the dialog is under way: its answer is waited for, and it cannot be taken back. */
export const isBusy = (dialog: Dialog): boolean =>
  'busy' in dialog ? dialog.busy : dialog.kind === 'validate' && dialog.stage.kind === 'busy';
