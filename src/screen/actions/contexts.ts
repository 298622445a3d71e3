import type { Scene } from '../../session/session.ts';
import type { KeyContext } from '../core/keymap.ts';
import type { ScreenState } from '../core/state.ts';
import { viewKind } from '../views/registry.ts';

/** Where keys are looked up, the nearest first. */
export function keyContexts(state: ScreenState, scene: Scene | undefined): readonly KeyContext[] {
  const view = state.views.at(-1);
  const own = view === undefined ? [] : viewKind(view).contexts;
  const tape: readonly KeyContext[] = scene?.playback.kind === 'tape' ? ['tape'] : [];
  // Lines of logs are about no alert: its keys mean something else there.
  const alert: readonly KeyContext[] = own.includes('logs') ? [] : ['alert'];
  return [...own, 'list', ...alert, ...tape, 'time', 'global'];
}
