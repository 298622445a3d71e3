import type { KeptLine } from '../../../logs/line.ts';
import type { LineList } from '../../../logs/line-store.ts';
import type { LogScene } from '../../../session/logs/scene.ts';
import type { Nanos } from '../../../units.ts';

/** A line by where it stands: it may be gone, then the nearest is meant. */
export interface LinePlace {
  readonly at: Nanos;
  readonly id: number;
}

/** The log page. What lines there are is the log session's; this is what the reader does with them. */
export interface LogsView {
  /** Null: the reader follows the end. */
  readonly cursor: LinePlace | null;
  /** Row of the page at which the selected line is drawn, where there are enough lines around it. */
  readonly row: number;
  /** Cells the lines are moved to the left. */
  readonly shift: number;
  /** Rows of the details of the selected line that are scrolled out of sight; null: no details. */
  readonly details: number | null;
}

/** How lines are drawn: it stays when the page is left. */
export interface LogLook {
  readonly wrap: boolean;
  readonly stamps: 'local' | 'utc' | 'relative';
  /** Whether fields of JSON and logfmt stand in columns. */
  readonly columns: boolean;
}

export const LOG_LOOK: LogLook = { wrap: false, stamps: 'local', columns: false };

/** Below the last row of any page. */
export const AT_BOTTOM = Number.MAX_SAFE_INTEGER;

export const logView = (cursor: LinePlace | null = null): LogsView & { readonly kind: 'logs' } => ({
  kind: 'logs',
  cursor,
  // From the middle on when it begins at a line, from the bottom when it follows.
  row: cursor === null ? AT_BOTTOM : 8,
  shift: 0,
  details: null,
});

/** Index of the selected line: the one meant, else the nearest after it, else the last; −1 without lines. */
export function selectedIndex(lines: LineList, cursor: LinePlace | null): number {
  if (cursor === null) return lines.length - 1;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const line = lines.at(middle);
    if (line && (line.at === cursor.at ? line.id < cursor.id : line.at < cursor.at)) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, lines.length - 1);
}

/** Whether the page shows lines as they come. */
export const isFollowing = (scene: LogScene | undefined, view: LogsView): boolean =>
  scene !== undefined && scene.to === null && view.cursor === null && !scene.paused;

/** The selected line; undefined without lines. */
export const selectedLine = (lines: LineList, cursor: LinePlace | null): KeptLine | undefined =>
  lines.at(selectedIndex(lines, cursor));

export const placeOf = ({ at, id }: KeptLine): LinePlace => ({ at, id });
