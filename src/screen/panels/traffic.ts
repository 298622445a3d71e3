import type { Traffic, TrafficShare } from '../../room/shown.ts';
import { formatValue } from '../../text/format.ts';
import { joined, safe } from '../../text/safe.ts';
import { trafficReason } from '../../wording/traffic.ts';
import { isRoomy } from '../canvas/layout.ts';
import { cell, type Line, run, widthOf } from '../canvas/runs.ts';
import { WHOLE } from '../core/chart-window.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import type { PanelKind } from './kind.ts';
import { listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { barRuns, readingText, stateMark } from './parts.ts';

/** Who serves how much, against the plan. */
function draw(input: PanelInput): PanelDrawing {
  const { traffic } = input.room;
  if (traffic === null) return { title: safe('Traffic'), badge: [], lines: [] };
  const total = traffic.total === null ? 'total unknown' : formatValue(traffic.total, 'per-second');
  const badge: Line = [stateMark(traffic.state, input.glyphs), run(` ${total}`, traffic.state)];
  const shares = traffic.shares.filter((share) => input.ids.includes(share.version));
  if (shares.length === 0 && traffic.shares.length > 0) return { title: safe('Traffic'), badge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title: safe('Traffic'), badge, lines: [summary(traffic, input)] };
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
    const curves = shares.map((share) => ({ expr: share.expr, line: share.role }));
    return {
      title: safe('Traffic'),
      badge,
      lines: [...lines, [], ...input.chart(curves, 'per-second', input.width, spare - 1)],
    };
  }
  const label = labelWidth(traffic);
  for (const share of shares)
    if (lines.length < input.height && input.detail === 'full')
      lines.push([
        run(`${cell(share.label, label)} `, 'dim'),
        run(input.trend(share.expr, Math.max(1, input.width - label - 1)), share.role),
      ]);
  return { title: safe('Traffic'), badge, lines };
}

/** Rows from which a chart tells more than a sparkline. */
const CHART = 6;

const labelWidth = (traffic: Traffic): number =>
  Math.min(12, Math.max(...traffic.shares.map((s) => widthOf(s.label)), 2));

function shareRow(share: TrafficShare, traffic: Traffic, input: PanelInput): Line {
  const label = labelWidth(traffic);
  const rate = input.width >= 36 ? 12 : 0;
  // The plan is the candidate's, but its place is kept in every row so that the bars stay comparable.
  const plan = safe(traffic.planned?.known ? ` plan ${formatValue(traffic.planned.value, 'ratio')}` : '');
  const room = input.width - label - 1 - 9 - rate;
  const planned = room - plan.length >= 4 ? plan.length : 0;
  const width = Math.max(4, Math.min(60, room - planned));
  const text = share.share === null ? safe('unknown') : formatValue(share.share, 'ratio');
  const tone = share.role;
  return [
    run(`${cell(share.label, label)} `, tone, { bold: true }),
    ...barRuns(share.share, width, tone, input.unicode),
    run(cell(text, 9, 'right'), share.share === null ? 'unknown' : tone),
    run(cell(share.role === 'candidate' ? plan : '', planned), 'dim'),
    run(cell(readingText(share.requests, 'per-second'), rate, 'right'), share.requests.known ? 'dim' : 'unknown'),
  ];
}

function summary(traffic: Traffic, { glyphs }: PanelInput): Line {
  const parts = traffic.shares.map((s) =>
    safe(`${s.label} ${s.share === null ? safe('unknown') : formatValue(s.share, 'ratio')}`),
  );
  return [
    stateMark(traffic.state, glyphs),
    run(` ${joined(parts, '  ')}`, traffic.state === 'ok' ? 'text' : traffic.state),
  ];
}

const SUBJECT = { kind: 'traffic' } as const;

/** How the requests are split. */
export const traffic: PanelKind = {
  title: safe('Traffic'),
  place: {
    spots: {
      wall: { band: 1, column: 1, row: 1 },
      wide: { band: 1, column: 1, row: 0 },
      medium: { band: 1, column: 1, row: 0 },
      small: { band: 2, column: 1, row: 0 },
    },
    stays: 3,
    share: 2,
    inOneRow: true,
  },
  need: (size) => ({ min: 3, want: 2 + (isRoomy(size) ? 12 : 2), grow: isRoomy(size) ? 1 : 0 }),
  present: (room) => room.traffic !== null,
  rows: (room) => (room.traffic?.shares ?? []).map((s) => ({ id: s.version, text: `${s.version} ${s.label}` })),
  state: (room) => room.traffic?.state ?? 'ok',
  draw,
  open: () => chartView(SUBJECT),
  copy: (_, room) => subjectCopy(SUBJECT, room),
  logs: (_, scene) => subjectLogs(SUBJECT, scene, WHOLE),
  hints: () => ({ first: [], besides: [] }),
};
