import type { Room } from '../../room/shown.ts';
import type { Playback, Scene } from '../../session/session.ts';
import type { Safe } from '../../text/safe.ts';
import { only, type Step } from '../core/effects.ts';
import type { KeyContext } from '../core/keymap.ts';
import type { ActionId, View } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import type { Here, InRoom } from '../core/world.ts';

/** All there is to an action, whichever key stands for it. */
export interface Action {
  /** By default; a profile may give others. */
  readonly keys: readonly string[];
  readonly context: KeyContext;
  /** A word or two for the footer. */
  readonly hint: Safe;
  readonly description: Safe;
  /** Weighty acts ask for a typed confirmation and are never on a lower-case key. */
  readonly danger?: true;
  /** Whether it changes something that others see: not offered where nothing may be changed. */
  readonly isAct?: true;
  /** Whether the palette leaves it out: moving about is for keys, and a list of it hides the rest. */
  readonly forKeysAlone?: true;
  /** Its place among the hints of everywhere, from 1; absent: it is hinted at only by panels and views. */
  readonly hintPlace?: number;
  /** The hint for what it does at the moment, where that is something else. */
  hintNow?(playback: Playback, view: View | undefined): Safe | undefined;
  /** Whether a room has anything it could do; it does where this is absent. */
  offered?(room: Room, playback: Playback): boolean;
  /** Whether it could do something to what is chosen now; it could where this is absent. A hint of it would mislead else. */
  helps?(state: ScreenState, room: Room): boolean;
  /** Does what a key of it does; `index` tells which of its keys, from 0. */
  run(here: Here, index: number): Step;
  /** Why a key of it did nothing. */
  idle?(here: InRoom, keyOf: (action: ActionId) => Safe, index: number): Safe;
}

/** An action that does nothing before the servers have answered. */
export const inRoom =
  (run: (here: InRoom, index: number) => Step) =>
  (here: Here, index: number): Step => {
    const scene: Scene | undefined = here.world.scene;
    return scene === undefined ? only(here.state) : run({ ...here, scene }, index);
  };
