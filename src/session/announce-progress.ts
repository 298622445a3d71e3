import type { Announcer } from '../operations/announcer.ts';
import { type RingEvent, RingProgress } from '../room/rings/events.ts';
import type { Millis } from '../units.ts';
import { newestOf, type Session } from './session.ts';

/** An event that nobody took for so long, in milliseconds, is no news any more. */
const NEWS = 10 * 60 * 1000;

/**
 * Tells of each ring that comes further while the session runs. Every session does, and Alertmanager makes one of what
 * they all post. Events wait while Alertmanager does not answer, and never longer than they are news.
 */
export function announceProgress(
  session: Pick<Session, 'scene' | 'subscribe'>,
  announcer: Pick<Announcer, 'announce'>,
): () => void {
  const progress = new RingProgress();
  /** With the time each was seen at. */
  const untold = new Map<RingEvent, Millis>();
  let telling = false;
  const tell = async () => {
    telling = true;
    for (const event of [...untold.keys()]) if ((await announcer.announce(event)) === null) untold.delete(event);
    telling = false;
  };
  return session.subscribe(() => {
    const scene = session.scene();
    // What is not known of a ring yet would pass for news once it is.
    if (!scene || scene.partial) return;
    // Whoever looks back sees no ring come further.
    const room = newestOf(scene.room, scene.playback);
    for (const event of progress.observe(room)) untold.set(event, room.at);
    for (const [event, since] of untold) if (room.at - since >= NEWS) untold.delete(event);
    const answers = room.alerts.freshness === 'ok' || room.alerts.freshness === 'partial';
    if (answers && !telling && untold.size > 0) void tell();
  });
}
