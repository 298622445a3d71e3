import type { ActResult } from '../../operations/operations.ts';
import type { Shown } from '../../room/safe.ts';
import type { Room } from '../../room/shown.ts';
import type { LogsNow } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import type { Safe } from '../../text/safe.ts';
import type { Layout } from '../canvas/layout.ts';
import type { ScreenEvent, Step } from '../core/effects.ts';
import type { Keymap } from '../core/keymap.ts';
import type { Load } from '../core/load.ts';
import type { ScreenState } from '../core/state.ts';
import type { Here, World } from '../core/world.ts';
import type { DialogDrawing, DialogInput } from './shared/dialog.ts';
import type { EditedLine } from './shared/edited-line.ts';

/** What a dialog is drawn of. */
export interface DialogSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly keymap: Keymap;
  readonly themes: readonly string[];
  readonly operator: string;
  readonly timeZone: string;
  readonly logs: LogsNow | null;
  /** What the screen costs; absent where none runs. */
  readonly load?: Load | undefined;
}

/** What a text that is typed in the footer is about. */
export interface LineSurroundings {
  readonly state: ScreenState;
  readonly room: Room;
}

/** A text that is typed in the footer, and what keys do with it, or what is wrong with it. */
export interface TypedLine extends EditedLine {
  readonly keys: Safe;
  readonly fault?: Safe | null;
}

/** All there is to a dialog; `D` is what is remembered of it. */
export interface DialogKind<D> {
  /** Whether keys are text while it is open. */
  readonly takesText: boolean;
  /** Whether it may be wider than a text that is read at a glance. */
  readonly isWide?: true;
  /** Takes an event. */
  keys(dialog: D, event: ScreenEvent, here: Here): Step;
  /** What it shows in so much room; null where what it is of is no longer there. Absent: it stands in the footer. */
  draw?(dialog: D, input: DialogInput, around: DialogSurroundings): DialogDrawing | null;
  /** A text that is typed in the footer. */
  line?(dialog: D, around: LineSurroundings): TypedLine;
  /** Whether an act of it is under way: its answer is waited for, and it cannot be taken back. */
  isBusy?(dialog: D): boolean;
  /** The dialog once its act was refused or failed: it can be tried again. */
  answered?(dialog: D, came: Shown<ActResult>): D;
  /** Why a key does nothing in it at the moment, where that is not because it stands for nothing. */
  idle?(dialog: D, event: ScreenEvent, world: World): Safe | null;
  /** What whoever leaves in the middle of it must know; null when nothing was about to happen. */
  lastWords?(dialog: D): Safe | null;
}
