import type { RoomAlert, RoomSilence } from '../../../room/shown.ts';
import { formatAge, formatClock, formatDuration } from '../../../text/format.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { type Millis, secondsBetween } from '../../../units.ts';
import { listingText } from '../../../wording/alerts.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { alertLook } from '../../panels/alert-row.ts';
import { countText } from '../../panels/panel.ts';
import type { DetailDrawing } from '../shared/detail.ts';
import { factsOver } from '../shared/facts.ts';
import { drawList, type ListInput } from '../shared/list.ts';

/** Of the words, what is silenced takes so much, and why the rest. */
const MATCHERS = 0.55;

function tableOver(width: number) {
  const fixed = [
    { name: 'kind', width: 1, after: 1 },
    { name: 'by', width: 14 },
    { name: 'left', width: 9, align: 'right' },
    { name: 'covers', width: 11, align: 'right', after: 2 },
  ] as const;
  const words = columns([...fixed, { name: 'words', width: 'rest', gap: 2, after: 2 }], width).widths.words;
  const matchers = Math.max(10, Math.floor(words * MATCHERS));
  return columns([...fixed, { name: 'what', width: matchers, after: 2 }, { name: 'why', width: 'flows' }], width);
}

/** Silences that ringdeck did not make: who keeps what quiet, why and until when, and what that covers now. */
export function drawSilences(input: ListInput): DetailDrawing {
  const { room, width } = input;
  const table = tableOver(width);
  return drawList<RoomSilence>(
    {
      title: safe(`Silences that ringdeck did not make ${countText(input.ids.length, room.silences.length)}`),
      badge: badgeOf(input),
      head: table.header(literals({ by: 'by', left: 'left', covers: 'covers', what: 'what', why: 'why' })),
      rows: room.silences,
      idOf: ({ id }) => id,
      draw: (silence) => rowOf(silence, input, table),
      about: (silence) => aboutOf(silence, input),
      empty: [run(emptyText(input), 'dim')],
    },
    input,
  );
}

function badgeOf({ room }: ListInput): Line {
  const quiet = room.silences.reduce((sum, { covers }) => sum + covers.length, 0);
  return [
    run(
      quiet === 0 ? 'none covers an alert' : `${quiet} ${quiet === 1 ? 'alert' : 'alerts'} kept quiet`,
      quiet === 0 ? 'dim' : 'warn',
    ),
  ];
}

function emptyText({ room }: ListInput): Safe {
  if (room.alerts.freshness === 'unknown') return safe(`Silences are not known: ${listingText(room.alerts, room.at)}`);
  return safe(room.silences.length > 0 ? 'No row matches the filter' : 'There are no other silences here');
}

/** Until it ends; of one still to begin, until it does. */
function leftText({ state, startsAt, endsAt }: RoomSilence, now: Millis): Safe {
  if (state === 'pending') return safe(`in ${formatDuration(secondsBetween(now, startsAt))}`);
  return formatDuration(secondsBetween(now, endsAt));
}

function coversText({ covers, elsewhere }: RoomSilence): Safe {
  const here = safe(covers.length === 0 ? 'nothing' : `${covers.length} here`);
  return elsewhere > 0 ? safe(`${here} +${elsewhere}`) : here;
}

function rowOf(silence: RoomSilence, { room, glyphs }: ListInput, table: ReturnType<typeof tableOver>): Line {
  const covering = silence.covers.length > 0;
  return table.row({
    kind: silence.kind === 'ack' ? run(glyphs.acknowledged, 'accent') : run(glyphs.silenced, 'dim'),
    by: run(silence.by),
    left: run(leftText(silence, room.at), silence.state === 'pending' ? 'warn' : 'text'),
    covers: run(coversText(silence), covering ? 'warn' : 'dim'),
    what: run(silence.matchers, 'text'),
    why: run(silence.comment, 'dim'),
  });
}

function aboutOf(silence: RoomSilence, input: ListInput): Line[] {
  const { room, width, timeZone } = input;
  const at = (instant: Millis) => formatClock(instant, timeZone);
  const { fact } = factsOver(10, width);
  const begun = safe(
    silence.state === 'active' ? `since ${at(silence.startsAt)}` : `from ${at(silence.startsAt)}, not yet begun`,
  );
  const covers = new Set<string>(silence.covers);
  const covered = room.alerts.list.filter(({ fingerprint }) => covers.has(fingerprint));
  const elsewhere = safe(silence.elsewhere > 0 ? `  ${silence.elsewhere} more that are not of this room` : '');
  return [
    ...fact('by', `${silence.by}${silence.kind === 'ack' ? ', as an acknowledgement' : ''}`),
    ...fact('why', silence.comment === '' ? 'no comment' : silence.comment),
    ...fact('when', `${begun}, until ${at(silence.endsAt)}`),
    ...fact('matchers', `{${silence.matchers}}`),
    ...fact('id', `${silence.id}${silence.propagating ? ', not on every Alertmanager member yet' : ''}`),
    [run(covered.length === 0 ? 'covers no alert of this room now' : 'covers now', 'title'), run(elsewhere, 'dim')],
    ...covered.map((alert) => coveredLine(alert, input)),
  ];
}

function coveredLine(alert: RoomAlert, { glyphs, room }: ListInput): Line {
  const look = alertLook(alert, glyphs);
  return [
    run(`${look.glyph} ${alert.tier} ${alert.name}`, look.tone),
    run(`  ${formatAge(secondsBetween(alert.startsAt, room.at))}  ${alert.summary}`, 'dim'),
  ];
}
