import { suggestion } from '../../profile/nearest.ts';
import type { Ring, Room } from '../../room/room.ts';
import { UsageError } from '../shared/failure.ts';

/** The ring of that id. @throws UsageError when there is none */
export function ringOf({ rings }: Room, id: string): Ring {
  const ring = rings.find((candidate) => candidate.id === id);
  if (ring) return ring;
  throw new UsageError(
    `The profile has no ring "${id}"${suggestion(
      id,
      rings.map((known) => known.id),
    )}`,
  );
}
