import type { Room } from '../../../room/shown.ts';
import type { ViewKindId } from '../../core/kinds.ts';
import { passing, type Row, rowAfter, selectedId } from '../../core/rows.ts';
import { withHiding } from '../../panels/filtered.ts';
import type { ViewKind } from '../kind.ts';
import type { DetailDrawing } from './detail.ts';
import type { ListInput } from './list.ts';
import type { ListState } from './list-state.ts';

/** What one list is of. */
export interface ListKind {
  /** Every row, in the order shown. */
  rows(room: Room): readonly Row[];
  draw(input: ListInput): DetailDrawing;
  /** What the row of an identity is about. */
  open?: (id: string, room: Room) => ReturnType<NonNullable<ViewKind<ListState>['open']>>;
  /** All that is known of the row of an identity. */
  entry(id: string, room: Room): object | undefined;
}

/** Lines of the details that the arrows to the left and right move at once. */
const SIDEWAYS = 5;

/** The rows of a list that pass its filter, and which of them is selected. */
export function listSelection(
  list: Pick<ListKind, 'rows'>,
  { chosen, filter }: ListState,
  room: Room,
): { readonly ids: readonly string[]; readonly selected: string | undefined } {
  const ids = passing(list.rows(room), filter, room.at);
  return { ids, selected: selectedId(ids, chosen ?? undefined) };
}

/** A list as a view: rows to go through, the selected one in full below them, and a filter. */
export function listView<V extends { readonly kind: ViewKindId } & ListState>(
  list: ListKind,
  more: Pick<ViewKind<V>, 'act' | 'hintWords'> = {},
): ViewKind<V> {
  const choose = (view: V, chosen: string | null): V => ({ ...view, chosen, scroll: 0 });
  return {
    contexts: [],
    rows: list.rows,
    draw(view, input) {
      const chosen = listSelection(list, view, input.room);
      const hidden = list.rows(input.room).length - chosen.ids.length;
      const drawing = list.draw({ ...input, ...chosen, scroll: view.scroll });
      return withHiding(drawing, { filter: view.filter, hidden }, input.width, input.glyphs);
    },
    move(view, by, room) {
      const { ids, selected } = listSelection(list, view, room);
      const next = rowAfter(ids, selected, by);
      return next === undefined || next === selected ? view : choose(view, next);
    },
    moveSideways: (view, by) => ({ ...view, scroll: Math.max(0, view.scroll + by * SIDEWAYS) }),
    nextHit(view, by, room) {
      const { ids, selected } = listSelection(list, view, room);
      return choose(view, ids[(ids.indexOf(selected ?? '') + by + ids.length) % ids.length] ?? null);
    },
    open(view, room) {
      const { selected } = listSelection(list, view, room);
      return selected === undefined ? null : (list.open?.(selected, room) ?? null);
    },
    copy(view, room) {
      const { selected } = listSelection(list, view, room);
      const entry = selected === undefined ? undefined : list.entry(selected, room);
      return entry === undefined ? null : JSON.stringify(entry);
    },
    hints: () => ({ first: ['open', 'filter', 'copy'], besides: [] }),
    ...more,
  };
}
