import { LEVELS } from '../../../logs/level.ts';
import type { KeptLine } from '../../../logs/line.ts';
import { lineTest } from '../../../room/filter/lines.ts';
import type { LogCommand, LogScene } from '../../../session/logs/scene.ts';
import { safe } from '../../../text/safe.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../../units.ts';
import { distance } from '../../core/distance.ts';
import { also, type Effect, flash, only, type Step } from '../../core/effects.ts';
import type { ActionId, View } from '../../core/kinds.ts';
import { type ScreenState, withTop } from '../../core/state.ts';
import { isBack } from '../../core/viewing.ts';
import { type Here, logTime, type World } from '../../core/world.ts';
import { lineOf } from '../../dialogs/shared/edited-line.ts';
import { columnsFor } from './fields.ts';
import { pageHeight } from './page.ts';
import {
  AT_BOTTOM,
  isFollowing,
  type LinePlace,
  type LogLook,
  type LogsView,
  placeOf,
  selectedIndex,
  selectedLine,
} from './state.ts';

const command = (does: LogCommand): Effect => ({ kind: 'logs', command: does });

/** Cells the text moves at once. */
const SHIFT = 20;
const MOST_SHIFT = 40_000;
/** Lines that are looked at for fields, and cells for which that is done. */
const LOOKED_AT = 100;
const WIDE = 200;
/** Rows the details move at once. */
const DETAIL_ROWS = 5;
const LONGEST = 30 * 24 * 3_600_000;
const SHORTEST = 60_000;

type To = (more: Partial<LogsView>, ...effects: Effect[]) => Step;

/** The page as a key finds it. */
interface Page {
  readonly state: ScreenState;
  readonly view: View<'logs'>;
  /** Which of an action's keys it was. */
  readonly index: number;
  readonly world: World;
  /** The page changed, and what is asked for. */
  readonly to: To;
}

/** A page on which logs are open. */
interface OpenPage extends Page {
  readonly scene: LogScene;
  readonly now: Millis;
}

type Keys<P> = Readonly<Partial<Record<ActionId, (page: P) => Step | undefined>>>;

const pageOf = (view: View<'logs'>, index: number, { state, world }: Here): Page => ({
  state,
  view,
  index,
  world,
  to: (more, ...effects) => also(withTop(state, { ...view, ...more }), ...effects),
});

function openPageOf(page: Page): OpenPage | null {
  const scene = page.world.logs?.scene;
  return scene === undefined ? null : { ...page, scene, now: logTime(page.world) };
}

/** What a key of everywhere does on the log page; undefined for keys that mean there what they mean everywhere. */
export function actInLogs(view: View<'logs'>, action: ActionId, index: number, here: Here): Step | undefined {
  const page = pageOf(view, index, here);
  const always = OF_THE_PAGE[action]?.(page);
  if (always !== undefined) return always;
  const open = openPageOf(page);
  if (open === null) return undefined;
  const does = OF_THE_LINES[action];
  if (does !== undefined) return does(open);
  const by = distance(action, here.world.screenful);
  return by === null ? undefined : step(open, by);
}

/** Does something with the log page that lies on top; nothing elsewhere. */
const onPage =
  (does: (page: Page) => Step) =>
  (here: Here): Step => {
    const view = here.state.views.at(-1);
    return view?.kind === 'logs' ? does(pageOf(view, 0, here)) : only(here.state);
  };

const onLines = (does: (page: OpenPage) => Step) =>
  onPage((page) => {
    const open = openPageOf(page);
    return open === null ? only(page.state) : does(open);
  });

/** How lines are drawn from now on. */
export const changeLook = (next: (look: LogLook) => Partial<LogLook>) =>
  onPage(({ state }) => only({ ...state, logLook: { ...state.logLook, ...next(state.logLook) } }));

/** Fields of JSON and logfmt in columns, or not; says so where the lines have none. */
export const toggleColumns = onPage(({ state, world }) => {
  const columns = !state.logLook.columns;
  const changed = { ...state, logLook: { ...state.logLook, columns } };
  const near = world.logs?.scene?.lines.slice(-LOOKED_AT) ?? [];
  const none = columns && near.length > 0 && columnsFor(near, WIDE) === null;
  return none ? flash(changed, 'info', 'Most of these lines have no fields of JSON or logfmt.') : only(changed);
});

/** Opens the query to change it. */
export const editQuery = onPage(({ state, world }) => {
  const text = world.logs?.scene?.query ?? '';
  return only({ ...state, dialog: { kind: 'log-query', line: lineOf(text), chosen: 0, message: safe('') } });
});

/** Only lines that match the filter, or all lines. */
export const toggleContext = onLines(({ state, scene }) =>
  also(state, command({ do: 'sieve', spec: { ...scene.sieve, only: !scene.sieve.only } })),
);

/** To the first line of the bar of the histogram after the one in view, or before it. */
export const toBar = (by: 1 | -1) => onLines((page) => toBucket(page, by));

/** To the next error in the lines at hand, or the one before. */
export const toError = (by: 1 | -1) => onLines((page) => toNext(page, by, isError, 'error'));

/** What lies on the page: these need no lines. */
const OF_THE_PAGE: Keys<Page> = {
  open: ({ view, to }) => to({ details: view.details === null ? 0 : null }),
  back: ({ view, to }) => (view.details === null ? undefined : to({ details: null })),
  left: (page) => sideways(page, -1),
  right: (page) => sideways(page, 1),
  logs: ({ state }) => only({ ...state, views: state.views.slice(0, -1) }),
};

const sideways = ({ view, to }: Page, by: 1 | -1): Step =>
  view.details === null
    ? to({ shift: Math.max(0, Math.min(MOST_SHIFT, view.shift + by * SHIFT)) })
    : to({ details: Math.max(0, view.details + by * DETAIL_ROWS) });

/** Which lines there are, and which of them is selected. */
const OF_THE_LINES: Keys<OpenPage> = {
  // One thing after the other: the details, the filter, the page; what was answered stands above them all.
  back: ({ state, scene }) =>
    state.flash === null && scene.sieve.text !== ''
      ? also(state, command({ do: 'sieve', spec: { ...scene.sieve, text: '' } }))
      : undefined,
  refresh: ({ state }) => also(state, command({ do: 'again' })),
  pause: ({ state, scene }) => also(state, command({ do: 'pause', paused: !scene.paused })),
  panel({ state, scene, index }) {
    const level = LEVELS[index];
    if (level === undefined) return only(state);
    const hidden = scene.sieve.hidden.includes(level)
      ? scene.sieve.hidden.filter((other) => other !== level)
      : [...scene.sieve.hidden, level];
    return also(state, command({ do: 'sieve', spec: { ...scene.sieve, hidden } }));
  },
  filter: ({ state, scene }) => only({ ...state, dialog: { kind: 'log-filter', ...lineOf(scene.sieve.text) } }),
  copy({ state, scene, view }) {
    const line = selectedLine(scene.lines, view.cursor);
    if (line === undefined) return only(state);
    const { text, whole } = line;
    return also(state, { kind: 'copy', text, ...(whole !== null && { whole }) });
  },
  'next-hit': (page) => toHit(page, 1),
  'previous-hit': (page) => toHit(page, -1),
  'zoom-in': (page) => reopen(page, 0.5),
  'zoom-out': (page) => reopen(page, 2),
  live({ scene, now, to, world }) {
    // There the way back is the room's.
    if (world.scene && (isBack(world.scene.playback) || world.scene.playback.paused)) return undefined;
    const span = (scene.to ?? now) - scene.from;
    const request = { ...bare(scene), from: millis(now - span), to: null, at: null };
    return to({ cursor: null, row: AT_BOTTOM }, command({ do: 'open', request }));
  },
};

const isError = ({ level }: KeptLine): boolean => level === 'error' || level === 'fatal';

const bare = ({ about, query, server, from, to, at }: LogScene) => ({ about, query, server, from, to, at });

/** Whether this leaves or takes up following; what is read must not be let go meanwhile. */
function following(view: LogsView, scene: LogScene, cursor: LinePlace | null): readonly Effect[] {
  if ((view.cursor === null) === (cursor === null)) return [];
  return scene.to === null ? [command({ do: 'follow', follow: cursor === null })] : [];
}

/** Moves by so many lines. Beyond the last line the page follows again; beyond the first, older lines are asked for. */
function step(page: OpenPage, by: number): Step {
  const { view, scene, now, to } = page;
  const { lines } = scene;
  const last = lines.length - 1;
  if (last < 0) return to({});
  // What was let go at that end is asked for again.
  if (by === Infinity && scene.newer > 0 && scene.to !== null)
    return to({ cursor: null, row: AT_BOTTOM }, command({ do: 'open', request: { ...bare(scene), at: null } }));
  if (by === -Infinity && scene.older > 0) {
    const request = { ...bare(scene), to: scene.to ?? now, at: scene.from };
    return to({ cursor: { at: nanosOf(scene.from), id: 0 }, row: 0 }, command({ do: 'open', request }));
  }
  const at = selectedIndex(lines, view.cursor);
  const next = Math.max(0, Math.min(last, at + by));
  const line = lines.at(next);
  const atEnd = by > 0 && at + by >= last && (by === Infinity || at === last);
  const cursor = line === undefined || (atEnd && scene.to === null) ? null : placeOf(line);
  const bottom = bottomOf(page);
  const row = cursor === null ? AT_BOTTOM : Math.max(0, Math.min(bottom, Math.min(bottom, view.row) + next - at));
  return to({ cursor, row, details: view.details === null ? null : 0 }, ...wanted(page, at + by, cursor));
}

/** Last row of the page's lines: following draws the end there, and from there the cursor begins to move. */
const bottomOf = ({ view, scene, state, world }: OpenPage): number =>
  pageHeight(scene, view, state.logLook, { width: world.pageWidth, height: world.screenful }) - 1;

/** What a step to an index, which may lie beyond the lines, asks for. */
function wanted({ view, scene }: OpenPage, to: number, cursor: LinePlace | null): readonly Effect[] {
  const at = selectedIndex(scene.lines, view.cursor);
  const effects: Effect[] = [...following(view, scene, cursor)];
  if (to < at && to <= 0 && scene.moreOlder) effects.push(command({ do: 'more', end: 'older' }));
  if (to > at && to >= scene.lines.length - 1 && scene.moreNewer) effects.push(command({ do: 'more', end: 'newer' }));
  if (cursor === null && scene.paused) effects.push(command({ do: 'pause', paused: false }));
  return effects;
}

function toHit(page: OpenPage, by: 1 | -1): Step {
  const test = lineTest(page.scene.sieve.text);
  if (test === null) return flash(page.state, 'info', 'There is nothing to go to: search for a text with / first.');
  return toNext(page, by, (line) => test.passes(line, page.now), 'hit');
}

function toNext(page: OpenPage, by: 1 | -1, isWanted: (line: KeptLine) => boolean, noun: 'error' | 'hit'): Step {
  const { state, view, scene } = page;
  const { lines } = scene;
  for (let i = selectedIndex(lines, view.cursor) + by; i >= 0 && i < lines.length; i += by) {
    const line = lines.at(i);
    if (line && isWanted(line)) return toLine(page, line);
  }
  const more = by < 0 ? scene.moreOlder : scene.moreNewer;
  const behind = by > 0 && lines.slice(0, selectedIndex(lines, view.cursor)).some(isWanted);
  const turn = safe(behind ? ` ${noun === 'error' ? 'E' : 'N'} goes to the previous one.` : '');
  const found = flash(
    state,
    'info',
    `No ${by > 0 ? 'later' : 'earlier'} ${noun} at hand${more ? '; more lines are being read' : ''}.${turn}`,
  );
  return more ? also(found.state, command({ do: 'more', end: by < 0 ? 'older' : 'newer' })) : found;
}

function toLine({ view, scene, to }: OpenPage, line: KeptLine, ...effects: Effect[]): Step {
  const cursor = placeOf(line);
  return to(
    { cursor, row: 8, details: view.details === null ? null : 0 },
    ...following(view, scene, cursor),
    ...effects,
  );
}

/** To the first line of the bucket of the chart before or after the reader's place. */
function toBucket(page: OpenPage, by: 1 | -1): Step {
  const { view, scene, to } = page;
  const { lines, volume } = scene;
  const line = selectedLine(lines, view.cursor);
  if (line === undefined || volume === null) return to({});
  const { from, step: length } = volume;
  const bucket = Math.floor((millisOf(line.at) - from) / 1000 / length);
  const start = nanosOf(millis(from + (bucket + by) * length * 1000));
  const next = selectedLine(lines, { at: start, id: 0 });
  if (next === undefined) return to({});
  const older = by < 0 && scene.moreOlder && next === lines.at(0);
  return toLine(page, next, ...(older ? [command({ do: 'more', end: 'older' })] : []));
}

/** Asks for a window of another length around the reader's place, or back from now. */
function reopen({ view, scene, now, to }: OpenPage, factor: number): Step {
  const end = scene.to ?? now;
  const span = Math.max(SHORTEST, Math.min(LONGEST, (end - scene.from) * factor));
  if (isFollowing(scene, view) || scene.to === null) {
    const request = { ...bare(scene), from: millis(now - span), to: null, at: null };
    return to({ cursor: null, row: AT_BOTTOM }, command({ do: 'open', request }));
  }
  const line = selectedLine(scene.lines, view.cursor);
  const middle = line === undefined ? millis((scene.from + end) / 2) : millisOf(line.at);
  const from = millis(Math.round(middle - span / 2));
  const until = millis(Math.min(now, Math.round(middle + span / 2)));
  const request = { ...bare(scene), from, to: until, at: middle };
  return to({ cursor: { at: nanosOf(middle), id: 0 }, row: 8 }, command({ do: 'open', request }));
}
