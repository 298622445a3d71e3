import type { PanelId } from '../../profile/schema/profile.ts';
import type { InfraItem, JournalEntry, Ring, Room, RoomAlert, RoomPage } from '../../room/shown.ts';
import { kindOf, patternId, patternRows } from '../views/patterns/rows.ts';
import type { ListView } from './state.ts';

/** A row an operator can select: its identity and the text a filter looks at. */
export interface Row {
  readonly id: string;
  readonly text: string;
}

export const infraKey = (item: InfraItem): string => `${item.group}/${item.id}/${item.label}`;

const alertText = (alert: RoomAlert): string =>
  [alert.tier, alert.name, alert.severity, alert.state, alert.summary, ...Object.values(alert.labels)].join(' ');

const ringText = (ring: Ring): string => `${ring.id} ${ring.name} ${ring.state} ${ring.reason}`;

export const journalId = ({ seq, at, by, act, target }: JournalEntry): string =>
  seq === undefined ? `${at}/${by}/${act}/${target}` : `#${seq}`;

/** Newest first. */
const journalRows = (room: Room): readonly Row[] =>
  room.journal.toReversed().map((entry) => ({
    id: journalId(entry),
    text: `${entry.by} ${entry.act} ${entry.target} ${entry.result} ${entry.detail}`,
  }));

/** Every row of a list on the whole screen, in the order shown. */
export const listRows = (kind: ListView['kind'], room: Room): readonly Row[] =>
  kind === 'journal'
    ? journalRows(room)
    : kind === 'patterns'
      ? patternRows(room).map((row) => ({ id: patternId(row), text: `${kindOf(row)} ${row.level} ${row.template}` }))
      : room.silences.map((silence) => ({
          id: silence.id,
          text: `${silence.by} ${silence.comment} ${silence.matchers}`,
        }));

/** The rows of a list on the whole screen that pass the filter, and which of them is selected. */
export function listSelection(
  { kind, chosen, filter }: ListView,
  room: Room,
): { readonly ids: readonly string[]; readonly selected: string | undefined } {
  const ids = passing(listRows(kind, room), filter);
  return { ids, selected: selectedId(ids, chosen ?? undefined) };
}

const pageOf = ({ pages }: Room, page: number): RoomPage | undefined => pages[page] ?? pages[0];

/** The infrastructure rows a page shows. */
export function pageInfra(room: Room, page: number): readonly InfraItem[] {
  const groups = pageOf(room, page)?.infra ?? null;
  return groups === null ? room.infra : room.infra.filter(({ group }) => groups.includes(group));
}

/** Every row of a panel on a page, in the order shown. */
export function panelRows(panel: PanelId, room: Room, page: number): readonly Row[] {
  switch (panel) {
    case 'rings':
      return room.rings.map((ring) => ({ id: ring.id, text: ringText(ring) }));
    case 'comparison':
      return (room.comparison?.metrics ?? []).map((m) => ({ id: m.id, text: `${m.id} ${m.label} ${m.state}` }));
    case 'traffic':
      return (room.traffic?.shares ?? []).map((s) => ({ id: s.version, text: `${s.version} ${s.label}` }));
    case 'alerts':
      return room.alerts.list.map((alert) => ({ id: alert.fingerprint, text: alertText(alert) }));
    case 'infra':
      return pageInfra(room, page).map((item) => ({
        id: infraKey(item),
        text: `${item.group} ${item.label} ${item.state}`,
      }));
    case 'journal':
      return journalRows(room);
  }
}

/** Whether a text passes a filter: it contains it, whatever the case; `!text` turns it round. Empty lets all pass. */
export function matches(text: string, filter: string): boolean {
  const inverse = filter.startsWith('!');
  const needle = (inverse ? filter.slice(1) : filter).trim().toLowerCase();
  return needle === '' || text.toLowerCase().includes(needle) !== inverse;
}

/** The identities of the rows of a panel on a page that pass the filter. */
export const visibleIds = (panel: PanelId, room: Room, page: number, filter: string): readonly string[] =>
  passing(panelRows(panel, room, page), filter);

const passing = (rows: readonly Row[], filter: string): readonly string[] =>
  rows.flatMap((row) => (matches(row.text, filter) ? [row.id] : []));

/** The selected row: the remembered one while it is there, else the first. */
export const selectedId = (ids: readonly string[], remembered: string | undefined): string | undefined =>
  remembered !== undefined && ids.includes(remembered) ? remembered : ids[0];

/** The part of a list that is drawn in `height` rows, with the selected row inside it. */
export function windowOf<T>(
  items: readonly T[],
  selected: number,
  height: number,
): { from: number; shown: readonly T[] } {
  const last = Math.max(0, items.length - height);
  const from = Math.min(last, Math.max(0, selected - height + 1));
  return { from, shown: items.slice(from, from + Math.max(0, height)) };
}

/** The panels of a page that have something to draw in this room. */
export function pagePanels(room: Room, page: number): readonly PanelId[] {
  const panels = pageOf(room, page)?.panels ?? [];
  return panels.filter((panel) => {
    if (panel === 'rings') return room.rings.length > 0;
    if (panel === 'comparison') return room.comparison !== null;
    if (panel === 'traffic') return room.traffic !== null;
    return panel !== 'infra' || pageInfra(room, page).length > 0;
  });
}
