import { useMemo } from 'react';
import type { PanelId } from '../profile/schema/panels.ts';
import type { LogScene } from '../session/logs/scene.ts';
import type { Scene } from '../session/session.ts';
import { safe } from '../text/safe.ts';
import { chartOver, trendOver } from './canvas/charts/trend.ts';
import { FrameBox, insideOf } from './canvas/frame-box.tsx';
import type { Layout, PanelPlace } from './canvas/layout.ts';
import { Lines, useLook } from './canvas/lines.tsx';
import { cell, run, within } from './canvas/runs.ts';
import { chartRange, WHOLE } from './core/chart-window.ts';
import type { View } from './core/kinds.ts';
import { selectedId } from './core/rows.ts';
import type { ScreenState } from './core/state.ts';
import type { PanelDrawing } from './panels/panel.ts';
import { panelKind } from './panels/registry.ts';
import { focusedPanel, pagePanels, visibleIds } from './panels/selection.ts';
import { drawView } from './views/draw-view.ts';

interface RoomViewProps {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly timeZone: string;
  readonly operator: string;
  readonly logs: LogScene | undefined;
}

/** What lies between headline and footer: the panels of the page, or the detail view on top of them. */
export function RoomView(props: RoomViewProps) {
  const { state, layout } = props;
  const view = state.views.at(-1);
  if (view !== undefined) return <DetailView {...props} view={view} />;
  return layout.panels.map((place) => <Panel key={place.panel} {...props} place={place} />);
}

/** Number of a panel on its page, as its title and the keys have it. */
const numberOf = (panel: PanelId, { scene, state }: RoomViewProps): number =>
  pagePanels(scene.room, state.page).indexOf(panel) + 1;

/** What a panel draws inside its place. */
function usePanelDrawing({ scene, state, place, timeZone, operator }: PanelProps, focused: boolean): PanelDrawing {
  const { glyphs, unicode } = useLook();
  const { room, trends } = scene;
  const { width, height } = place.border ? insideOf(place) : insideOfPlain(place);
  const { panel, detail } = place;
  const { page, filter, marks } = state;
  const remembered = state.cursors[panel];
  return useMemo(() => {
    const ids = visibleIds(panel, room, page, filter);
    const all = visibleIds(panel, room, page, '');
    const cursor = focused ? selectedId(ids, remembered) : undefined;
    const range = chartRange(WHOLE, trends.since, room.at);
    const trend = trendOver(trends, range, unicode);
    const chart = chartOver(trends, range, unicode, timeZone);
    const look = { width, height, detail, glyphs, unicode, timeZone, operator };
    return panelKind(panel).draw({ room, ...look, ids, all, cursor, marks, trend, chart });
  }, [
    room,
    page,
    trends,
    filter,
    marks,
    panel,
    detail,
    width,
    height,
    glyphs,
    unicode,
    timeZone,
    operator,
    focused,
    remembered,
  ]);
}

interface PanelProps extends RoomViewProps {
  readonly place: PanelPlace;
}

function Panel(props: PanelProps) {
  const { scene, state, place } = props;
  const { panel } = place;
  const focused = focusedPanel(state, scene.room) === panel;
  const drawing = usePanelDrawing(props, focused);
  const number = numberOf(place.panel, props);
  if (!place.border) {
    const name = place.detail === 'line' ? panelKind(panel).title : drawing.title;
    const title = run(cell(`${number} ${name}`, TITLE), focused ? 'accent' : 'dim', { bold: focused });
    const badge = within(drawing.badge, place.width - 1 - TITLE);
    const [first = [], ...rest] = place.detail === 'line' ? drawing.lines : [badge, ...drawing.lines];
    return <Lines at={place} lines={[[run(' '), title, ...first], ...rest.map((line) => [run('  '), ...line])]} />;
  }
  return (
    <FrameBox
      at={place}
      title={safe(`${number} ${drawing.title}`)}
      badge={drawing.badge}
      border={focused ? 'borderFocus' : 'border'}
      bold={focused}
      lines={drawing.lines}
    />
  );
}

/** Cells of the title of a panel without a border. */
const TITLE = 13;

/** What is left of a rectangle without a border: beside the title in a single row, below it in several. */
const insideOfPlain = ({ detail, width, height }: PanelPlace) =>
  detail === 'line'
    ? { width: Math.max(0, width - TITLE - 1), height: 1 }
    : { width: Math.max(0, width - 3), height: height - 1 };

function DetailView({ view, ...props }: RoomViewProps & { readonly view: View }) {
  const { title, badge, lines } = drawView(view, { ...props, ...useLook() });
  return <FrameBox at={props.layout.body} title={title} badge={badge} border="borderFocus" bold lines={lines} />;
}
