import type { ActResult } from '../operations/operations.ts';
import type { JournalAct } from '../room/room.ts';
import type { ActionId } from './keymap.ts';
import type { ScreenState } from './state.ts';

/** What a key press asks of the world outside the screen's own state. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'seek'; readonly seconds: number }
  | { readonly kind: 'speed'; readonly factor: number }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'acknowledge'; readonly fingerprints: readonly string[]; readonly note: string }
  | { readonly kind: 'unacknowledge'; readonly fingerprint: string }
  | { readonly kind: 'validate' | 'revoke'; readonly ring: string; readonly note: string };

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
  /** What came of an act. */
  | { readonly type: 'result'; readonly act: JournalAct; readonly came: ActResult }
  /** Whether the clipboard took a text, in words. */
  | { readonly type: 'copied'; readonly ok: boolean; readonly message: string };

export const only = (state: ScreenState): Step => ({ state, effects: [] });
export const also = (state: ScreenState, ...effects: Effect[]): Step => ({ state, effects });
export const flash = (state: ScreenState, kind: 'done' | 'info' | 'error', text: string): Step =>
  only({ ...state, flash: { kind, text } });
