import type { Step } from '../core/effects.ts';
import type { ActionId } from '../core/kinds.ts';
import type { Here } from '../core/world.ts';
import { viewKind } from '../views/registry.ts';
import { actionOf } from './registry.ts';

/** Does what a key of an action does here; `index` tells which of its keys, from 0. */
export function runAction(action: ActionId, index: number, here: Here): Step {
  const view = here.state.views.at(-1);
  const inView = view && viewKind(view).act?.(view, action, index, here);
  return inView ?? actionOf(action).run(here, index);
}
