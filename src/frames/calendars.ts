import type { CalendarId, CalendarReading, CalendarSource } from '../sources/calendar/types.ts';
import type { Outcome } from '../sources/error.ts';
import type { Millis } from '../units.ts';

type Readings = Readonly<Partial<Record<CalendarId, Outcome<CalendarReading>>>>;

/** Reads the calendars of a room. One that outlives a frame's patience is heard in a later frame. */
export class Calendars {
  readonly #sources: readonly CalendarSource[];
  readonly #inFlight = new Map<CalendarId, Promise<Outcome<CalendarReading> | null>>();

  constructor(sources: readonly CalendarSource[]) {
    this.#sources = sources;
  }

  /** What was read anew; undefined when nothing was. */
  async turn(at: Millis, patience: Promise<void>, signal?: AbortSignal): Promise<Readings | undefined> {
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
    return readings.length > 0 ? Object.fromEntries(readings) : undefined;
  }
}
