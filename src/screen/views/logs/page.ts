import { LEVELS } from '../../../logs/level.ts';
import { totalsOf, type Volume } from '../../../logs/volume.ts';
import { soughtIn } from '../../../room/filter/lines.ts';
import type { LogScene, LogState } from '../../../session/logs/scene.ts';
import { formatClock, formatDuration, formatValue, formatWhole } from '../../../text/format.ts';
import { joined, literals, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import { millisOf, secondsBetween } from '../../../units.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { blank, cut, type Line, lineWidth, type Run, run, spread, wrap } from '../../canvas/runs.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import { type Columns, columnsFor } from './fields.ts';
import { drawHistogram } from './histogram.ts';
import { lineDetail } from './line-detail.ts';
import { columnHeader, levelGlyph, levelTone } from './line-rows.ts';
import { pageRows } from './page-rows.ts';
import { folded, part } from './prepared.ts';
import { isFollowing, type LogLook, type LogsView, selectedIndex } from './state.ts';
import { titleOf } from './title.ts';

type Input = Pick<DetailInput, 'room' | 'width' | 'height' | 'glyphs' | 'unicode' | 'timeZone'>;

/** The log page: the query, how much there was when, and the lines; with the details of one below them. */
export function drawLogs(scene: LogScene | undefined, view: LogsView, look: LogLook, input: Input): DetailDrawing {
  if (scene === undefined) return { title: safe('Logs'), badge: [], lines: [[run('No logs are open', 'dim')]] };
  const { width, height, glyphs, timeZone, room } = input;
  const index = selectedIndex(scene.lines, view.cursor);
  const selected = scene.lines.at(index);
  const following = isFollowing(scene, view);
  const head = [
    ...queryLines(scene, width, glyphs),
    ...(hasHistogram(scene, height) && scene.volume !== null
      ? drawHistogram(scene.volume, selected === undefined ? null : millisOf(selected.at), {
          ...input,
          height: histogramHeight(height),
        })
      : []),
    legend(scene, glyphs, width, hasHistogram(scene, height)),
    ...notShown(scene, width),
  ];
  const below = selected === undefined || view.details === null ? [] : lineDetail(selected, width, timeZone);
  const left = Math.max(0, height - head.length);
  const detailRows = below.length === 0 ? 0 : Math.min(below.length + 1, Math.floor(left * 0.65));
  const rows = left - detailRows;
  const columns = look.columns ? columnsAround(scene, index, rows, width) : null;
  const lineInput = { ...input, now: room.at, look, columns, shift: view.shift, hits: soughtIn(scene.sieve.text) };
  const names = selected === undefined || columns === null ? [] : [columnHeader(selected, columns, lineInput)];
  const lines =
    selected === undefined
      ? emptyLines(scene, input)
      : [...names, ...pageRows(scene.lines, index, view.row, rows - names.length, lineInput)];
  const filled = [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, (): Line => [])];
  const badge = badgeOf(scene, following, index, input);
  return {
    // How the page stands goes before what it is of.
    title: titleOf(scene, Math.max(LEAST_TITLE, width - lineWidth(badge) - BORDER), glyphs),
    badge,
    lines: [...head, ...filled, ...(detailRows > 0 ? detailLines(below, view.details ?? 0, detailRows, input) : [])],
  };
}

/** Cells of the title that are left beside the longest badge, and of the border around both. */
const LEAST_TITLE = 12;
const BORDER = 6;

const histogramHeight = (height: number): number => (height < 12 ? 0 : height >= 30 ? 6 : height >= 20 ? 4 : 3);

/** Without any line there is nothing to draw of a query that failed. */
const hasHistogram = ({ volume, state, held }: LogScene, height: number): boolean =>
  volume !== null && histogramHeight(height) > 0 && !(state.kind === 'failed' && held === 0);

/** Rows for lines on a page of this size, without details. */
export function pageHeight(
  scene: LogScene,
  view: LogsView,
  look: LogLook,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  // What stands for the cut part of a query changes no number of rows.
  const query = queryLines(scene, width, { ellipsis: safe('') }).length;
  const bars = hasHistogram(scene, height) ? histogramHeight(height) : 0;
  // One row for the levels.
  const rows = Math.max(0, height - query - bars - 1 - notShown(scene, width).length);
  const index = selectedIndex(scene.lines, view.cursor);
  const names = look.columns && columnsAround(scene, index, rows, width) !== null ? 1 : 0;
  return Math.max(1, rows - names);
}

/** The columns that suit the lines on a page of so many rows. */
const columnsAround = ({ lines }: LogScene, index: number, rows: number, width: number): Columns | null =>
  columnsFor(lines.slice(Math.max(0, index - rows), index + rows), width);

/** The query on one row, or where it is wrong: the part of it that holds the place, and what is wrong there. */
function queryLines({ query, state }: LogScene, width: number, glyphs: Pick<Glyphs, 'ellipsis'>): readonly Line[] {
  const text = sanitiseLine(query);
  if (state.kind !== 'failed') return [[run(cut(text, width), 'accent')]];
  const { message, hint, fault } = state.error;
  const place = fault?.at === undefined ? null : placeIn(query, fault.at);
  // A server's message holds the fault among addresses and status: what is wrong is enough beside its place.
  const told =
    fault === undefined ? message : message.includes(fault.text) ? `Loki: ${fault.text}` : `${message}: ${fault.text}`;
  const skip = place === null || place < width - BEHIND ? 0 : place - Math.floor(width / 2);
  const shown = skip === 0 ? text : safe(`${glyphs.ellipsis}${part(text, skip + 1, width - 1)}`);
  return [
    ...(query === '' ? [] : [[run(cut(shown, width), 'accent')]]),
    ...(place === null ? [] : [[run(`${blank(place - skip)}^`, 'fail', { bold: true })]]),
    ...wrap(sanitiseLine(told), width).map((row): Line => [run(row, 'fail', { bold: true })]),
    ...(hint === undefined ? [] : wrap(sanitiseLine(hint), width).map((row): Line => [run(row, 'dim')])),
  ];
}

/** Cells of the query that are shown behind its mistake, at least. */
const BEHIND = 12;

/** Cells before a place of the query once its lines are joined to one; null for a line it does not have. */
function placeIn(query: string, { line, column }: { readonly line: number; readonly column: number }): number | null {
  const lines = query.split('\n');
  const own = lines[line - 1];
  if (own === undefined) return null;
  const before = sanitiseLine(lines.slice(0, line - 1).join('\n'));
  const typed = [...own].slice(0, column - 1).join('');
  const head = lines.length > 1 ? typed.trimStart() : typed;
  return widthOf(before === '' ? '' : `${before} `) + widthOf(sanitiseText(head));
}

/** Each level with the key that hides it and how many lines of it there are; and what the highest bar above stands for. */
function legend(scene: LogScene, glyphs: Glyphs, width: number, isDrawn: boolean): Line {
  const { hidden } = scene.sieve;
  const drawn = new Set(
    isDrawn ? scene.volume?.buckets.flatMap((counts) => LEVELS.filter((level) => counts[level])) : [],
  );
  const present = LEVELS.map((level, i) => ({ level, key: i + 1 })).filter(
    ({ level }) => scene.counts[level] > 0 || drawn.has(level) || hidden.includes(level),
  );
  // What the bars stand for and what is told beside them is one and the same.
  const counted = isDrawn && scene.volume !== null ? totalsOf(scene.volume) : scene.counts;
  const draw = (signs: boolean, counts: boolean): Line =>
    present.flatMap(({ level, key }, i): Run[] => {
      const off = hidden.includes(level);
      const parts = [
        signs ? levelGlyph(level, glyphs).trim() || glyphs.unknown : safe(''),
        safe(level === 'unknown' ? 'no level' : level),
        counts ? formatValue(counted[level] ?? 0, 'count') : safe(''),
        safe(off ? 'hidden' : ''),
      ];
      return [
        run(`${i === 0 ? '' : '  '}${key} `, 'dim'),
        run(wordsOf(parts), off ? 'unknown' : levelTone(level), { dim: off }),
      ];
    });
  // The word stays: signs alone do not tell all levels apart.
  const levels = [draw(true, true), draw(false, true)].find((line) => lineWidth(line) <= width) ?? draw(false, false);
  const scale = isDrawn && scene.volume !== null ? scaleOf(scene.volume) : safe('');
  return scale !== '' && lineWidth(levels) + scale.length + 1 <= width
    ? spread(levels, [run(scale, 'dim')], width)
    : levels;
}

const wordsOf = (parts: readonly Safe[]): Safe =>
  joined(
    parts.filter((part) => part !== ''),
    ' ',
  );

/** What the highest bar stands for. */
function scaleOf({ buckets, step, counted }: Volume): Safe {
  const most = Math.max(0, ...buckets.map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0)));
  if (most === 0) return safe('');
  return safe(
    `at most ${formatValue(most, 'count')} in ${formatDuration(step)}${counted === 'at hand' ? ', of lines at hand' : ''}`,
  );
}

/** What is not to be seen on this page, and what else must be known, by their reasons. */
function reasons(scene: LogScene): readonly Safe[] {
  const { sieve } = scene;
  return [
    safe(sieve.text === '' || sieve.only ? '' : `marked: ${sanitiseLine(sieve.text)}`),
    safe(scene.older > 0 ? `${formatWhole(scene.older)} older let go` : ''),
    safe(scene.newer > 0 ? `${formatWhole(scene.newer)} newer let go` : ''),
    safe(
      scene.state.kind === 'broken' && scene.state.error !== null
        ? `live lines stopped, asking again: ${sanitiseLine(scene.state.error.message)}`
        : '',
    ),
    ...scene.remarks.map(sanitiseLine),
  ].filter((text) => text !== '');
}

/** Rows that reasons may take from the lines. */
const MOST_REASONS = 3;

function notShown(scene: LogScene, width: number): readonly Line[] {
  const text = joined(reasons(scene), ' · ');
  if (text === '') return [];
  return folded(text, width, MOST_REASONS).map((row): Line => [run(row.text, 'warn')]);
}

/** Narrower than this, the title says things in signs. */
const ROOMY = 90;

const STATES: Readonly<Record<Exclude<LogState['kind'], 'live' | 'still'>, Safe>> = literals({
  looking: 'looking for the streams…',
  loading: 'loading…',
  broken: 'RECONNECTING',
  failed: 'FAILED',
});

function badgeOf(scene: LogScene, following: boolean, index: number, { glyphs, timeZone, width }: Input): Line {
  const { state, lines, rate } = scene;
  const all = formatWhole(lines.length);
  const position = safe(
    following ? ` ${all} ${lines.length === 1 ? 'line' : 'lines'}` : ` ${formatWhole(index + 1)}/${all}`,
  );
  const above = safe(!scene.moreOlder ? '' : width < ROOMY ? '+' : ', more above');
  const count = run(lines.length === 0 ? '' : `${position}${above}`, 'dim');
  if (state.kind !== 'live' && state.kind !== 'still') {
    const bad = state.kind === 'failed' || state.kind === 'broken';
    const mark = safe(bad ? `${glyphs.fail} ` : `${glyphs.waiting} `);
    return [run(`${mark}${STATES[state.kind]}`, bad ? 'fail' : 'accent', { bold: bad }), count];
  }
  if (state.kind === 'still') {
    const at = (millis: Parameters<typeof formatClock>[0]) => formatClock(millis, timeZone);
    const span = safe(scene.to === null ? '' : ` (${formatDuration(secondsBetween(scene.from, scene.to))})`);
    return [
      run(`${at(scene.from)} ${glyphs.right} ${scene.to === null ? safe('now') : at(scene.to)}${span}`, 'warn'),
      count,
    ];
  }
  const speed = run(rate === null || rate < 0.05 ? '' : ` ${formatValue(rate, 'per-second')}`, 'accent');
  if (scene.paused)
    return [
      run(`${glyphs.paused} PAUSED`, 'warn', { bold: true }),
      run(` ${formatWhole(scene.waiting)} waiting`, 'warn'),
      speed,
      count,
    ];
  if (following) return [run(`${glyphs.soaking} FOLLOWING`, 'ok', { bold: true }), speed, count];
  const below = lines.length - index - 1;
  return [
    run(`${glyphs.waiting} SCROLLED`, 'warn', { bold: true }),
    run(below > 0 ? ` ${glyphs.down}${formatWhole(below)}` : '', 'warn'),
    speed,
    count,
  ];
}

/** Longer than this, in seconds, and the reader wonders. */
const LONG = 3;

/** A server that is busy is asked again after pauses: what is waited for is told meanwhile. */
function waitingText({ begun }: LogScene, { room, glyphs }: Input): Safe {
  const waited = secondsBetween(begun, room.at);
  const text = safe(`Asking Loki${glyphs.ellipsis}`);
  return waited < LONG
    ? text
    : safe(`${text} for ${formatDuration(waited)} now; it may be busy (@ shows what was asked)`);
}

function emptyLines(scene: LogScene, input: Input): readonly Line[] {
  const { state } = scene;
  const { width, room } = input;
  if (state.kind === 'failed') {
    const left = state.again === undefined ? null : Math.max(0, secondsBetween(room.at, state.again));
    const soon = safe(left === null || left < 1 ? 'now' : `in ${formatDuration(left)}`);
    const when = safe(left === null ? 'r asks again.' : `Asked again ${soon}; r asks at once.`);
    return [[], [run(state.error.kind === 'bad-query' ? 'i changes the query.' : when, 'dim')]];
  }
  const said =
    state.kind === 'looking' || state.kind === 'loading'
      ? waitingText(scene, input)
      : scene.held > 0
        ? 'No loaded line matches the filter. / changes it, 1–7 show levels, - looks further back.'
        : scene.to === null
          ? 'No lines yet: they appear as they arrive. - looks further back, i changes the query.'
          : 'No lines in this window. - widens it, i changes the query, 0 goes to now.';
  return wrap(said, width).map((text): Line => [run(text, 'dim')]);
}

function detailLines(
  lines: readonly Line[],
  scroll: number,
  height: number,
  { width, glyphs, unicode }: Input,
): readonly Line[] {
  const shown = height - 1;
  const from = Math.max(0, Math.min(scroll, lines.length - shown));
  const hidden = lines.length - shown;
  const more = safe(
    hidden > 0 ? ` ${glyphs.up}${from} ${glyphs.down}${hidden - from} more rows: ${glyphs.left} ${glyphs.right} ` : '',
  );
  const rule: Line = [
    run(safe(unicode ? '─' : '-').repeat(Math.max(0, width - more.length)), 'border'),
    run(more, 'accent'),
  ];
  return [rule, ...lines.slice(from, from + shown)];
}
