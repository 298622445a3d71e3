import { own } from '../../own.ts';
import type { Alerts, EndedAck, RoomAlert } from '../../room/shown.ts';
import { formatDuration } from '../../text/format.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { endingText } from '../../wording/acks.ts';
import { attributionText, listingText } from '../../wording/alerts.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, type Run, run, type Tone, wrap } from '../canvas/runs.ts';
import { alertCopy } from '../core/copies.ts';
import { alertFields } from '../core/fields.ts';
import { once } from '../core/once.ts';
import { type Row, windowOf } from '../core/rows.ts';
import { alertView } from '../views/incident/state.ts';
import { alertLogs } from '../views/logs/jumps.ts';
import { alertColumns, alertLook, alertRow, originTone, WIDE } from './alert-row.ts';
import type { PanelKind } from './kind.ts';
import { countText, hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';

/** What it draws from. */
type Part = 'at' | 'alerts' | 'comparison' | 'incidents' | 'sources';
type Input = PanelInput<Part>;

/** Firing alerts, worst first. */
function draw(input: Input): PanelDrawing {
  const { alerts } = input.room;
  const list = passing(alerts.list)(input.ids);
  const title = safe(`Alerts ${countText(list.length, alerts.list.length)}`);
  const badge = alertsBadge(input);
  if (input.detail === 'line') return { title, badge, lines: [summary(alerts, input)] };
  const note = freshnessNote(alerts, input);
  if (list.length === 0) {
    const said = [...note, emptyLine(alerts, input)];
    const over = endedLines(alerts, input, input.height - said.length);
    return { title, badge, lines: [...said, ...over, ...tallyLine(input, input.height - said.length - over.length)] };
  }
  // What went wrong with the end of an incident has a row, however many fire.
  const kept = Math.min(1, leftOpen(alerts).length);
  const height = input.height - note.length - kept;
  // Where one row has no room for it, what an alert is about and where stands below it: of the selected one, or the worst, at least.
  const twoLines = input.width < ONE_ROW && (height >= LEAST_TWO || list.length < height);
  const table = alertColumns(list, input, !twoLines);
  const places = Math.min(list.length, twoLines ? height - 1 : height);
  const selected = Math.max(
    0,
    list.findIndex(({ fingerprint }) => fingerprint === input.cursor),
  );
  const { from, shown } = windowOf(list, selected, places);
  const rows = listLines(
    shown,
    (a) => a.fingerprint,
    input,
    places,
    (alert) => alertRow(alert, input, table),
  );
  const told = toldBelow(shown.length, selected - from, twoLines ? height - rows.length : 0);
  const listed = rows.flatMap((row, i) => (told.has(i) ? [row, secondLine(shown[i], input)] : [row]));
  const over = endedLines(alerts, input, height + kept - listed.length);
  const lines = [...listed, ...over, ...tallyLine(input, height + kept - listed.length - over.length)];
  const hidden = list.length - rows.length;
  return { title, badge: [...badge, hiddenRun(hidden, input.glyphs)], lines: [...note, ...lines] };
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

/** Which of the rows have a second one: the selected, then from the top as many as there is room for. */
const toldBelow = (rows: number, selected: number, spare: number): ReadonlySet<number> =>
  new Set([selected, ...Array.from({ length: rows }, (_, i) => i).filter((i) => i !== selected)].slice(0, spare));

/** Labels that say on what machine or in which part of it. */
const PLACES = ['instance', 'host', 'hostname', 'node', 'pod', 'service'] as const;

/** Where it is, unless its summary says so. */
function placeText({ labels, summary }: RoomAlert): Safe {
  const place = PLACES.map((name) => own(labels, name)).find((value) => value !== undefined && value !== '');
  return place === undefined || summary.includes(place) ? safe('') : place;
}

/** What it is about, where it is, and where it comes from. */
function secondLine(alert: RoomAlert | undefined, { glyphs }: Input): Line {
  if (alert === undefined) return [];
  const parts: Run[] = [
    run(placeText(alert), 'title'),
    run(alert.summary, alert.state === 'firing' ? 'text' : 'dim'),
    run(attributionText(alert.attribution), originTone(alert)),
  ].filter(({ text }) => text !== '');
  return [
    run('       '),
    ...parts.flatMap((part, i) => (i > 0 ? [run(` ${glyphs.separator} `, 'dim'), part] : [part])),
  ];
}

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
  return [run(width < WIDE ? short : listingText(room.alerts, room.at), 'dim')];
}

/** Pages that nobody closes, or perhaps nobody. */
const leftOpen = ({ ended }: Alerts): readonly EndedAck[] =>
  ended.filter(({ telling }) => telling === 'left-open' || telling === 'with-its-group');

/** Acknowledged alerts that are over of late, and what receivers hear of it; pages left open first. */
function endedLines(alerts: Alerts, { glyphs, width, room }: Input, rows: number): readonly Line[] {
  const open = new Set(leftOpen(alerts));
  const others = alerts.ended.filter((one) => one.again === null && !open.has(one));
  // No more of them than there are rows can be drawn, whether in full or not.
  const told = [...open, ...others].slice(0, Math.max(0, rows) + 1).map((ended): readonly Line[] => {
    const [tone, glyph] = open.has(ended) ? (['warn', glyphs.warn] as const) : (['dim', glyphs.ok] as const);
    return wrap(safe(`${ended.name} ${endingText(ended, room.at)}`), width - 4).map((text, i) => [
      run(i === 0 ? ` ${glyph} ` : '   ', tone),
      run(text, tone),
    ]);
  });
  // What receivers hear stands at the end of each: in full where there is room for all, else a row of each.
  const whole = told.flat();
  const short = told.map(([first = [], ...more]) => (more.length > 0 ? [...first, run('…', first[1]?.tone)] : first));
  return (whole.length <= rows ? whole : short).slice(0, Math.max(0, rows));
}

/** How fast alerts of late were answered and over, on average, in the last row. */
function tallyLine({ room }: Input, rows: number): readonly Line[] {
  const { total, window } = room.incidents ?? { total: null, window: 0 };
  if (total === null || total.count === 0 || rows < 1) return [];
  const mean = (name: 'mtta' | 'mttr', value: number | null) =>
    value === null ? [] : [safe(`${name} ${formatDuration(value)}`)];
  const count = safe(`${total.count} ${total.count === 1 ? 'incident' : 'incidents'} in ${formatDuration(window)}`);
  const text = joined([count, ...mean('mtta', total.mtta), ...mean('mttr', total.mttr)], ', ');
  return [...Array.from({ length: rows - 1 }, (): Line => []), [run(text, 'dim')]];
}

/** One sentence when not every member answered; the list is then not the whole truth. */
const freshnessNote = (alerts: Alerts, { glyphs, room }: Input): Line[] =>
  (alerts.freshness === 'ok' && alerts.complete) || alerts.list.length === 0
    ? []
    : [[run(`${glyphs.unknown} ${listingText(alerts, room.at)}`, 'unknown')]];

function emptyLine(alerts: Alerts, { glyphs, room }: Input): Line {
  const { freshness, complete, list } = alerts;
  const detail = listingText(alerts, room.at);
  if (freshness === 'unknown' || freshness === 'stale')
    return [run(`${glyphs.unknown} Unknown whether anything fires: ${detail}`, 'unknown')];
  if (list.length > 0) return NO_MATCH;
  if (!complete) return [run(`${glyphs.unknown} Nothing is listed as firing: ${detail}`, 'unknown')];
  return [run(`${glyphs.ok} Nothing fires`, 'ok'), run(freshness === 'partial' ? `  ${detail}` : '', 'unknown')];
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

/** What fires. */
export const alerts: PanelKind<Part> = {
  title: safe('Alerts'),
  place: {
    spots: { wall: [1, 1, 0], wide: [1, 0, 1], medium: [1, 0, 1], small: [1, 0, 0] },
    stays: 6,
    share: 2,
    inOneRow: true,
  },
  need: (size) => ({ min: 3, want: isRoomy(size) ? 9 : 6, grow: 3 }),
  present: () => true,
  reads: { at: true, alerts: true, comparison: true, incidents: true, sources: true },
  rows: (room) => rowsOf(room.alerts.list),
  state({ alerts }) {
    if (alerts.counts.firing > 0) return 'fail';
    return alerts.freshness === 'ok' ? 'ok' : 'unknown';
  },
  draw,
  quiet({ alerts, at }, _, glyphs) {
    const { list, freshness, complete } = alerts;
    const isKnown = freshness === 'ok' && complete;
    if (!isKnown || list.length > 0 || leftOpen(alerts).length > 0) return null;
    const last = alerts.ended.find(({ again }) => again === null);
    const over =
      last === undefined ? [] : [run(` ${glyphs.separator} last ${last.name} ${endingText(last, at)}`, 'dim')];
    return [run(`${glyphs.ok} none`, 'ok'), ...over];
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
