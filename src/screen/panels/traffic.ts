import { usualWindow } from '../../room/rings/query-window.ts';
import type { Traffic, TrafficShare } from '../../room/shown.ts';
import { formatValue } from '../../text/format.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { trafficReason } from '../../wording/traffic.ts';
import { isSample } from '../canvas/charts/samples.ts';
import { sparkline, sparklineSamples } from '../canvas/charts/sparkline.ts';
import { columns, widest } from '../canvas/columns.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, run } from '../canvas/runs.ts';
import { shareFields } from '../core/fields.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import { trafficCurves } from '../views/chart/traffic.ts';
import type { PanelKind } from './kind.ts';
import { listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { barRuns, readingText, stateMark, ticked } from './parts.ts';
import { windowTitle } from './window-title.ts';

/** What it draws from. */
type Part = 'at' | 'traffic';
type Input = PanelInput<Part>;

/** Who serves how much, against the plan. */
function draw(input: Input): PanelDrawing {
  const { traffic } = input.room;
  if (traffic === null) return { title: safe('Traffic'), badge: [], lines: [] };
  const total = traffic.total === null ? 'total unknown' : formatValue(traffic.total, 'per-second');
  const badge: Line = [stateMark(traffic.state, input.glyphs), run(` ${total}`, traffic.state)];
  const window = usualWindow(traffic.shares.map(({ expr }) => [expr]));
  const title = windowTitle(safe('Traffic'), window, badge, input);
  const shares = traffic.shares.filter((share) => input.ids.includes(share.version));
  if (shares.length === 0 && traffic.shares.length > 0) return { title, badge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge, lines: [summary(traffic, input)] };
  const rows = listLines(
    shares,
    (s) => s.version,
    input,
    input.height,
    (s) => shareRow(s, traffic, input),
  );
  const left = input.height - rows.length;
  const plan: Line[] =
    traffic.because === 'no-plan' ? [] : [[run(trafficReason(traffic, input.room.at), traffic.state)]];
  const lines: Line[] = [...rows, ...(left > 0 ? plan : [])];
  const spare = input.height - lines.length;
  if (input.detail === 'full' && spare >= CHART) {
    const curves = trafficCurves(shares);
    return {
      title,
      badge,
      lines: [...lines, [], ...input.chart(curves, 'per-second', input.width, spare - 1)],
    };
  }
  if (input.detail === 'full') lines.push(...trendRows(shares.slice(0, spare), traffic, input));
  return { title, badge, lines };
}

/** Rows from which a chart tells more than a sparkline. */
const CHART = 6;

const labelOf = ({ shares }: Traffic) =>
  ({ name: 'label', width: widest(labelsOf(shares), { least: 2, most: 12 }), after: 1 }) as const;

const labelsOf = (shares: readonly TrafficShare[]): readonly Safe[] => shares.map(({ label }) => label);

/** How both versions went, on one scale from zero, which the first of them tells. */
function trendRows(
  shares: readonly TrafficShare[],
  traffic: Traffic,
  { past, width, unicode }: Input,
): readonly Line[] {
  const samples = (of: readonly TrafficShare[], cells: number) =>
    of.map(({ expr }) => past({ expr }, sparklineSamples(cells, unicode)));
  const top = samples(traffic.shares, width)
    .flatMap((one) => one.filter(isSample))
    .reduce((a, b) => Math.max(a, b), 0);
  const scale = safe(`0 to ${formatValue(top, 'per-second')}`);
  const table = columns(
    [
      labelOf(traffic),
      { name: 'trend', width: 'rest', least: 1 },
      { name: 'scale', width: widthOf(scale), vanishes: true, gap: 1 },
    ],
    width,
  );
  return shares.map((share, i) =>
    table.row({
      label: run(share.label, 'dim'),
      trend: (cells) =>
        run(sparkline(samples([share], cells)[0] ?? [], cells, { unicode, min: 0, max: top || 1 }), share.role),
      scale: run(i === 0 ? scale : '', 'dim'),
    }),
  );
}

function shareRow({ label, role, share, requests }: TrafficShare, traffic: Traffic, input: Input): Line {
  // The plan is the candidate's, but its place is kept in every row so that the bars stay comparable.
  const plan = safe(traffic.planned?.known ? `plan ${formatValue(traffic.planned.value, 'ratio')}` : '');
  const table = columns(
    [
      labelOf(traffic),
      { name: 'bar', width: 'rest', least: 4, most: 60 },
      { name: 'share', width: 9, align: 'right' },
      { name: 'plan', width: widthOf(plan), vanishes: true, gap: 1 },
      { name: 'rate', width: input.width >= WITH_RATE ? 12 : 0, align: 'right' },
    ],
    input.width,
  );
  const text = share === null ? safe('unknown') : formatValue(share, 'ratio');
  return table.row({
    label: run(label, role, { bold: true }),
    bar: (cells) => ticked(barRuns(share, cells, role, input.unicode), plannedAt(role, traffic, cells), input.unicode),
    share: run(text, share === null ? 'unknown' : role),
    plan: run(role === 'candidate' ? plan : '', 'dim'),
    rate: run(readingText(requests, 'per-second'), requests.known ? 'dim' : 'unknown'),
  });
}

/** The cells in which the planned share of a version ends; none where that is not known. */
function plannedAt(role: TrafficShare['role'], { planned }: Traffic, cells: number): ReadonlySet<number> {
  // In few cells it would hide what it is held against.
  if (!planned?.known || cells < WITH_TICK) return new Set();
  const share = role === 'candidate' ? planned.value : 1 - planned.value;
  return new Set(share > 0 && share < 1 ? [Math.floor(share * cells)] : []);
}

/** As wide as this, a bar shows the plan. */
const WITH_TICK = 20;

/** As wide as this, a row says how many requests that are. */
const WITH_RATE = 36;

function summary(traffic: Traffic, { glyphs }: Input): Line {
  const parts = traffic.shares.map((s) =>
    safe(`${s.label} ${s.share === null ? safe('unknown') : formatValue(s.share, 'ratio')}`),
  );
  return [
    stateMark(traffic.state, glyphs),
    run(` ${joined(parts, '  ')}`, traffic.state === 'ok' ? 'text' : traffic.state),
  ];
}

/** Rows for the shares, and for what is said of the plan, with the border. */
const rowsTold = (traffic: Traffic | null): number =>
  2 + Math.max(1, traffic?.shares.length ?? 0) + (traffic?.because === 'no-plan' ? 0 : 1);

const SUBJECT = { kind: 'traffic' } as const;

/** How the requests are split. */
export const traffic: PanelKind<Part> = {
  title: safe('Traffic'),
  place: {
    spots: { wall: [1, 1, 1], wide: [1, 1, 0], medium: [1, 1, 0], small: [2, 1, 0] },
    stays: 3,
    share: 2,
    inOneRow: true,
  },
  need(size, { traffic }) {
    const told = rowsTold(traffic);
    const isWell = traffic?.state === 'ok';
    const want = isRoomy(size) ? 11 : isWell ? 4 : told;
    return { min: 3, want, grow: isRoomy(size) ? 1 : 0, tells: isWell ? 1 : told };
  },
  gives(size, { traffic }) {
    if (traffic?.state === 'ok') return isRoomy(size) ? [4, 1] : [1];
    return isRoomy(size) ? [rowsTold(traffic)] : [];
  },
  present: (room) => room.traffic !== null,
  reads: { at: true, traffic: true },
  rows: (room) =>
    (room.traffic?.shares ?? []).map((s) => ({
      id: s.version,
      text: `${s.version} ${s.label}`,
      fields: shareFields(s),
    })),
  state: (room) => room.traffic?.state ?? 'ok',
  draw,
  open: () => chartView(SUBJECT),
  copy: (_, room) => subjectCopy(SUBJECT, room),
  logs: (_, scene) => subjectLogs(SUBJECT, scene),
  hints: () => ({ first: [], besides: [] }),
};
