import { z } from 'zod';
import type { Presence } from '../../room/room.ts';
import { millis } from '../../units.ts';

/** Somebody in a room, as a store keeps it. */
export type Visit = Omit<Presence, 'self'>;

const visitor = z.object({
  by: z.string(),
  host: z.string(),
  kind: z.enum(['terminal', 'wall']),
  since: z.iso.datetime().transform((text) => millis(Date.parse(text))),
});

export const writeVisitor = ({ by, host, kind, since }: Visit): string =>
  JSON.stringify({ by, host, kind, since: new Date(since).toISOString() });

/** Null when it is none. */
export function readVisitor(bytes: Uint8Array): Visit | null {
  try {
    return visitor.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}
