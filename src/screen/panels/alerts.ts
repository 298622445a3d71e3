import { distinguishing } from '../../room/distinguishing.ts';
import type { Alerts, RoomAlert } from '../../room/room.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import type { Glyphs } from '../glyphs.ts';
import { cell, cut, type Line, type Run, run, type Tone, widthOf } from '../runs.ts';
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
  const columns = columnsOf(list, input);
  const height = input.height - note.length;
  const twoLines = input.detail === 'full' && input.width < 110 && list.length * 2 <= height;
  const draw = (alert: RoomAlert): Line => [
    ...alertRow(alert, input, columns),
    ...(twoLines || columns.left < LEAST_SUMMARY ? [] : [run(` ${alert.summary}`, 'dim')]),
  ];
  const rows = listLines(list, (a) => a.fingerprint, input, height, draw);
  const lines = twoLines ? rows.flatMap((row, i) => [row, summaryLine(list[i])]) : rows;
  const hidden = list.length - rows.length;
  return { title, badge: [...badge, hiddenRun(hidden, input.glyphs)], lines: [...note, ...lines] };
}

/** Widths of the columns of the list: who is on it and until when is never cut, what it is called gives way. */
interface Columns {
  readonly name: number;
  readonly which: number;
  readonly standing: number;
  /** For the summary. */
  readonly left: number;
}

/** Mark, glyph, tier, age and the spaces between. */
const FIXED = 13;
const LEAST_NAME = 10;
const LEAST_SUMMARY = 6;
/** Narrower than this, who is on it is said in fewer words. */
const WIDE = 64;

function columnsOf(list: readonly RoomAlert[], { room, width }: PanelInput): Columns {
  const widest = (texts: readonly string[], most: number) => Math.min(most, Math.max(...texts.map(widthOf)));
  const standing = widest(
    list.map((alert) => alertStanding(alert, room.at, width < WIDE).text),
    Math.max(8, width - FIXED - LEAST_NAME),
  );
  const left = width - FIXED - standing;
  const name = widest(
    list.map((alert) => alert.name),
    Math.min(28, Math.max(LEAST_NAME, left)),
  );
  const which = widest(
    list.map((alert) => distinguishing(alert, room.alerts.list)),
    Math.min(24, left - name - 1),
  );
  const shown = which < 3 ? 0 : which;
  return { name, which: shown, standing, left: left - name - (shown > 0 ? shown + 1 : 0) };
}

/** How an alert stands, as glyph, word and tone. */
export function alertLook(alert: RoomAlert, glyphs: Glyphs): { glyph: string; tone: Tone } {
  if (alert.state === 'acknowledged') return { glyph: glyphs.acknowledged, tone: 'accent' };
  if (alert.state !== 'firing') return { glyph: glyphs.silenced, tone: 'dim' };
  if (alert.tier === 'P0') return { glyph: glyphs.fail, tone: 'fail' };
  return { glyph: alert.tier === 'P3' ? glyphs.separator : glyphs.warn, tone: alert.tier === 'P3' ? 'text' : 'warn' };
}

/** Who is on it and for how long, or how long there is to answer. */
export function alertStanding(alert: RoomAlert, now: Millis, narrow = false): { text: string; tone: Tone } {
  if (alert.ack !== null) {
    const left = formatDuration(secondsBetween(now, alert.ack.expiresAt));
    const spreading = alert.ack.propagating ? ', propagating' : '';
    const who = `ack ${cut(alert.ack.by, narrow ? 8 : 20)} ${formatAge(secondsBetween(alert.ack.at, now))}, ${left}`;
    return { text: narrow ? who : `${who} left${spreading}`, tone: 'accent' };
  }
  if (alert.silence !== null) return { text: `silenced by ${alert.silence.by}`, tone: 'dim' };
  if (alert.state === 'inhibited') return { text: 'inhibited', tone: 'dim' };
  const { respond } = alert.clocks;
  if (respond === null) return { text: 'not acknowledged', tone: 'warn' };
  if (respond.left < 0) return { text: `OVERDUE ${formatDuration(-respond.left)}`, tone: 'fail' };
  return { text: `answer in ${formatDuration(respond.left)}`, tone: alert.tier === 'P0' ? 'fail' : 'warn' };
}

const summaryLine = (alert: RoomAlert | undefined): Line => [
  run(`       ${alert?.summary ?? ''}`, alert?.state === 'firing' ? 'text' : 'dim'),
];

function alertRow(alert: RoomAlert, input: PanelInput, columns: Columns): Line {
  const { glyphs, room, width } = input;
  const look = alertLook(alert, glyphs);
  const standing = alertStanding(alert, room.at, width < WIDE);
  const marked = input.marks.includes(alert.fingerprint);
  const firing = alert.state === 'firing';
  return [
    run(marked ? glyphs.mark : ' ', 'accent'),
    run(`${look.glyph} ${alert.tier} `, look.tone, { bold: firing }),
    run(cell(alert.name, columns.name), firing ? look.tone : 'text', { bold: firing }),
    run(columns.which > 0 ? ` ${cell(distinguishing(alert, room.alerts.list), columns.which)}` : '', 'dim'),
    run(cell(formatAge(alert.age), 5, 'right'), 'dim'),
    run(`  ${cell(standing.text, columns.standing)}`, standing.tone),
  ];
}

function alertsBadge({ room, glyphs, width }: PanelInput): Line {
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
  if (parts.length > 0) return parts;
  const members = room.sources.filter(({ kind }) => kind === 'alertmanager');
  const short = `am ${members.filter(({ state }) => state === 'ok').length}/${members.length}`;
  return [run(width < WIDE ? short : detail === '' ? 'none' : detail, 'dim')];
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
