import type { Scene } from '../../session/session.ts';
import { millis } from '../../units.ts';
import type { Range } from '../canvas/charts/trend.ts';
import { axisRange } from '../core/axis.ts';
import type { View } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import { viewKind } from './registry.ts';

/** The time that charts show in a view, or on the page where none lies over it, with the cursor. */
export function chartedRange(
  view: View | undefined,
  scene: Scene,
  { axis, cursor }: Pick<ScreenState, 'axis' | 'cursor'>,
): Range {
  const { room, trends } = scene;
  const since = view === undefined || axis.span !== null ? null : viewKind(view).chartedSince?.(view, scene);
  const from = millis(Math.max(trends.since, since ?? trends.since));
  return { ...axisRange(axis, from, room.at), cursor };
}
