import type { LogJump } from '../../logs/jump.ts';
import type { Room } from '../../room/shown.ts';
import type { LogScene } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import type { Millis } from '../../units.ts';
import type { Step } from '../core/effects.ts';
import type { KeyContext } from '../core/keymap.ts';
import type { About, ActionId, ByAction, View } from '../core/kinds.ts';
import type { Row } from '../core/rows.ts';
import type { ScreenState } from '../core/state.ts';
import type { Here } from '../core/world.ts';
import type { LogLook } from './logs/state.ts';
import type { DetailDrawing, DetailInput } from './shared/detail.ts';

/** What a view draws from. */
export interface ViewInput extends DetailInput {
  readonly logs: LogScene | undefined;
  readonly logLook: LogLook;
}

/** All there is to a view over the panels; `V` is what is remembered of it. */
export interface ViewKind<V> {
  /** Where its keys are looked up before those of lists and of everywhere, the nearest first. */
  readonly contexts: readonly KeyContext[];
  /** Null when what it is of is no longer there. */
  draw(view: V, input: ViewInput): DetailDrawing | null;
  /** Every row, in the order shown; absent where it is no list. */
  rows?(room: Room): readonly Row[];
  /** From when on its charts show it, unless the operator chose a span; null, or absent: as far as the history reaches. */
  chartedSince?(view: V, scene: Scene): Millis | null;
  /** So many rows up or down, or to the left or right; absent where it has no rows. */
  move?(view: V, by: number, room: Room): V;
  moveSideways?(view: V, by: 1 | -1): V;
  /** Another row that passes its filter, round at the ends. */
  nextHit?(view: V, by: 1 | -1, room: Room): V;
  /** What `enter` leads to; null when there is nothing more to see. */
  open?(view: V, room: Room): View | null;
  /** What is selected as one would paste it into a chat. */
  copy?(view: V, room: Room): string | null;
  /** The logs of what is selected, around the time it is about. */
  logs?(view: V, scene: Scene, state: Pick<ScreenState, 'axis' | 'cursor'>): LogJump | null;
  /** What acts are about. */
  about?(view: V, room: Room): About;
  /** What keys of everywhere do in this view instead; undefined: what they do everywhere. */
  act?(view: V, action: ActionId, index: number, here: Here): Step | undefined;
  /** Keys worth knowing first, and after the way back. */
  hints(view: V): { readonly first: readonly ActionId[]; readonly besides: readonly ActionId[] };
  /** Those keys in the footer's words, where they do something else than everywhere. */
  readonly hintWords?: ByAction;
}
