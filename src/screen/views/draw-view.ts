import type { LogScene } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import { chartOver, trendOver } from '../canvas/charts/trend.ts';
import { insideOf } from '../canvas/frame-box.tsx';
import type { Glyphs } from '../canvas/glyphs.ts';
import type { Layout } from '../canvas/layout.ts';
import { run } from '../canvas/runs.ts';
import { chartRange } from '../core/chart-window.ts';
import { listSelection } from '../core/rows.ts';
import { isList, type ScreenState, type View, WHOLE } from '../core/state.ts';
import { drawAlert } from './alert/draw.ts';
import { drawChart } from './chart/draw.ts';
import { drawJournalView } from './journal/draw.ts';
import type { LogView } from './logs/log-view.ts';
import { drawLogs } from './logs/page.ts';
import { drawPatterns } from './patterns/draw.ts';
import { drawRing } from './ring/draw.ts';
import type { DetailDrawing, DetailInput } from './shared/detail.ts';
import { drawSilences } from './silences/draw.ts';
import { drawVerdict } from './verdict/draw.ts';

/** What lies around a view: what it is of, where it is drawn, and how. */
export interface ViewSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly timeZone: string;
  readonly operator: string;
  readonly logs: LogScene | undefined;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
}

/** The view on top of the room, as it fills the screen between headline and footer. */
export function drawView(view: View, surroundings: ViewSurroundings): DetailDrawing {
  const { scene, state, layout, timeZone, operator, logs, glyphs, unicode } = surroundings;
  const { room, trends } = scene;
  const window = 'window' in view ? view.window : WHOLE;
  const range = { ...chartRange(window, trends.since, room.at), live: window.end === null };
  const input = {
    room,
    range,
    ...insideOf(layout.body),
    glyphs,
    unicode,
    timeZone,
    operator,
    evidenceOf: scene.evidenceOf,
    trend: trendOver(trends, range, unicode),
    chart: chartOver(trends, range, unicode, timeZone),
  };
  return (view.kind === 'logs' ? drawLogs(logs, view, state.logLook, input) : drawRoomView(view, input)) ?? GONE;
}

function drawRoomView(view: Exclude<View, LogView>, input: DetailInput): DetailDrawing | null {
  if (isList(view)) {
    const list = { ...input, ...listSelection(view, input.room), scroll: view.scroll };
    if (view.kind === 'patterns') return drawPatterns(list);
    return view.kind === 'silences' ? drawSilences(list) : drawJournalView(list);
  }
  if (view.kind === 'chart') return drawChart(view.subject, input);
  if (view.kind === 'verdict') return drawVerdict(view.scroll, input);
  if (view.kind === 'ring') {
    const ring = input.room.rings.find((r) => r.id === view.ring);
    return ring === undefined ? null : drawRing(ring, view.check, input);
  }
  const alert = input.room.alerts.list.find((a) => a.fingerprint === view.fingerprint);
  return alert === undefined ? null : drawAlert(alert, view.scroll, input);
}

const GONE: DetailDrawing = {
  title: safe('Gone'),
  badge: [],
  lines: [[run('It is no longer there: resolved, or out of the profile. esc goes back.', 'dim')]],
};
