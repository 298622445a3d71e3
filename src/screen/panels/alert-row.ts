import { leftOf } from '../../room/clocks.ts';
import type { EscalationClock, Room, RoomAlert } from '../../room/shown.ts';
import { distinguishing } from '../../room/silences/distinguishing.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { graphemesOf, joined, type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { lapsedText } from '../../wording/acks.ts';
import { columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { Kept } from '../canvas/kept.ts';
import { blank, cut, type Line, type Run, run, type Tone } from '../canvas/runs.ts';
import { idSet } from '../core/id-set.ts';
import { once } from '../core/once.ts';
import type { PanelInput } from './panel.ts';

/** What a row of an alert is drawn from. */
type Input = PanelInput<'at' | 'alerts' | 'comparison'>;

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
    clocks.resolve?.state === 'overdue'
      ? safe(`resolve overdue ${formatDuration(-leftOf(clocks.resolve, now))}`)
      : safe('');
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
    return { ...calm(`OVERDUE ${formatDuration(-leftOf(respond, now))}`, 'fail', calls, before), loud: true };
  return calm(
    `answer in ${formatDuration(leftOf(respond, now))}`,
    alert.tier === 'P0' ? 'fail' : 'warn',
    calls,
    before,
  );
}

/** Who is called next, or was, in few words. */
function callsText(clock: EscalationClock | null, now: Millis): Safe {
  if (clock?.state === 'running') return safe(`calls ${clock.who} in ${formatDuration(leftOf(clock, now))}`);
  return safe(clock?.called ? `${clock.called.who} called ${formatAge(secondsBetween(clock.called.at, now))} ago` : '');
}

/** Columns of the list: who is on it and until when is never cut, what it is called gives way. */
export interface AlertColumns {
  readonly table: ReturnType<typeof tableOf>;
  /** Whether what an alert is about is said in its row. */
  readonly summary: boolean;
}

const LEAST_NAME = 10;
const LEAST_MORE = 12;
/** Narrower than this, who is on it is said in fewer words. */
export const WIDE = 64;

export const alertColumns = (
  list: readonly RoomAlert[],
  input: Pick<Input, 'room' | 'width'>,
  alone: boolean,
): AlertColumns => ({ table: tableOf(list, input, alone), summary: alone });

/** Of some alerts among all, what their names need, and what tells those of one name apart: no time changes it. */
const namesNeed = once((all: readonly RoomAlert[]) =>
  once((list: readonly RoomAlert[]) => ({
    name: widest(list.map(({ name }) => name)),
    which: widest(list.map((alert) => whichOf(alert, all))),
  })),
);

/** What it needs to say where each comes from, in rooms that call the versions so. */
const originsNeed = once((list: readonly RoomAlert[]) =>
  once((versions: Versions) => widest(list.map((alert) => originOf(alert, { comparison: versions })))),
);

/** The same to say how each stands, at the time of a room. */
const standingNeeds = once((_: readonly RoomAlert[]) => new Kept<number>());

const standingNeed = (list: readonly RoomAlert[], at: Millis, narrow: boolean): number =>
  standingNeeds(list).of([at, narrow], () => widest(list.map((alert) => alertStanding(alert, at, narrow).text)));

function tableOf(list: readonly RoomAlert[], { room, width }: Pick<Input, 'room' | 'width'>, alone: boolean) {
  const needs = namesNeed(room.alerts.list)(list);
  const which = Math.min(24, needs.which);
  const origin = Math.min(12, originsNeed(list)(room.comparison ?? UNNAMED));
  const standing = standingNeed(list, room.at, width < WIDE);
  // What more there is to say may stand below: a name is not cut for it.
  const others = 11 + (which > 0 ? which + 1 : 0) + (alone ? origin + 2 : 0) + standing + 2;
  const name = Math.min(needs.name, Math.max(28, width - others));
  return columns(
    [
      { name: 'mark', width: 1 },
      { name: 'look', width: 5 },
      { name: 'name', width: name, least: Math.min(name, LEAST_NAME), gives: 3 },
      { ...whichColumn(isAlike(room.alerts.list)(list)), width: which },
      { name: 'age', width: 5, align: 'right' },
      { name: 'origin', width: alone ? origin : 0, vanishes: true, gives: 2, gap: 2 },
      { name: 'standing', width: standing, least: Math.min(standing, 8), gives: 4, gap: 2 },
      { name: 'more', width: 'rest', vanishes: true },
    ],
    width,
  );
}

/** What tells alerts apart: where several have one name, that is cut first. */
const whichColumn = (alike: boolean) =>
  alike
    ? ({ name: 'which', least: 6, gives: 3.5, gap: 1 } as const)
    : ({ name: 'which', least: 3, vanishes: true, gives: 1, gap: 1 } as const);

/** Whether some of those that are shown have one name. */
const isAlike = once((_: readonly RoomAlert[]) =>
  once((list: readonly RoomAlert[]): boolean => new Set(list.map(({ name }) => name)).size < list.length),
);

/** What tells the alerts of each name apart. */
const whichByName = once(
  (all: readonly RoomAlert[]): ReadonlyMap<Safe, readonly Safe[]> =>
    new Map([...Map.groupBy(all, ({ name }) => name)].map(([name, of]) => [name, of.map((one) => whichOf(one, all))])),
);

/** In so many cells the part of a text in which it is another than the rest: its beginning, or else its end. */
function apart(text: Safe, all: readonly Safe[], gap: number): (cells: number) => Run {
  return (cells) => {
    const isUnique = (short: (one: Safe) => Safe) => all.filter((one) => short(one) === short(text)).length === 1;
    const begin = (one: Safe) => cut(one, cells);
    const end = (one: Safe) => safe(`…${tail(one, cells - 1)}`);
    if (widthOf(text) <= cells || isUnique(begin) || !isUnique(end)) return run(text, 'dim');
    return run(end(text), 'dim', { whole: { text, cells, gap } });
  };
}

/** The longest end of a text that fits so many cells. */
function tail(text: Safe, width: number): Safe {
  const signs = graphemesOf(text);
  let used = 0;
  const from = signs.findLastIndex((sign) => {
    used += widthOf(sign);
    return used > width;
  });
  return joined(signs.slice(from + 1), '');
}

const whichOf = (alert: RoomAlert, all: readonly RoomAlert[]): Safe => sanitiseLine(distinguishing(alert, all));

/** How a room calls its versions. */
type Versions = Pick<NonNullable<Room['comparison']>, 'baseline' | 'candidate'>;

const UNNAMED: Versions = {
  baseline: { id: safe(''), label: safe('old version') },
  candidate: { id: safe(''), label: safe('new version') },
};

/** Where an alert comes from, in a few cells: "new V2", "before", "infra". */
export function originOf(
  { attribution: { since, on } }: RoomAlert,
  { comparison }: { readonly comparison: Versions | null },
): Safe {
  const { baseline, candidate } = comparison ?? UNNAMED;
  const start = safe(since === 'unknown' ? '' : since);
  const where = {
    candidate: candidate.label,
    baseline: baseline.label,
    both: safe('both'),
    infrastructure: safe('infra'),
    unknown: safe(''),
  }[on];
  return joined(
    [start, where].filter((word) => word !== ''),
    ' ',
  );
}

/** What more there is to say of how it stands, where its row has no room for all of that. */
export function restOf(
  alert: RoomAlert,
  { room, width }: Pick<Input, 'room' | 'width'>,
  { table }: AlertColumns,
): Safe {
  const { text, more } = alertStanding(alert, room.at, width < WIDE);
  // What must never be cut is told once more below it where it is.
  if (widthOf(text) > table.widths.standing)
    return joined(
      [text, more].filter((words) => words !== ''),
      ', ',
    );
  return widthOf(more) > spaceFor(text, table) ? more : safe('');
}

/** Cells that are left for more behind the words of one. */
const spaceFor = (text: Safe, { widths }: AlertColumns['table']): number =>
  widths.more + widths.standing - Math.min(widthOf(text), widths.standing) - 2;

/** One alert in one row. @param alone whether nothing stands below it */
export function alertRow(alert: RoomAlert, input: Input, { table, summary }: AlertColumns, alone: boolean): Line {
  const { glyphs, room, width } = input;
  const look = alertLook(alert, glyphs);
  const standing = alertStanding(alert, room.at, width < WIDE);
  const isMarked = idSet(input.marks).has(alert.fingerprint);
  const firing = alert.state === 'firing';
  const head = table.row({
    mark: run(isMarked ? glyphs.mark : ' ', 'accent', { bold: true }),
    look: run(`${look.glyph} ${alert.tier} `, look.tone, { bold: firing }),
    name: run(alert.name, firing ? look.tone : 'text', { bold: firing }),
    which: apart(whichOf(alert, room.alerts.list), whichByName(room.alerts.list).get(alert.name) ?? [], 1),
    age: run(formatAge(secondsBetween(alert.startsAt, room.at)), 'dim'),
    origin: run(originOf(alert, room), originTone(alert)),
  });
  // What the words of one do not take is for what more there is to say of it.
  const words = cut(standing.text, table.widths.standing);
  const spare = table.widths.standing - widthOf(words);
  return [
    ...head,
    run('  '),
    run(words, standing.tone, standing.loud ? { bold: true, inverse: true } : {}),
    ...(alone || restOf(alert, input, { table, summary }) === ''
      ? moreRuns(alert, standing, spare, table.widths.more, summary)
      : []),
  ];
}

/** What is new on the candidate is what a rollout is watched for. */
export const originTone = ({ attribution: { since, on } }: RoomAlert): Tone =>
  since === 'new' && on === 'candidate' ? 'candidate' : 'dim';

/** What else is to be said of how it stands; else what it is about, if that is said nowhere else. */
function moreRuns(
  alert: RoomAlert,
  { tone, more }: AlertStanding,
  spare: number,
  left: number,
  summary: boolean,
): readonly Run[] {
  const open = alert.state === 'firing' && tone !== 'accent';
  const space = left + spare - 2;
  if (more !== '') return space < LEAST_MORE ? [] : [run(`  ${more}`, open ? 'warn' : 'dim', { hangs: true })];
  return summary && left >= LEAST_MORE ? [run(`${blank(spare)}  ${alert.summary}`, 'dim', { hangs: true })] : [];
}
