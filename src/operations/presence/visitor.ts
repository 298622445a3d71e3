import * as v from 'valibot';
import { utcInstant } from '../../iso-instant.ts';
import type { Presence } from '../../room/room.ts';
import { object } from '../../shape.ts';

/** Somebody in a room, as a store keeps it. */
export type Visit = Omit<Presence, 'self'>;

const visitor = object({
  by: v.string(),
  host: v.string(),
  kind: v.picklist(['terminal', 'wall']),
  since: utcInstant,
});

export const writeVisitor = ({ by, host, kind, since }: Visit): string =>
  JSON.stringify({ by, host, kind, since: new Date(since).toISOString() });

/** Null when it is none. */
export function readVisitor(bytes: Uint8Array): Visit | null {
  try {
    return v.parse(visitor, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}
