import type { InfraItem, Room, RoomPage } from '../../room/shown.ts';
import { once } from '../core/once.ts';

/** A page by its number from 0; the first where there is no such page. */
export const pageOf = ({ pages }: Pick<Room, 'pages'>, page: number): RoomPage | undefined => pages[page] ?? pages[0];

/** Whether the panels of a page stand in rows of its profile's. */
export const isBoard = (room: Pick<Room, 'pages'>, page: number): boolean => boardRows(room, page) !== null;

/** The rows of a board; null where panels find their places by themselves. */
export const boardRows = (room: Pick<Room, 'pages'>, page: number): RoomPage['rows'] =>
  pageOf(room, page)?.rows ?? null;

/** The identity of an infrastructure row. */
export const infraKey = (item: InfraItem): string => `${item.group}/${item.id}/${item.label}`;

/** The infrastructure rows a page shows. */
export function pageInfra(room: Pick<Room, 'pages' | 'infra'>, page: number): readonly InfraItem[] {
  const groups = pageOf(room, page)?.infra ?? null;
  return groups === null ? room.infra : inGroups(room.infra)(groups);
}

const inGroups = once((infra: Room['infra']) =>
  once((groups: readonly string[]) => infra.filter(({ group }) => groups.includes(group))),
);

/** Whether there are neither rings nor versions: then the machines are what the room is about. */
export const nothingRollsOut = ({ rings, comparison }: Pick<Room, 'rings' | 'comparison'>): boolean =>
  rings.length === 0 && (comparison?.metrics.length ?? 0) === 0;
