import type { InfraItem, Room, RoomPage } from '../../room/shown.ts';

/** A page by its number from 0; the first where there is no such page. */
export const pageOf = ({ pages }: Room, page: number): RoomPage | undefined => pages[page] ?? pages[0];

/** The identity of an infrastructure row. */
export const infraKey = (item: InfraItem): string => `${item.group}/${item.id}/${item.label}`;

/** The infrastructure rows a page shows. */
export function pageInfra(room: Room, page: number): readonly InfraItem[] {
  const groups = pageOf(room, page)?.infra ?? null;
  return groups === null ? room.infra : room.infra.filter(({ group }) => groups.includes(group));
}

/** Whether there are neither rings nor versions: then the machines are what the room is about. */
export const nothingRollsOut = ({ rings, comparison }: Room): boolean =>
  rings.length === 0 && (comparison?.metrics.length ?? 0) === 0;
