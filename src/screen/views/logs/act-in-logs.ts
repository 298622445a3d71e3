import { LEVELS } from '../../../logs/level.ts';
import type { KeptLine } from '../../../logs/line.ts';
import { hitTest } from '../../../logs/sieve.ts';
import type { LogCommand, LogScene } from '../../../session/logs/scene.ts';
import { safe } from '../../../text/safe.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../../units.ts';
import { distance } from '../../actions/move.ts';
import { also, type Effect, flash, only, type Step } from '../../core/effects.ts';
import type { ActionId } from '../../core/keymap.ts';
import type { ScreenState } from '../../core/state.ts';
import { columnsFor } from './fields.ts';
import {
  AT_BOTTOM,
  isFollowing,
  type LinePlace,
  type LogLook,
  type LogView,
  placeOf,
  selectedIndex,
} from './log-view.ts';
import { pageHeight } from './page.ts';

const command = (does: LogCommand): Effect => ({ kind: 'logs', command: does });

const STAMPS: readonly LogLook['stamps'][] = ['local', 'utc', 'relative'];
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

interface Surroundings {
  readonly scene: LogScene | undefined;
  /** Rows and cells of the page. */
  readonly screenful: number;
  readonly pageWidth: number;
  readonly now: Millis;
}

/** What a key does on the log page; undefined for keys that mean there what they mean everywhere. */
export function actInLogs(
  state: ScreenState,
  view: LogView,
  action: ActionId,
  index: number,
  { scene, screenful, pageWidth, now }: Surroundings,
): Step | undefined {
  const to = (more: Partial<LogView>, ...effects: Effect[]): Step =>
    also({ ...state, views: [...state.views.slice(0, -1), { ...view, ...more }] }, ...effects);
  const look = (more: Partial<LogLook>): Step => only({ ...state, logLook: { ...state.logLook, ...more } });
  switch (action) {
    case 'wrap':
      return look({ wrap: !state.logLook.wrap });
    case 'timestamps':
      return look({ stamps: STAMPS[(STAMPS.indexOf(state.logLook.stamps) + 1) % STAMPS.length] ?? 'local' });
    case 'columns': {
      const { state: changed } = look({ columns: !state.logLook.columns });
      const near = scene?.lines.slice(-LOOKED_AT) ?? [];
      const none = changed.logLook.columns && near.length > 0 && columnsFor(near, WIDE) === null;
      return none ? flash(changed, 'info', 'Most of these lines have no fields of JSON or logfmt.') : only(changed);
    }
    case 'open':
      return to({ details: view.details === null ? 0 : null });
    case 'back':
      return view.details === null ? undefined : to({ details: null });
    case 'query':
      return only({
        ...state,
        dialog: {
          kind: 'log-query',
          line: { text: scene?.query ?? '', at: scene?.query.length ?? 0 },
          chosen: 0,
          message: safe(''),
        },
      });
    case 'left':
    case 'right': {
      const by = action === 'left' ? -1 : 1;
      if (view.details !== null) return to({ details: Math.max(0, view.details + by * DETAIL_ROWS) });
      return to({ shift: Math.max(0, Math.min(MOST_SHIFT, view.shift + by * SHIFT)) });
    }
  }
  if (scene === undefined) return undefined;
  switch (action) {
    case 'refresh':
      return also(state, command({ do: 'again' }));
    case 'pause':
      return also(state, command({ do: 'pause', paused: !scene.paused }));
    case 'panel': {
      const level = LEVELS[index];
      if (level === undefined) return only(state);
      const hidden = scene.sieve.hidden.includes(level)
        ? scene.sieve.hidden.filter((other) => other !== level)
        : [...scene.sieve.hidden, level];
      return also(state, command({ do: 'sieve', spec: { ...scene.sieve, hidden } }));
    }
    case 'context':
      return also(state, command({ do: 'sieve', spec: { ...scene.sieve, only: !scene.sieve.only } }));
    case 'filter':
      return only({ ...state, dialog: { kind: 'log-filter', text: scene.sieve.text } });
    case 'copy': {
      const line = scene.lines[selectedIndex(scene.lines, view.cursor)];
      if (line === undefined) return only(state);
      const { text, whole } = line;
      return also(state, { kind: 'copy', text, ...(whole !== null && { whole }) });
    }
    case 'next-error':
    case 'previous-error':
      return toNext(state, view, scene, action === 'next-error' ? 1 : -1, isError, 'error', to);
    case 'next-hit':
    case 'previous-hit': {
      const hit = hitTest(scene.sieve.text);
      if (hit === null) return flash(state, 'info', 'There is nothing to go to: / looks for a text first.');
      return toNext(state, view, scene, action === 'next-hit' ? 1 : -1, ({ text }) => hit(text), 'hit', to);
    }
    case 'zoom-in':
      return reopen(state, view, scene, 0.5, now);
    case 'zoom-out':
      return reopen(state, view, scene, 2, now);
    case 'earlier':
      return toBucket(view, scene, -1, to);
    case 'later':
      return toBucket(view, scene, 1, to);
    case 'live': {
      const span = (scene.to ?? now) - scene.from;
      const request = { ...bare(scene), from: millis(now - span), to: null, at: null };
      return to({ cursor: null, row: AT_BOTTOM }, command({ do: 'open', request }));
    }
    default: {
      const by = distance(action, screenful);
      if (by === null) return undefined;
      // Following draws the end at the bottom; from there the cursor begins to move.
      const bottom = pageHeight(scene, view, state.logLook, { width: pageWidth, height: screenful }) - 1;
      return step(view, scene, by, bottom, now, to);
    }
  }
}

type To = (more: Partial<LogView>, ...effects: Effect[]) => Step;

const isError = ({ level }: KeptLine): boolean => level === 'error' || level === 'fatal';

const bare = ({ about, query, from, to, at }: LogScene) => ({ about, query, from, to, at });

/** Whether this leaves or takes up following; what is read must not be let go meanwhile. */
function following(view: LogView, scene: LogScene, cursor: LinePlace | null): readonly Effect[] {
  if ((view.cursor === null) === (cursor === null)) return [];
  return scene.to === null ? [command({ do: 'follow', follow: cursor === null })] : [];
}

/**
 * Moves by so many lines. Beyond the last line the page follows again; beyond the first, older lines are asked for.
 * @param bottom last row of the page's lines
 */
function step(view: LogView, scene: LogScene, by: number, bottom: number, now: Millis, to: To): Step {
  const { lines } = scene;
  const last = lines.length - 1;
  const at = selectedIndex(lines, view.cursor);
  if (last < 0) return to({});
  // What was let go at that end is asked for again.
  if (by === Infinity && scene.newer > 0 && scene.to !== null)
    return to({ cursor: null, row: AT_BOTTOM }, command({ do: 'open', request: { ...bare(scene), at: null } }));
  if (by === -Infinity && scene.older > 0) {
    const request = { ...bare(scene), to: scene.to ?? now, at: scene.from };
    return to({ cursor: { at: nanosOf(scene.from), id: 0 }, row: 0 }, command({ do: 'open', request }));
  }
  const next = Math.max(0, Math.min(last, at + by));
  const line = lines[next];
  const atEnd = by > 0 && at + by >= last && (by === Infinity || at === last);
  const cursor = line === undefined || (atEnd && scene.to === null) ? null : placeOf(line);
  const effects: Effect[] = [...following(view, scene, cursor)];
  if (by < 0 && at + by <= 0 && scene.moreOlder) effects.push(command({ do: 'more', end: 'older' }));
  if (by > 0 && at + by >= last && scene.moreNewer) effects.push(command({ do: 'more', end: 'newer' }));
  if (cursor === null && scene.paused) effects.push(command({ do: 'pause', paused: false }));
  const row = cursor === null ? AT_BOTTOM : Math.max(0, Math.min(bottom, Math.min(bottom, view.row) + next - at));
  return to({ cursor, row, details: view.details === null ? null : 0 }, ...effects);
}

function toNext(
  state: ScreenState,
  view: LogView,
  scene: LogScene,
  by: 1 | -1,
  isWanted: (line: KeptLine) => boolean,
  noun: 'error' | 'hit',
  to: To,
): Step {
  const { lines } = scene;
  for (let i = selectedIndex(lines, view.cursor) + by; i >= 0 && i < lines.length; i += by) {
    const line = lines[i];
    if (line && isWanted(line)) return toLine(view, scene, line, to);
  }
  const more = by < 0 ? scene.moreOlder : scene.moreNewer;
  const behind = by > 0 && lines.slice(0, selectedIndex(lines, view.cursor)).some(isWanted);
  const turn = safe(behind ? ` ${noun === 'error' ? 'E' : 'N'} goes to the one before.` : '');
  const found = flash(
    state,
    'info',
    `No ${by > 0 ? 'later' : 'earlier'} ${noun} at hand${more ? '; more lines are being read' : ''}.${turn}`,
  );
  return more ? also(found.state, command({ do: 'more', end: by < 0 ? 'older' : 'newer' })) : found;
}

const toLine = (view: LogView, scene: LogScene, line: KeptLine, to: To): Step => {
  const cursor = placeOf(line);
  return to({ cursor, row: 8, details: view.details === null ? null : 0 }, ...following(view, scene, cursor));
};

/** To the first line of the bucket of the chart before or after the reader's place. */
function toBucket(view: LogView, scene: LogScene, by: 1 | -1, to: To): Step {
  const { lines, volume } = scene;
  const line = lines[selectedIndex(lines, view.cursor)];
  if (line === undefined || volume === null) return to({});
  const { from, step: length } = volume;
  const bucket = Math.floor((millisOf(line.at) - from) / 1000 / length);
  const start = nanosOf(millis(from + (bucket + by) * length * 1000));
  const next = lines[selectedIndex(lines, { at: start, id: 0 })];
  const older = by < 0 && scene.moreOlder && next === lines[0];
  if (next === undefined) return to({});
  return also(
    toLine(view, scene, next, to).state,
    ...toLine(view, scene, next, to).effects,
    ...(older ? [command({ do: 'more', end: 'older' })] : []),
  );
}

/** Asks for a window of another length around the reader's place, or back from now. */
function reopen(state: ScreenState, view: LogView, scene: LogScene, factor: number, now: Millis): Step {
  const end = scene.to ?? now;
  const span = Math.max(SHORTEST, Math.min(LONGEST, (end - scene.from) * factor));
  if (isFollowing(scene, view) || scene.to === null) {
    const request = { ...bare(scene), from: millis(now - span), to: null, at: null };
    const next: LogView = { ...view, cursor: null, row: AT_BOTTOM };
    return also({ ...state, views: [...state.views.slice(0, -1), next] }, command({ do: 'open', request }));
  }
  const line = scene.lines[selectedIndex(scene.lines, view.cursor)];
  const middle = line === undefined ? millis((scene.from + end) / 2) : millisOf(line.at);
  const from = millis(Math.round(middle - span / 2));
  const to = millis(Math.min(now, Math.round(middle + span / 2)));
  const request = { ...bare(scene), from, to, at: middle };
  const next: LogView = { ...view, cursor: { at: nanosOf(middle), id: 0 }, row: 8 };
  return also({ ...state, views: [...state.views.slice(0, -1), next] }, command({ do: 'open', request }));
}
