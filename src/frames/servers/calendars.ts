import type { CalendarId, CalendarReading, CalendarSource } from '../../sources/calendar/types.ts';
import type { Outcome } from '../../sources/error.ts';
import type { FramePart, FrameRound, OpenPosts, ServerPost } from './server-post.ts';

/** Reads the calendars of a room. One that outlives a frame's patience is heard in a later frame. */
export class Calendars implements ServerPost {
  readonly #sources: readonly CalendarSource[];
  readonly #inFlight = new Map<CalendarId, Promise<Outcome<CalendarReading> | null>>();

  constructor(sources: readonly CalendarSource[]) {
    this.#sources = sources;
  }

  /** What was read anew; nothing when nothing was. */
  async turn({ at, patience, signal }: Omit<FrameRound, 'due'>): Promise<Pick<FramePart, 'calendars'>> {
    const read = await Promise.all(
      this.#sources.map(async (source) => {
        const reading = this.#inFlight.get(source.id) ?? source.poll(at, signal);
        this.#inFlight.set(source.id, reading);
        const outcome = await Promise.race([reading, patience]);
        if (outcome !== undefined) this.#inFlight.delete(source.id);
        return outcome ? [[source.id, outcome] as const] : [];
      }),
    );
    const readings = read.flat();
    return readings.length > 0 ? { calendars: Object.fromEntries(readings) } : {};
  }
}

export const openCalendars: OpenPosts<readonly CalendarSource[]> = (sources) => [new Calendars(sources)];
