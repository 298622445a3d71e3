import type { Scene } from '../session/session.ts';
import type { Block } from './canvas/block.ts';
import type { Look } from './canvas/look.ts';
import type { Keymap } from './core/keymap.ts';
import { initialState } from './core/state.ts';
import { isBack } from './core/viewing.ts';
import { Drawer } from './draw-screen.ts';
import { layoutOf } from './panels/layout-of.ts';

export interface Untouched {
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  readonly operator: string;
  readonly readOnly: boolean;
  /** Its number, from 0. */
  readonly page: number;
}

/** A room as the screen shows it before any key. */
export function drawUntouched(
  scene: Scene,
  { page, ...around }: Untouched,
  columns: number,
  rows: number,
  look: Look,
): readonly Block[] {
  const state = { ...initialState(look.theme.name), page };
  const layout = layoutOf(scene.room, state, columns, rows, isBack(scene.playback));
  return new Drawer().draw({ scene, state, layout, themes: [], logs: null, ...around }, look);
}
