import type { Alerts, RoomAlert } from '../../room/room.ts';
import { formatDuration } from '../../text/format.ts';
import { cut, type Line, lineWidth, type Run, run, type Tone } from '../runs.ts';
import {
  alertLook,
  alertRow,
  alertStanding,
  type Columns,
  columnsOf,
  LEAST_MORE,
  originTone,
  WIDE,
} from './alert-row.ts';
import { countText, hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';

/** Firing alerts, worst first. */
export function drawAlerts(input: PanelInput): PanelDrawing {
  const { alerts } = input.room;
  const list = alerts.list.filter((alert) => input.ids.includes(alert.fingerprint));
  const title = `Alerts ${countText(list.length, alerts.list.length)}`;
  const badge = alertsBadge(input);
  if (input.detail === 'line') return { title, badge, lines: [summary(alerts, input)] };
  const note = freshnessNote(alerts, input);
  if (list.length === 0) return { title, badge, lines: [...note, emptyLine(alerts, input)] };
  const height = input.height - note.length;
  const twoLines = input.detail === 'full' && input.width < 130 && list.length * 2 <= height;
  // On two lines the second one says where an alert comes from.
  const columns = columnsOf(list, input, !twoLines);
  const draw = (alert: RoomAlert): Line => [
    ...alertRow(alert, input, columns),
    ...moreRuns(alert, input, columns, !twoLines),
  ];
  const rows = listLines(list, (a) => a.fingerprint, input, height, draw);
  const lines = twoLines ? rows.flatMap((row, i) => [row, secondLine(list[i], input)]) : rows;
  const hidden = list.length - rows.length;
  return { title, badge: [...badge, hiddenRun(hidden, input.glyphs)], lines: [...note, ...lines] };
}

/** What else is to be said of how it stands; else, on one line, what it is about. */
function moreRuns(alert: RoomAlert, { room, width }: PanelInput, { left }: Columns, alone: boolean): Line {
  if (left < LEAST_MORE) return [];
  const { more } = alertStanding(alert, room.at, width < WIDE);
  if (more !== '') return [run(`  ${cut(more, left - 2)}`, alert.state === 'firing' ? 'warn' : 'dim')];
  return alone ? [run(`  ${alert.summary}`, 'dim')] : [];
}

/** What it is about, and where it comes from. */
function secondLine(alert: RoomAlert | undefined, { glyphs }: PanelInput): Line {
  if (alert === undefined) return [];
  const parts: Run[] = [
    run(alert.summary, alert.state === 'firing' ? 'text' : 'dim'),
    run(alert.attribution.text, originTone(alert)),
  ].filter(({ text }) => text !== '');
  return [
    run('       '),
    ...parts.flatMap((part, i) => (i > 0 ? [run(` ${glyphs.separator} `, 'dim'), part] : [part])),
  ];
}

function alertsBadge(input: PanelInput): Line {
  const { room, glyphs, width } = input;
  const { counts, freshness, detail } = room.alerts;
  if (freshness === 'unknown') return [run(`${glyphs.unknown} UNKNOWN`, 'unknown', { bold: true })];
  const parts: Run[] = [];
  const add = (n: number, word: string, tone: Tone) => {
    if (n > 0)
      parts.push(
        run(`${parts.length > 0 ? ` ${glyphs.separator} ` : ''}${n} ${word}`, tone, { bold: tone === 'fail' }),
      );
  };
  add(counts.firing, 'firing', 'fail');
  add(counts.acknowledged, 'acked', 'accent');
  add(counts.silenced, 'silenced', 'dim');
  add(counts.inhibited, 'inhibited', 'dim');
  if (freshness === 'stale') parts.push(run(` STALE`, 'unknown', { bold: true }));
  const means = meansRun(input);
  const separator = means.text === '' || parts.length === 0 ? '' : ` ${glyphs.separator} `;
  const all: Line = [means, run(separator, 'dim'), ...parts];
  if (parts.length > 0) return lineWidth(all) <= width - 18 ? all : parts;
  const members = room.sources.filter(({ kind }) => kind === 'alertmanager');
  const short = `am ${members.filter(({ state }) => state === 'ok').length}/${members.length}`;
  return [
    means,
    run(means.text === '' ? '' : ` ${glyphs.separator} `, 'dim'),
    run(width < WIDE ? short : detail === '' ? 'none' : detail, 'dim'),
  ];
}

/** How fast alerts of late were answered and over, on average. */
function meansRun({ room, width }: PanelInput): Run {
  const total = room.incidents?.total;
  if (!total || width < WIDE - 12) return run('');
  const mean = (name: string, value: number | null) => (value === null ? [] : [`${name} ${formatDuration(value)}`]);
  return run([...mean('mtta', total.mtta), ...mean('mttr', total.mttr)].join(' '), 'dim');
}

/** One sentence when not every member answered; the list is then not the whole truth. */
const freshnessNote = ({ freshness, detail, list }: Alerts, { glyphs }: PanelInput): Line[] =>
  freshness === 'ok' || list.length === 0 ? [] : [[run(`${glyphs.unknown} ${detail}`, 'unknown')]];

function emptyLine({ freshness, detail, list }: Alerts, { glyphs }: PanelInput): Line {
  if (freshness === 'unknown' || freshness === 'stale')
    return [run(`${glyphs.unknown} Unknown whether anything fires: ${detail}`, 'unknown')];
  if (list.length > 0) return NO_MATCH;
  return [run(`${glyphs.ok} Nothing fires`, 'ok'), run(freshness === 'partial' ? `  ${detail}` : '', 'unknown')];
}

function summary(alerts: Alerts, input: PanelInput): Line {
  const worst = alerts.list[0];
  if (worst === undefined) return emptyLine(alerts, input);
  const look = alertLook(worst, input.glyphs);
  const more = alerts.list.length > 1 ? ` +${alerts.list.length - 1}` : '';
  const stale = alerts.freshness === 'stale' ? ' STALE' : '';
  return [
    run(`${look.glyph} ${worst.tier} ${worst.name}`, look.tone, { bold: true }),
    run(more, 'dim'),
    run(stale, 'unknown', { bold: true }),
  ];
}
