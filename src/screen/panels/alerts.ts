import type { Alerts, RoomAlert } from '../../room/shown.ts';
import { joined, safe } from '../../text/safe.ts';
import { listingText } from '../../wording/alerts.ts';
import { glyphsFor } from '../canvas/glyphs.ts';
import { Kept } from '../canvas/kept.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, lineWidth, type Run, run, type Tone, wrapTo } from '../canvas/runs.ts';
import { alertCopy } from '../core/copies.ts';
import { alertFields } from '../core/fields.ts';
import { once } from '../core/once.ts';
import { type Row, windowOf } from '../core/rows.ts';
import { alertView } from '../views/incident/state.ts';
import { alertLogs } from '../views/logs/jumps.ts';
import { aboutLines, moreLines } from './alert-about.ts';
import { alertColumns, alertLook, alertRow, restOf, WIDE } from './alert-row.ts';
import { endedLines, endedWithin, lastRuns, leftOpen, pastLines } from './alerts-over.ts';
import { Below } from './below.ts';
import type { PanelKind } from './kind.ts';
import { countText, hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';

/** What it draws from. */
type Part = 'at' | 'alerts' | 'comparison' | 'incidents' | 'runbooks' | 'sources';
type Input = PanelInput<Part>;

/** Firing alerts, worst first. */
function draw(input: Input): PanelDrawing {
  const { alerts } = input.room;
  const list = passing(alerts.list)(input.ids);
  // That none is listed is no number of those that fire.
  const isCounted = alerts.list.length > 0 || isKnown(alerts);
  const title = isCounted ? safe(`Alerts ${countText(list.length, alerts.list.length)}`) : safe('Alerts');
  const badge = alertsBadge(input);
  if (input.detail === 'line') return { title, badge, lines: [summary(alerts, input)] };
  const note = freshnessNote(alerts, input, Math.max(1, input.height - 2 * list.length - 1));
  if (list.length === 0) {
    const rows = input.height - note.length - Math.min(1, leftOpen(alerts).length);
    const said = [...note, ...wrapped(emptyLine(alerts, input), input.width, rows)];
    const over = endedWithin(input, input.height - said.length);
    return { title, badge, lines: [...said, ...over, ...pastLines(input, input.height - said.length - over.length)] };
  }
  const { shown, lines } = listed(list, input, input.height - note.length);
  return { title, badge: [...badge, hiddenRun(list.length - shown, input.glyphs)], lines: [...note, ...lines] };
}

/** The alerts in so many rows, and what is over of late: with as much of each as there is room for. */
function listed(list: readonly RoomAlert[], input: Input, height: number) {
  // What went wrong with the end of an incident has a row, however many fire.
  const rows = height - Math.min(1, leftOpen(input.room.alerts).length);
  // Where one row has no room for it, what an alert is about and where stands below it: of the selected one, or the worst, at least.
  const isWide = input.width >= ONE_ROW && rows < 2 * list.length;
  const alone = isWide || (rows < LEAST_TWO && list.length >= rows);
  const table = alertColumns(list, input, alone);
  const at = Math.max(
    0,
    list.findIndex(({ fingerprint }) => fingerprint === input.cursor),
  );
  const { from, shown } = windowOf(list, at, Math.min(list.length, alone ? rows : rows - 1));
  const order = [at - from, ...shown.keys()].filter((i, nth, all) => all.indexOf(i) === nth);
  const below = new Below(order, rows - shown.length);
  const about = (i: number, most: number) =>
    shown[i] === undefined ? [] : aboutLines(shown[i], restOf(shown[i], input, table), input, most);
  if (!alone) {
    below.add((i) => about(i, 1));
    below.instead(about);
  }
  const over = endedWithin(input, height - shown.length - below.rows);
  below.reserve(over.length - (height - rows));
  below.add((i, most) => (shown[i] === undefined ? [] : moreLines(shown[i], input, most)));
  const rowsOfList = listLines(
    shown,
    (a) => a.fingerprint,
    input,
    shown.length,
    (alert) => alertRow(alert, input, table, below.of(shown.indexOf(alert)).length === 0),
  );
  const lines = [...rowsOfList.flatMap((row, i) => [row, ...below.of(i)]), ...over];
  return { shown: shown.length, lines: [...lines, ...pastLines(input, height - lines.length)] };
}

/** The alerts the filter lets pass. */
const passing = once((list: readonly RoomAlert[]) =>
  once((ids: readonly string[]) => {
    const shown = new Set(ids);
    return list.filter((alert) => shown.has(alert.fingerprint));
  }),
);

/** As wide as this, one row says all there is. */
const ONE_ROW = 130;

/** Rows from which one of them may be given to what another is about. */
const LEAST_TWO = 4;

function alertsBadge(input: Input): Line {
  const { room, glyphs, width } = input;
  const { counts, freshness } = room.alerts;
  if (freshness === 'unknown') return [run(`${glyphs.unknown} UNKNOWN`, 'unknown', { bold: true })];
  const parts: Run[] = [];
  const add = (n: number, word: 'firing' | 'acked' | 'silenced' | 'inhibited' | 'muted' | 'left open', tone: Tone) => {
    const between = safe(parts.length > 0 ? ` ${glyphs.separator} ` : '');
    if (n > 0) parts.push(run(`${between}${n} ${word}`, tone, { bold: tone === 'fail' }));
  };
  add(counts.firing, 'firing', 'fail');
  add(counts.acknowledged, 'acked', 'accent');
  add(counts.silenced, 'silenced', 'dim');
  add(counts.inhibited, 'inhibited', 'dim');
  add(counts.muted ?? 0, 'muted', 'dim');
  add(leftOpen(room.alerts).length, 'left open', 'warn');
  if (freshness === 'stale') parts.push(run(` STALE`, 'unknown', { bold: true }));
  if (parts.length > 0) return parts;
  const members = room.sources.filter(({ kind }) => kind === 'alertmanager');
  const short = safe(`am ${members.filter(({ state }) => state === 'ok').length}/${members.length}`);
  // What the list may lack is told below in full.
  return [run(width < WIDE || room.alerts.doubt !== null ? short : listingText(room.alerts, room.at), 'dim')];
}

/** Whether the list is the whole truth. */
const isKnown = ({ freshness, complete }: Alerts): boolean => freshness === 'ok' && complete;

/** As many rows are asked for, at most, to say why the list may lack some. */
const REASON = 3;

/** One sentence when not every member answered; the list is then not the whole truth. @param rows that are free */
const freshnessNote = (
  alerts: Alerts,
  { glyphs, room, width }: Pick<Input, 'glyphs' | 'room' | 'width'>,
  rows: number,
) =>
  isKnown(alerts) || alerts.list.length === 0
    ? []
    : wrapped([run(`${glyphs.unknown} ${listingText(alerts, room.at)}`, 'unknown')], width, rows);

/** A sentence in so many rows as it takes, as far as there are some. */
function wrapped(line: Line, width: number, rows: number): Line[] {
  const [first] = line;
  if (first === undefined || lineWidth(line) <= width) return [line];
  const text = joined(
    line.map((part) => part.text),
    '',
  );
  return wrapTo(text, width, Math.max(1, rows)).map((row): Line => [run(row, first.tone)]);
}

function emptyLine(alerts: Alerts, { glyphs, room }: Pick<Input, 'glyphs' | 'room'>): Line {
  const { freshness, complete, list } = alerts;
  const detail = listingText(alerts, room.at);
  if (freshness === 'unknown' || freshness === 'stale')
    return [run(`${glyphs.unknown} Not known whether any alert is firing: ${detail}`, 'unknown')];
  if (list.length > 0) return NO_MATCH;
  if (!complete) return [run(`${glyphs.unknown} Nothing is listed as firing: ${detail}`, 'unknown')];
  return [run(`${glyphs.ok} No alert is firing`, 'ok'), run(freshness === 'partial' ? `  ${detail}` : '', 'unknown')];
}

function summary(alerts: Alerts, input: Input): Line {
  const worst = alerts.list[0];
  if (worst === undefined) return emptyLine(alerts, input);
  const look = alertLook(worst, input.glyphs);
  const more = safe(alerts.list.length > 1 ? ` +${alerts.list.length - 1}` : '');
  const stale = alerts.freshness === 'stale' ? ' STALE' : '';
  return [
    run(`${look.glyph} ${worst.tier} ${worst.name}`, look.tone, { bold: true }),
    run(more, 'dim'),
    run(stale, 'unknown', { bold: true }),
  ];
}

const textOf = (alert: RoomAlert): string =>
  [alert.tier, alert.name, alert.severity, alert.state, alert.summary, ...Object.values(alert.labels)].join(' ');

const rowsOf = once((list: readonly RoomAlert[]): readonly Row[] =>
  list.map((alert) => ({ id: alert.fingerprint, text: textOf(alert), fields: alertFields(alert) })),
);

/** As many alerts are told in full before charts have their rows. */
const IN_FULL = 8;
/** Incidents of late that are worth rows which others may want. */
const PAST = 4;
/** Narrower than this a row has no room for who is called next: in place of that, words as long, whatever the clock says. */
const ROOM_FOR_REST = 64;
const REST = safe('0000 ').repeat(4);
/** Rows inside the border that it has where there is room, whatever there is to tell. */
const LEAST_ROWS = 2;

/** How many rows tell all there is, within reason. @param roomy whether labels and descriptions are worth rows */
function rowsWanted(input: Pick<Input, 'room' | 'glyphs' | 'width'>, roomy: boolean): number {
  const { alerts } = input.room;
  const shown = alerts.list.slice(0, IN_FULL).reduce((sum, alert) => {
    const more = roomy ? moreLines(alert, input).length : 0;
    return sum + 1 + aboutLines(alert, input.width < ROOM_FOR_REST ? REST : safe(''), input).length + more;
  }, 0);
  const ended = endedLines(input, PAST).flat().length;
  const past = roomy ? pastLines(input, 1 + PAST).length : 0;
  const said =
    alerts.list.length === 0
      ? wrapped(emptyLine(alerts, input), input.width, REASON).length
      : freshnessNote(alerts, input, REASON).length;
  return said + shown + ended + past;
}

/** The same, as it was counted last for some alerts. */
const wantedRows = once((_: Alerts) => new Kept<Record<'all' | 'told', number>>());

/** How wide something is does not depend on the signs it is told with. */
const SIGNS = glyphsFor(true);

/** What fires. */
export const alerts: PanelKind<Part> = {
  title: safe('Alerts'),
  place: {
    spots: { wall: [1, 1, 0], wide: [1, 1, -1], medium: [1, 1, -1], small: [1, 0, 0] },
    stays: 6,
    share: 2,
    inOneRow: true,
  },
  need(size, room, _, width) {
    const input = { room, glyphs: SIGNS, width: width - 4 };
    const rows = wantedRows(room.alerts).of([room.incidents, width, isRoomy(size)], () => ({
      all: 2 + Math.max(LEAST_ROWS, rowsWanted(input, isRoomy(size))),
      told: 2 + Math.max(LEAST_ROWS, rowsWanted(input, false)),
    }));
    return { min: 3, want: rows.all, grow: 0, tells: rows.told };
  },
  present: () => true,
  reads: { at: true, alerts: true, comparison: true, incidents: true, runbooks: true, sources: true },
  rows: (room) => rowsOf(room.alerts.list),
  state({ alerts }) {
    if (alerts.counts.firing > 0) return 'fail';
    return isKnown(alerts) ? 'ok' : 'unknown';
  },
  draw,
  quiet({ alerts, incidents, at }, _, glyphs) {
    const { list, members } = alerts;
    if (members.is === 'unconfigured' && list.length === 0)
      return [run(`${glyphs.separator} ${listingText(alerts, at)}`, 'dim')];
    if (!isKnown(alerts) || list.length > 0 || leftOpen(alerts).length > 0) return null;
    return [run(`${glyphs.ok} none`, 'ok'), ...lastRuns(incidents?.recent[0], at, glyphs)];
  },
  open: (id) => alertView(id),
  copy: alertCopy,
  logs: (id, { room }) => alertLogs(id, room),
  about: (id) => ({ alert: id }),
  hints: ({ alerts }) => ({
    first: ['acknowledge', 'claim', ...(alerts.counts.acknowledged > 0 ? (['unacknowledge'] as const) : [])],
    besides: ['mark', 'mark-all'],
  }),
};
