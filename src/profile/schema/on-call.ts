import { z } from 'zod';
import { isTimeZone } from '../../zoned.ts';
import { exactlyOne, httpFields, oneCredential, proxiesAgree } from './http.ts';
import { duration, period } from './scalars.ts';

const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris');
const person = z.string().trim().min(1);

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const WEEKDAY: ReadonlyMap<string, number> = new Map(WEEKDAYS.map((name, i) => [name, i]));
const HANDOFF = new RegExp(`^(${WEEKDAYS.join('|')}) ([01]\\d|2[0-3]):([0-5]\\d)$`);
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A calendar date that exists, such as 2026-01-05. */
const date = z.string().transform((text, context) => {
  const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() === month - 1 && at.getUTCDate() === day && year > 1969) return { year, month, day };
  context.addIssue({ code: 'custom', message: 'expected a date such as 2026-01-05' });
  return z.NEVER;
});

const handoff = z.string().transform((text, context) => {
  const [, name = '', hour = '', minute = ''] = HANDOFF.exec(text.toLowerCase()) ?? [];
  const weekday = WEEKDAY.get(name);
  if (weekday !== undefined) return { weekday, hour: Number(hour), minute: Number(minute) };
  context.addIssue({ code: 'custom', message: 'expected a weekday and a time such as "monday 09:00"' });
  return z.NEVER;
});

const rotation = z
  .strictObject({
    start: date.describe('The first person begins at the first handoff on or after this date.'),
    handoff: handoff.prefault('monday 09:00').describe('When one hands over to the next, as the clocks there show it.'),
    weeks: z.int().min(1).max(52).default(1).describe('How long a shift lasts.'),
    time_zone: timeZone.describe('IANA time zone of the handoff.'),
    people: z.array(person).min(1).describe('In the order of their shifts.'),
    backup: z
      .union([z.literal('next'), z.array(person).min(1)])
      .optional()
      .describe('`next` is whoever follows; a list goes round beside `people`.'),
  })
  .meta({ id: 'Rotation' });
export type Rotation = z.infer<typeof rotation>;

/** A calendar's address often is its key: it may stand in a file of its own, or come from the environment. */
const calendar = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .optional()
      .describe('An iCalendar file, relative to the profile; read again when it changes.'),
    url: z
      .url({ protocol: /^(https?|webcals?)$/ })
      .optional()
      .describe('Address of an iCalendar feed; never shown and never recorded. `${ENV_NAME}` is filled in.'),
    url_file: z.string().min(1).optional().describe('File that holds the address.'),
    timeout: duration.prefault('10s').describe('Longest wait for one answer.'),
    max_bytes: z
      .int()
      .positive()
      .default(4 * 1024 * 1024)
      .describe('Largest calendar accepted, in bytes.'),
    ...httpFields,
  })
  .refine(...exactlyOne('file', 'url', 'url_file'))
  .refine(...oneCredential)
  .superRefine(proxiesAgree)
  .meta({ id: 'Calendar' });
export type CalendarSpec = z.infer<typeof calendar>;

export const onCall = z
  .strictObject({
    rotation: rotation.optional(),
    calendar: calendar
      .optional()
      .describe('One calendar for both: an event is the backup by a word of `backup_words`, or as the second of two.'),
    primary: calendar.optional().describe('The calendar of who is called first.'),
    backup: calendar.optional().describe('The calendar of who is called next.'),
    time_zone: timeZone
      .optional()
      .describe("For events without one, and whole days; the calendar's own, else UTC, unless given."),
    refresh: period.prefault('15m').describe('Time between two readings of a feed.'),
    backup_words: z
      .array(z.string().min(1))
      .default(['backup', 'secondary', 'second', 'standby', 'level 2', 'L2'])
      .describe('Words of a summary that tell a backup.'),
  })
  .refine(...exactlyOne('rotation', 'calendar', 'primary'))
  .refine(({ backup, primary }) => backup === undefined || primary !== undefined, {
    message: 'a calendar of backups needs one of primaries',
    path: ['backup'],
  });
export type OnCallSpec = z.infer<typeof onCall>;
