import type { Scene } from '../../session/session.ts';
import { happening } from '../core/marks.ts';
import type { RoomPart } from './panel.ts';

/** Parts of the room by their names: the compiler asks for every one that is drawn from. */
export type Reads<K extends RoomPart> = { readonly [Part in K]: true };

/**
 * What is read of a scene, to be compared by identity. Whoever reads the time has charts: of trends, and of what happened
 * beside them.
 */
export function partsOf(reads: Partial<Reads<RoomPart>>, { room, trends }: Scene): readonly unknown[] {
  const parts = Object.entries(room).flatMap(([name, part]) => (Object.hasOwn(reads, name) ? [part] : []));
  return reads.at ? [...parts, trends, ...happening(room)] : parts;
}
