import { type Safe, safe } from '../../text/safe.ts';
import { shownKey } from '../core/key-names.ts';
import { keysOf } from '../core/keymap.ts';
import type { ActionId } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import type { World } from '../core/world.ts';
import { actionOf } from './registry.ts';

/** Why an action does nothing here, by key or by name. */
export function whyIdle(action: ActionId, index: number, state: ScreenState, world: World): Safe {
  const { scene, keymap } = world;
  if (scene === undefined) return safe('The servers have not answered yet');
  const keyOf = (of: ActionId) => shownKey(keysOf(keymap, of)[0] ?? of, true);
  const { idle, hint } = actionOf(action);
  return idle?.({ state, world, scene }, keyOf, index) ?? safe(`${hint}: there is nothing to do here`);
}
