import { z } from 'zod';
import { isTimeZone } from '../../zoned.ts';
import { period } from './scalars.ts';

const tiers = z.array(z.enum(['P0', 'P1', 'P2', 'P3']));
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 22:00');

const hook = z
  .strictObject({
    command: z
      .array(z.string())
      .min(1)
      .max(50)
      .refine(([program]) => program !== '', 'expected a program first')
      .describe(
        'The program and its arguments, run as they are and by no shell. `{title}`, `{text}`, `{tier}`, `{kind}`, `{room}` and `{environment}` are filled in; on its standard input is all of it as JSON.',
      ),
    tiers: tiers.default(['P0']),
    timeout: period.prefault('10s').describe('It is ended after this time.'),
  })
  .describe('A program that is run once for each event.');

const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay.describe('Earlier than `from`: on the next day.'),
    time_zone: z
      .string()
      .refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris')
      .default('UTC')
      .describe('IANA time zone of both.'),
    except: tiers.default(['P0']).describe('Tiers that are told all the same.'),
  })
  .describe('What happens meanwhile is told when they are over, if it still is so.');

/** How whoever has the room open is told of what happens in it: docs/notices.md. */
export const notifySchema = z
  .strictObject({
    bell: tiers.default(['P0']).describe('Tiers for which the terminal rings.'),
    desktop: tiers.default(['P0', 'P1']).describe('Tiers for which the terminal is asked for a notification.'),
    sequence: z
      .enum(['auto', 'osc9', 'osc777', 'osc99'])
      .default('auto')
      .describe('How it is asked: as its environment says which terminal it is, or always by this one.'),
    hook: hook.optional(),
    quiet_hours: quietHours.optional(),
  })
  .optional()
  .describe('Tells of what happens while a room is open; nothing is told without it.');

export type NotifySpec = NonNullable<z.infer<typeof notifySchema>>;
