import type { Room, SourceStatus } from '../../room/shown.ts';
import { newestOf, type Playback } from '../../session/session.ts';
import { formatAge, formatClock, formatDay, formatDuration, formatMinute } from '../../text/format.ts';
import { joined, literals, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';
import { type Millis, millis, secondsBetween } from '../../units.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut, type Line, lineWidth, type Run, run, spread } from '../canvas/runs.ts';
import type { Role } from '../canvas/theme.ts';
import { viewedAt } from '../core/viewing.ts';
import { onCallLine, presenceLine } from './people.ts';

export interface HeaderInput {
  readonly room: Room;
  readonly playback: Playback;
  readonly glyphs: Glyphs;
  readonly timeZone: string;
  /** Whether its clock says that it tells UTC: who chose that is to see it. */
  readonly utc?: boolean;
  readonly readOnly: boolean;
  /** Number of the page, from 0. */
  readonly page: number;
  readonly width: number;
}

/** In the order in which the header has them. */
const SHORT: Readonly<Record<SourceStatus['kind'], Safe>> = literals({
  prometheus: 'prom',
  alertmanager: 'am',
  loki: 'loki',
});
const TONES: Readonly<Record<SourceStatus['state'], Role>> = {
  ok: 'ok',
  partial: 'warn',
  stale: 'unknown',
  failed: 'fail',
  waiting: 'dim',
};

const WORST: readonly SourceStatus['state'][] = ['failed', 'stale', 'waiting', 'partial', 'ok'];

const markOf = (state: SourceStatus['state'], glyphs: Glyphs): Safe =>
  ({
    ok: glyphs.ok,
    partial: glyphs.warn,
    stale: glyphs.unknown,
    failed: glyphs.fail,
    waiting: glyphs.waiting,
  })[state];

/** What is wrong, in a word: something answers for the server, or nothing does. */
function trouble(state: SourceStatus['state'], members: readonly SourceStatus[]): Safe {
  if (state === 'ok' || state === 'waiting') return safe('');
  if (state !== 'failed') return safe(` ${state}`);
  const kinds = members.flatMap((member) => (member.state === 'failed' && member.error ? [member.error.kind] : []));
  return kinds.length > 0 && kinds.every((kind) => kind === 'bad-body' || kind === 'too-large')
    ? safe(' bad answer')
    : safe(' down');
}

/** Which of several servers are in the state that is told, where they have names of their own: " us". */
function namesOf(kind: SourceStatus['kind'], members: readonly SourceStatus[], state: SourceStatus['state']): Safe {
  if (kind === 'alertmanager' || members.length < 2 || state === 'ok') return safe('');
  const names = members.filter((member) => member.state === state).map(({ id }) => id);
  return names.length < members.length ? safe(` ${joined(names, ', ')}`) : safe('');
}

/** Members of one kind stand together: "am 2/3 ✖ 12s", with the age of the oldest where it is told. */
function sourceRun(
  kind: SourceStatus['kind'],
  members: readonly SourceStatus[],
  glyphs: Glyphs,
  agesAt: Millis | null,
): Run {
  const state = WORST.find((s) => members.some((m) => m.state === s)) ?? 'waiting';
  const good = members.filter((m) => m.state === 'ok' || m.state === 'partial').length;
  const mark = markOf(state, glyphs);
  const answers = members.flatMap((m) => (m.answeredAt === null ? [] : [m.answeredAt]));
  const word = trouble(state, members);
  const count = safe(members.length > 1 ? ` ${good}/${members.length}` : '');
  const oldest = millis(Math.min(...answers));
  const age = safe(agesAt !== null && answers.length > 0 ? ` ${formatAge(secondsBetween(oldest, agesAt))}` : '');
  const names = namesOf(kind, members, state);
  return run(`${SHORT[kind]}${count} ${mark}${names}${word}${age}`, TONES[state], { bold: state === 'failed' });
}

function sources(room: Room, glyphs: Glyphs, ages: boolean): Line {
  const kinds = (Object.keys(SHORT) as SourceStatus['kind'][]).flatMap((kind) => {
    const members = room.sources.filter((s) => s.kind === kind);
    return members.length === 0 ? [] : [sourceRun(kind, members, glyphs, ages ? room.at : null)];
  });
  return kinds.flatMap((part, i) => (i > 0 ? [run('  '), part] : [part]));
}

/** One sign for all sources: the worst. */
function worstSource(room: Room, glyphs: Glyphs, name: 'src ' | ''): Line {
  const state = WORST.find((s) => room.sources.some((source) => source.state === s));
  return state === undefined ? [] : [run(`${name}${markOf(state, glyphs)}`, TONES[state], { bold: state !== 'ok' })];
}

/** The instant of the past, with its date where that is not today's. */
function viewedText(at: Millis, room: Room, playback: Playback, timeZone: string): Safe {
  const [day, today] = [formatDay(at, timeZone), formatDay(newestOf(room, playback).at, timeZone)];
  return safe(`${day === today ? safe('') : safe(`${day} `)}${formatMinute(at, timeZone)}`);
}

/** The least that says that it is not now; the band below says the rest. */
function leastWord(room: Room, playback: Playback, glyphs: Glyphs, timeZone: string): Line {
  const viewed = viewedAt(playback);
  if (viewed === null) return modeWord(room, playback, glyphs, timeZone);
  return [run(`${glyphs.paused} ${viewedText(viewed, room, playback, timeZone)}`, 'warn', { bold: true })];
}

function mode(room: Room, playback: Playback, glyphs: Glyphs, timeZone: string): Line {
  const viewed = viewedAt(playback);
  if (viewed !== null)
    return [run(`${glyphs.paused} VIEWING ${viewedText(viewed, room, playback, timeZone)}`, 'warn', { bold: true })];
  if (playback.kind === 'past')
    return [run(`AS OF ${sanitiseLine(new Date(room.at).toISOString().slice(0, 19))}Z`, 'warn', { bold: true })];
  if (playback.kind === 'live')
    return playback.paused
      ? [run(`${glyphs.paused} PAUSED`, 'warn', { bold: true }), ...pausedSince(room, playback.newest)]
      : [run('LIVE', 'ok', { bold: true }), run(` every ${formatDuration(room.refresh)}`, 'dim')];
  if (isOver(playback))
    return [run(`${playback.label} OVER`, 'warn', { bold: true }), ...tapePosition(playback, ' of ')];
  return [
    run(playback.paused ? `${glyphs.paused} ${playback.label} PAUSED` : playback.label, 'warn', { bold: true }),
    ...tapePosition(playback, ' of '),
  ];
}

/** For how long what is shown has been standing still. */
const pausedSince = (room: Room, newest: Room | undefined): Line =>
  newest === undefined ? [] : [run(` ${formatAge(secondsBetween(room.at, newest.at))}`, 'warn', { bold: true })];

type TapePlayback = Extract<Playback, { kind: 'tape' }>;

const isOver = ({ paused, position, length, reading }: TapePlayback): boolean =>
  paused && position >= length && !reading;

/** Where on the tape and how fast; at its end, how to begin again. */
function tapePosition(playback: TapePlayback, of: ' of ' | '/'): Line {
  const { position, length, speed, reading } = playback;
  if (isOver(playback)) return [run('  p begins again', 'dim')];
  return [
    run(` ${formatDuration(position)}${of}${formatDuration(length)}${reading ? '…' : ''}`, 'text'),
    run(speed === 1 ? '' : ` ${speed < 1 ? speed : Math.round(speed)}x`, 'accent'),
  ];
}

/** Whether this is live, a tape, or stands still. */
const modeWord = (room: Room, playback: Playback, glyphs: Glyphs, timeZone: string): Line => {
  const said = mode(room, playback, glyphs, timeZone);
  return playback.kind === 'live' && playback.paused ? said : said.slice(0, 1);
};

/** What must not be mistaken, where there is no header: a tape, a screen that stands still, one that may not act. */
export function statusWords(room: Room, playback: Playback, glyphs: Glyphs, readOnly: boolean, timeZone: string): Line {
  const isLive = playback.kind === 'live' && !playback.paused && viewedAt(playback) === null;
  const said = isLive ? [] : modeWord(room, playback, glyphs, timeZone);
  const guard: Line = readOnly ? [run('READ-ONLY', 'warn', { bold: true })] : [];
  return spaced(said, guard);
}

const spaced = (...parts: readonly Line[]): Line =>
  parts.filter((part) => part.length > 0).flatMap((part, i) => (i > 0 ? [run('  '), ...part] : part));

/** Who, where, how fresh, and the time: one line; what matters least gives way first. */
export function drawHeader(input: HeaderInput): Line {
  const { room: shown, playback, glyphs, timeZone, utc = false, readOnly, page, width } = input;
  // Time, servers and people go on while the panels stand still.
  const room = newestOf(shown, playback);
  const { environment, name } = room.profile;
  const banner = (text: Safe): Run =>
    environment === 'production' ? run(` ${text} `, 'danger') : run(` ${text} `, 'accent', { inverse: true });
  const place = banner(cut(environment.toUpperCase(), 16));
  const shortPlace = banner(environment === 'production' ? safe('PROD') : cut(environment.toUpperCase(), 5));
  const guard = (text: 'READ-ONLY' | 'RO'): Line =>
    readOnly ? [run(` ${text} `, 'warn', { inverse: true, bold: true })] : [];
  const beat = glyphs.heart[Math.floor(room.at / Math.max(1000, room.refresh * 1000)) % 2 === 0 ? 0 : 1];
  const clock = (long: boolean): Line => [
    run(`${beat} `, 'accent'),
    run(long ? formatClock(room.at, timeZone) : formatMinute(room.at, timeZone), 'title'),
    run(utc ? ' UTC ' : ' ', 'title'),
  ];
  const full = mode(shown, playback, glyphs, timeZone);
  const word = modeWord(shown, playback, glyphs, timeZone);
  const close = playback.kind === 'tape' ? [...word, ...tapePosition(playback, '/')] : word;
  const locked = guard('READ-ONLY');
  const each = sources(room, glyphs, false);
  const worst = worstSource(room, glyphs, 'src ');
  const both = onCallLine(room, glyphs, 'both');
  const first = onCallLine(room, glyphs, 'first');
  const names = presenceLine(room, 'names');
  const number = presenceLine(room, 'number');
  /** The banner, the least of the name, and what stands at the right; the first that fits is drawn. */
  const variants: readonly (readonly [place: Run, name: number, right: Line])[] = [
    [place, 18, spaced(full, sources(room, glyphs, true), both, names, locked, clock(true))],
    [place, 18, spaced(full, each, both, names, locked, clock(true))],
    [place, 15, spaced(full, each, both, number, locked, clock(true))],
    [place, 15, spaced(close, each, both, number, locked, clock(false))],
    [shortPlace, 8, spaced(close, worst, both, number, locked, clock(false))],
    [shortPlace, 8, spaced(close, worst, first, locked, clock(false))],
    [shortPlace, 8, spaced(close, worst, locked, clock(false))],
    [shortPlace, 8, spaced(word, worst, locked, clock(false))],
    [shortPlace, 0, spaced(word, worst, locked, clock(false))],
    [shortPlace, 0, spaced(word, worst, locked)],
    [shortPlace, 0, spaced(word, worstSource(room, glyphs, ''), guard('RO'))],
    [run(''), 0, spaced(word, worstSource(room, glyphs, ''), guard('RO'))],
    [run(''), 0, spaced(leastWord(shown, playback, glyphs, timeZone), worstSource(room, glyphs, ''), guard('RO'))],
  ];
  const fitting = variants.find(
    ([p, least, r]) => widthOf(p.text) + Math.min(least, widthOf(name)) + lineWidth(r) + 2 <= width,
  );
  const [chosen, , right] = fitting ?? variants.at(-1) ?? [place, 0, []];
  const title = room.pages.length > 1 ? (room.pages[page]?.title ?? '') : '';
  const crumb: Line = title === '' ? [] : [run(`  ${title} ${page + 1}/${room.pages.length}`, 'dim')];
  const left: Line = [chosen, run(' '), run(name, 'title')];
  const spare = width - lineWidth(right) - lineWidth(left) - lineWidth(crumb) - 2;
  return spread(spare >= 0 ? [...left, ...crumb] : left, right, width);
}
