import type { LogScene } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import { chartOver, pastOver } from '../canvas/charts/trend.ts';
import { insideOf } from '../canvas/frame.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import type { Layout } from '../canvas/layout.ts';
import { run } from '../canvas/runs.ts';
import type { Keymap } from '../core/keymap.ts';
import type { View } from '../core/kinds.ts';
import { knownTrends } from '../core/known-trends.ts';
import { marksOf } from '../core/marks.ts';
import type { ScreenState } from '../core/state.ts';
import { viewedAt } from '../core/viewing.ts';
import { chartedRange } from './charted-range.ts';
import { viewKind } from './registry.ts';
import type { DetailDrawing } from './shared/detail.ts';

/** What lies around a view: what it is of, where it is drawn, and how. */
export interface ViewSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly timeZone: string;
  readonly operator: string;
  readonly readOnly: boolean;
  readonly keymap: Keymap;
  readonly logs: LogScene | undefined;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
}

/** The view on top of the room, as it fills the screen between headline and footer. */
export function drawView(view: View, surroundings: ViewSurroundings): DetailDrawing {
  const { scene, state, layout, timeZone, operator, readOnly, keymap, logs, glyphs, unicode } = surroundings;
  const { room, evidenceOf } = scene;
  const trends = knownTrends(scene);
  const range = chartedRange(view, scene, state);
  const drawing = viewKind(view).draw(view, {
    room,
    range,
    ...insideOf(layout.body),
    glyphs,
    unicode,
    timeZone,
    operator,
    locked: readOnly ? 'read-only' : viewedAt(scene.playback) === null ? null : 'past',
    keymap,
    evidenceOf,
    chart: chartOver(trends, { range, marks: marksOf(room), glyphs, timeZone }),
    past: pastOver(trends, range),
    logs,
    logLook: state.logLook,
  });
  return drawing ?? GONE;
}

const GONE: DetailDrawing = {
  title: safe('Gone'),
  badge: [],
  lines: [[run('It is no longer there: resolved, or out of the profile. esc goes back.', 'dim')]],
};
