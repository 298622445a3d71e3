import { expect, test } from 'vitest';
import { Calendars } from '../../../src/frames/servers/calendars.ts';
import { encodeFrame } from '../../../src/frames/tape/tape.ts';
import type { CalendarReading, CalendarSource } from '../../../src/sources/calendar/types.ts';
import { type Outcome, succeeded } from '../../../src/sources/error.ts';
import { millis } from '../../../src/units.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { frameAt } from '../../room/observe.ts';
import { packTape } from '../pack.ts';

const reading = (summary: string): Outcome<CalendarReading> =>
  succeeded({ events: [{ from: millis(0), to: millis(9), summary, attendee: '' }], unread: null });
const never = new Promise<void>(() => {});

/** A calendar that answers when it is told to. */
function source(id: CalendarSource['id']) {
  const asked: PromiseWithResolvers<Outcome<CalendarReading> | null>[] = [];
  const poll = () => {
    const answer = Promise.withResolvers<Outcome<CalendarReading> | null>();
    asked.push(answer);
    return answer.promise;
  };
  return { asked, source: { id, poll, close: async () => {} } satisfies CalendarSource };
}

test('a frame has what was read anew, and nothing when nothing was', async () => {
  const [primary, backup] = [source('primary'), source('backup')];
  const calendars = new Calendars([primary.source, backup.source]);
  const first = calendars.turn({ at: millis(0), patience: never });
  primary.asked[0]?.resolve(reading('Alice'));
  backup.asked[0]?.resolve(null);
  expect(await first).toEqual({ calendars: { primary: reading('Alice') } });
  const second = calendars.turn({ at: millis(1), patience: never });
  for (const { asked } of [primary, backup]) asked[1]?.resolve(null);
  expect(await second).toEqual({});
});

test('a calendar that outlives the patience of a frame is heard in a later one, and not asked twice meanwhile', async () => {
  const slow = source('calendar');
  const calendars = new Calendars([slow.source]);
  expect(await calendars.turn({ at: millis(0), patience: Promise.resolve() })).toEqual({});
  expect(await calendars.turn({ at: millis(1), patience: Promise.resolve() })).toEqual({});
  expect(slow.asked).toHaveLength(1);
  slow.asked[0]?.resolve(reading('Alice'));
  expect(await calendars.turn({ at: millis(2), patience: never })).toEqual({
    calendars: { calendar: reading('Alice') },
  });
});

test('what was read goes with a tape', async () => {
  const frame = { ...frameAt(1, {}), calendars: { calendar: reading('Alice') } };
  const tape = await unpackTape(await packTape({}, [encodeFrame(frame)]), 'x');
  expect(tape.frames[0]?.calendars).toEqual(frame.calendars);
});
