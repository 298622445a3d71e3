import type { Scene } from '../../session/session.ts';
import type { KeyContext } from '../core/keymap.ts';
import type { ScreenState } from '../core/state.ts';

/** Where keys are looked up, the nearest first: a chart in view goes before the tape. */
export function keyContexts(state: ScreenState, scene: Scene | undefined): readonly KeyContext[] {
  const view = state.views.at(-1);
  const logs: readonly KeyContext[] = view?.kind === 'logs' ? ['logs', 'chart'] : [];
  const chart: readonly KeyContext[] = view?.kind === 'chart' || view?.kind === 'ring' ? ['chart'] : [];
  const tape: readonly KeyContext[] = scene?.playback.kind === 'tape' ? ['tape'] : [];
  return [...logs, ...chart, 'list', ...tape, 'global'];
}
