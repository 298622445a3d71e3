import type { ActResult } from '../../operations/operations.ts';
import type { Shown } from '../../room/safe.ts';
import type { LogCommand } from '../../session/logs/scene.ts';
import type { RunbookAnswer } from '../../session/runbooks.ts';
import type { Background } from '../../terminal/background.ts';
import { type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import type { Bytes, Millis, Seconds } from '../../units.ts';
import type { Save } from '../save.ts';
import type { ActionId } from './kinds.ts';
import type { Flash, ScreenState } from './state.ts';

/** What a key press asks of the world outside the screen's own state. Alerts are meant by their fingerprints. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'seek'; readonly seconds: number }
  /** Null: back to now, or to where the tape had come to. */
  | { readonly kind: 'view'; readonly at: Millis | null }
  | { readonly kind: 'speed'; readonly factor: number }
  /** `whole`: what the text is only the beginning of. */
  | { readonly kind: 'copy'; readonly text: string; readonly whole?: Bytes }
  /** Saves the picture that is drawn next: what is seen once this is done. */
  | { readonly kind: 'save'; readonly save: Save }
  /** Asks for a tick when the next whole second before `until` is reached. */
  | { readonly kind: 'tick'; readonly until: Millis }
  /** Asks for a `faded` once an answer has been on screen long enough to be read. */
  | { readonly kind: 'fade'; readonly flash: Flash }
  | { readonly kind: 'logs'; readonly command: LogCommand }
  /** Asks for the text of a runbook's file. */
  | { readonly kind: 'runbook'; readonly file: string }
  | Act;

/** What changes something that others see. */
export type Act =
  | {
      readonly kind: 'acknowledge';
      readonly fingerprints: readonly string[];
      readonly note: string;
      /** The profile's unless given. */
      readonly duration?: Seconds;
    }
  | { readonly kind: 'unacknowledge' | 'release'; readonly fingerprints: readonly string[] }
  | { readonly kind: 'claim'; readonly fingerprints: readonly string[]; readonly note: string }
  | { readonly kind: 'validate'; readonly ring: string; readonly note: string; readonly override?: string }
  | { readonly kind: 'revoke' | 'withdraw'; readonly ring: string; readonly note: string };

const ACTS = {
  acknowledge: true,
  unacknowledge: true,
  claim: true,
  release: true,
  validate: true,
  revoke: true,
  withdraw: true,
} as const satisfies Record<Act['kind'], true>;

const isActKind = (kind: string): boolean => Object.hasOwn(ACTS, kind);

export const isAct = (effect: Effect): effect is Act => isActKind(effect.kind);

/** Whether a step does an act, or opens the dialog of one. */
export const beginsAct = (before: ScreenState, { state: { dialog }, effects }: Step): boolean =>
  effects.some(isAct) || (dialog !== null && dialog.kind !== before.dialog?.kind && isActKind(dialog.kind));

/** The state after an event, and what is to be done. */
export interface Step {
  readonly state: ScreenState;
  readonly effects: readonly Effect[];
}

export type ScreenEvent =
  | { readonly type: 'action'; readonly action: ActionId; readonly index: number }
  /** Text typed or pasted into the open dialog. */
  | { readonly type: 'text'; readonly text: string }
  /** Any other key while a dialog with a text field is open, by name. */
  | { readonly type: 'field'; readonly key: string }
  /** A key that stands for nothing where it was pressed; '' for one without a name. */
  | { readonly type: 'unbound'; readonly key: string }
  /** The terminal told what it draws on. */
  | { readonly type: 'background'; readonly background: Background }
  /** Something went wrong beside the room. */
  | { readonly type: 'failed'; readonly message: Safe }
  /** An answer has been on screen long enough. */
  | { readonly type: 'faded'; readonly flash: Flash }
  /** What came of an act, as the screen knows it. */
  | { readonly type: 'result'; readonly act: Act['kind']; readonly came: Shown<ActResult> }
  /** A countdown that ends at `until` goes on. */
  | { readonly type: 'tick'; readonly until: Millis }
  /** What is in a runbook's file, or why that is not known. */
  | { readonly type: 'runbook'; readonly file: string; readonly came: RunbookAnswer }
  /** Whether the clipboard took a text, or a file the picture, in words. */
  | { readonly type: 'copied' | 'saved'; readonly ok: boolean; readonly message: Safe };

export const only = (state: ScreenState): Step => ({ state, effects: [] });
export const also = (state: ScreenState, ...effects: Effect[]): Step => ({ state, effects });
export const flash = <T extends string>(
  state: ScreenState,
  kind: 'done' | 'info' | 'error',
  text: SafeArgument<T>,
): Step => only({ ...state, flash: { kind, text: safe<T>(text) } });
