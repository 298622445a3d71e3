import type { Room } from '../../room/shown.ts';
import type { Spell } from '../../terminal/governor.ts';
import { type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import type { DrawChart, Past, Range } from '../canvas/charts/trend.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import type { Detail } from '../canvas/layout.ts';
import { type Line, lineWidth, type Run, run, selected, toWidth } from '../canvas/runs.ts';
import { windowOf } from '../core/rows.ts';

export type RoomPart = keyof Room;

/** What a panel draws from. Width and height are those inside its border. */
export type PanelInput<K extends RoomPart = RoomPart> = Drawn<K> & ('at' extends K ? Trending : unknown);

export interface Drawn<K extends RoomPart> {
  readonly room: Pick<Room, K>;
  readonly width: number;
  readonly height: number;
  readonly detail: Detail;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  readonly timeZone: string;
  /** Who looks: what waits for somebody is drawn for that person. */
  readonly operator: string;
  /** Identities of the rows the filter lets pass. */
  readonly ids: readonly string[];
  /** Identities of every row of the page: what a badge counts, whatever is filtered. */
  readonly all: readonly string[];
  /** The selected row; undefined unless this panel has the focus. */
  readonly cursor: string | undefined;
  readonly marks: readonly string[];
  /** When this screen went slower, and why; absent where none runs. */
  readonly spells?: readonly Spell[] | undefined;
}

/** Trends end at the room's present: a panel of them is drawn anew as time goes on. */
export interface Trending {
  /** A chart with axes of some queries over the chart window. */
  readonly chart: DrawChart;
  /** The time they are of. */
  readonly range: Range;
  /** What charts and sparklines are of. */
  readonly past: Past;
}

/** What a panel draws: a title for the border, what stands at its right end, and lines. */
export interface PanelDrawing {
  readonly title: Safe;
  /** How many rows a filter hides: told behind the title, which is cut before this is. */
  readonly hides?: Safe;
  readonly badge: Line;
  readonly lines: readonly Line[];
}

/** Rows of a list around the selected one, which is drawn in reverse video. */
export function listLines<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  input: Pick<Drawn<never>, 'cursor' | 'width'>,
  height: number,
  draw: (item: T, isSelected: boolean) => Line,
): readonly Line[] {
  const at = items.findIndex((item) => idOf(item) === input.cursor);
  return windowOf(items, Math.max(0, at), height).shown.map((item) => {
    const isSelected = input.cursor !== undefined && idOf(item) === input.cursor;
    const line = draw(item, isSelected);
    // What is too wide is broken where its panel has rows for it.
    return isSelected ? selected(lineWidth(line) > input.width ? line : toWidth(line, input.width)) : line;
  });
}

/** "3 of 12" when a filter hides rows or the height does. */
export const countText = (shown: number, all: number): Safe => safe(shown === all ? `${all}` : `${shown} of ${all}`);

/** The title of a panel, with how many of its rows the filter lets pass where it hides some. */
export const filteredTitle = <T extends string>(
  name: SafeArgument<T>,
  { ids, all }: Pick<Drawn<never>, 'ids' | 'all'>,
): Safe => (ids.length === all.length ? safe<T>(name) : safe(`${safe<T>(name)} ${countText(ids.length, all.length)}`));

/** What stands in a panel whose rows the filter hides, all of them. */
export const NO_MATCH: Line = [run('No row matches the filter', 'dim')];

/** How many rows lie out of sight, for the end of a badge, which is never so narrow that this is cut. */
export const hiddenRun = (hidden: number, glyphs: Glyphs, narrow = false): Run =>
  run(hidden > 0 ? ` ${glyphs.down}${narrow ? '' : ' '}${hidden} more` : '', 'accent', { kept: true });
