import type { EscalationClock, Room, RoomAlert } from '../../room/shown.ts';
import { distinguishing } from '../../room/silences/distinguishing.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { joined, type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { lapsedText } from '../../wording/acks.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { blank, cell, cut, type Line, type Run, run, type Tone, widthOf } from '../canvas/runs.ts';
import type { PanelInput } from './panel.ts';

/** How an alert stands, as glyph, word and tone. */
export function alertLook(alert: RoomAlert, glyphs: Glyphs): { glyph: Safe; tone: Tone } {
  if (alert.state === 'acknowledged') return { glyph: glyphs.acknowledged, tone: 'accent' };
  if (alert.state !== 'firing') return { glyph: glyphs.silenced, tone: 'dim' };
  if (alert.tier === 'P0') return { glyph: glyphs.fail, tone: 'fail' };
  return { glyph: alert.tier === 'P3' ? glyphs.separator : glyphs.warn, tone: alert.tier === 'P3' ? 'text' : 'warn' };
}

/** How somebody stands to it: what must never be cut, and what more there is to say. */
interface AlertStanding {
  readonly text: Safe;
  readonly tone: Tone;
  /** Drawn in reverse: nobody did what should have been done by now. */
  readonly loud: boolean;
  readonly more: Safe;
}

/** Who is on it and for how long; else how long there is to answer, and who is called when nobody does. */
export function alertStanding(alert: RoomAlert, now: Millis, narrow = false): AlertStanding {
  const { ack, claim, silence, clocks, lapsed } = alert;
  const who = (name: Safe) => cut(name, narrow ? 8 : 20);
  const late =
    clocks.resolve?.state === 'overdue' ? safe(`resolve overdue ${formatDuration(-clocks.resolve.left)}`) : safe('');
  const calm = <T extends string>(text: SafeArgument<T>, tone: Tone, ...more: readonly Safe[]): AlertStanding => ({
    text: safe<T>(text),
    tone,
    loud: false,
    more: joined(
      more.filter((words) => words !== ''),
      ', ',
    ),
  });
  if (ack !== null) {
    const left = formatDuration(secondsBetween(now, ack.expiresAt));
    const text = safe(
      `ack ${who(ack.by)}${ack.by === '' ? '' : ' '}${formatAge(secondsBetween(ack.at, now))}, ${left}`,
    );
    return calm(narrow ? text : `${text} left`, 'accent', safe(ack.propagating ? 'propagating' : ''), late);
  }
  if (silence !== null)
    return calm(safe(silence.by === '' ? 'silenced' : `silenced by ${who(silence.by)}`), 'dim', silence.comment);
  if (alert.state === 'inhibited') return calm('inhibited', 'dim');
  const intervals = joined(alert.mutedBy ?? [], ', ');
  if (alert.state === 'muted') return calm(safe(`muted by ${intervals}`), 'dim');
  const calls = callsText(clocks.escalate, now);
  const before = lapsed ? lapsedText(lapsed, now) : safe('');
  if (claim !== null) {
    const since = formatAge(secondsBetween(claim.at, now));
    return calm(`${who(claim.by)} is on it ${since}`, 'accent', late, calls, claim.note);
  }
  const { respond } = clocks;
  if (respond === null) return calm(narrow ? 'not acked' : 'not acknowledged', 'warn', before, calls);
  if (respond.state === 'overdue')
    return { ...calm(`OVERDUE ${formatDuration(-respond.left)}`, 'fail', calls, before), loud: true };
  return calm(`answer in ${formatDuration(respond.left)}`, alert.tier === 'P0' ? 'fail' : 'warn', calls, before);
}

/** Who is called next, or was, in few words. */
function callsText(clock: EscalationClock | null, now: Millis): Safe {
  if (clock?.state === 'running') return safe(`then ${clock.who} in ${formatDuration(clock.left)}`);
  return safe(clock?.called ? `${clock.called.who} called ${formatAge(secondsBetween(clock.called.at, now))} ago` : '');
}

/** Widths of the columns of the list: who is on it and until when is never cut, what it is called gives way. */
export interface Columns {
  readonly name: number;
  readonly which: number;
  readonly standing: number;
  readonly origin: number;
  /** For what more there is to say. */
  readonly left: number;
  /** Whether what an alert is about is said in its row. */
  readonly summary: boolean;
}

/** Mark, glyph, tier, age and the spaces between. */
const FIXED = 13;
const LEAST_NAME = 10;
const LEAST_MORE = 12;
/** Narrower than this, who is on it is said in fewer words. */
export const WIDE = 64;

export function columnsOf(
  list: readonly RoomAlert[],
  { room, width }: Pick<PanelInput, 'room' | 'width'>,
  alone: boolean,
): Columns {
  const widest = (texts: readonly string[], most: number) =>
    Math.max(0, Math.min(most, Math.max(...texts.map(widthOf))));
  const standing = widest(
    list.map((alert) => alertStanding(alert, room.at, width < WIDE).text),
    Math.max(8, width - FIXED - LEAST_NAME),
  );
  const names = list.map((alert) => alert.name);
  const free = width - FIXED - standing;
  const name = widest(names, Math.min(28, Math.max(LEAST_NAME, free)));
  const origins = widest(
    list.map((alert) => originOf(alert, room)),
    12,
  );
  const origin = alone && origins > 0 && free - name - origins - 2 >= 0 ? origins : 0;
  const most = free - name - (origin > 0 ? origin + 2 : 0);
  const which = widest(
    list.map((alert) => distinguishing(alert, room.alerts.list)),
    Math.min(24, most - 1),
  );
  const shown = which < 3 ? 0 : which;
  return { name, which: shown, standing, origin, left: most - (shown > 0 ? shown + 1 : 0), summary: alone };
}

/** Where an alert comes from, in a few cells: "new V2", "before", "infra". */
export function originOf({ attribution: { since, on } }: RoomAlert, { comparison }: Room): Safe {
  const start = safe(since === 'unknown' ? '' : since);
  const where = {
    candidate: comparison?.candidate.label ?? safe('new version'),
    baseline: comparison?.baseline.label ?? safe('old version'),
    both: safe('both'),
    infrastructure: safe('infra'),
    unknown: safe(''),
  }[on];
  return joined(
    [start, where].filter((word) => word !== ''),
    ' ',
  );
}

/** One alert in one row. */
export function alertRow(alert: RoomAlert, input: PanelInput, columns: Columns): Line {
  const { glyphs, room, width } = input;
  const look = alertLook(alert, glyphs);
  const standing = alertStanding(alert, room.at, width < WIDE);
  const marked = input.marks.includes(alert.fingerprint);
  const firing = alert.state === 'firing';
  return [
    run(marked ? glyphs.mark : ' ', 'accent', { bold: true }),
    run(`${look.glyph} ${alert.tier} `, look.tone, { bold: firing }),
    run(cell(alert.name, columns.name), firing ? look.tone : 'text', { bold: firing }),
    run(
      columns.which > 0 ? ` ${cell(sanitiseLine(distinguishing(alert, room.alerts.list)), columns.which)}` : '',
      'dim',
    ),
    run(cell(formatAge(alert.age), 5, 'right'), 'dim'),
    run(columns.origin > 0 ? `  ${cell(originOf(alert, room), columns.origin)}` : '', originTone(alert)),
    run('  '),
    run(cut(standing.text, columns.standing), standing.tone, standing.loud ? { bold: true, inverse: true } : {}),
    ...moreRuns(alert, standing, columns),
  ];
}

/** What is new on the candidate is what a rollout is watched for. */
export const originTone = ({ attribution: { since, on } }: RoomAlert): Tone =>
  since === 'new' && on === 'candidate' ? 'candidate' : 'dim';

/** What else is to be said of how it stands; else what it is about, if that is said nowhere else. */
function moreRuns(alert: RoomAlert, { text, tone, more }: AlertStanding, columns: Columns): readonly Run[] {
  const open = alert.state === 'firing' && tone !== 'accent';
  const left = columns.left + columns.standing - Math.min(columns.standing, widthOf(text)) - 2;
  if (more !== '') return left < LEAST_MORE ? [] : [run(`  ${cut(more, left)}`, open ? 'warn' : 'dim')];
  const space = blank(Math.max(0, columns.standing - widthOf(text)));
  return columns.summary && columns.left >= LEAST_MORE ? [run(`${space}  ${alert.summary}`, 'dim')] : [];
}
