import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/parse.ts';
import { ProfileError } from '../../../src/profile/problem.ts';

const PROFILE = `id: shop
name: Shop
datasources: { prometheus: { url: "http://127.0.0.1:9090" } }
`;
const ROTATION = `on_call:
  rotation:
    start: 2026-01-05
    handoff: Monday 09:00
    time_zone: Europe/Paris
    people: [Alice, Bob]
    backup: next
`;

function parse(text: string) {
  try {
    return parseProfile(PROFILE + text, 'shop.yaml', {}).plan.profile;
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
}

test('a rotation is read with its date, weekday and time', () => {
  expect(parse(ROTATION)).toMatchObject({
    on_call: {
      rotation: {
        start: { year: 2026, month: 1, day: 5 },
        handoff: { weekday: 1, hour: 9, minute: 0 },
        weeks: 1,
        backup: 'next',
      },
    },
  });
});

describe('a mistake is told where it stands, and what was expected', () => {
  const tiers = (p0: string) => `alerts: { tiers: { P0: { severities: [critical], ${p0} } } }\n`;
  test.each([
    [
      'a date that does not exist',
      ROTATION.replace('01-05', '02-30'),
      'shop.yaml:6:12: on_call.rotation.start: expected a date such as 2026-01-05',
    ],
    [
      'a weekday',
      ROTATION.replace('Monday', 'Moonday'),
      'shop.yaml:7:14: on_call.rotation.handoff: expected a weekday and a time such as "monday 09:00"',
    ],
    [
      'a time',
      ROTATION.replace('09:00', '24:00'),
      'shop.yaml:7:14: on_call.rotation.handoff: expected a weekday and a time such as "monday 09:00"',
    ],
    [
      'a zone',
      ROTATION.replace('Paris', 'Pariss'),
      'shop.yaml:8:16: on_call.rotation.time_zone: expected an IANA time zone such as Europe/Paris',
    ],
    [
      'nobody',
      ROTATION.replace('[Alice, Bob]', '[]'),
      'shop.yaml:9:13: on_call.rotation.people: expected at least one',
    ],
    [
      'neither rotation nor calendar',
      'on_call: {}\n',
      'shop.yaml:4:10: on_call: exactly one of rotation, calendar and primary',
    ],
    [
      'a backup alone',
      `${ROTATION}  backup: { file: b.ics }\n`,
      'shop.yaml:11:11: on_call.backup: a calendar of backups needs one of primaries',
    ],
    [
      'a calendar from nowhere',
      'on_call: { calendar: { timeout: 3s } }\n',
      'shop.yaml:4:22: on_call.calendar: exactly one of file, url and url_file',
    ],
    [
      'an address that is none',
      'on_call: { calendar: { url: "private-0a1b2c" } }\n',
      'shop.yaml:4:29: on_call.calendar.url: expected a URL such as http://127.0.0.1:9090',
    ],
    [
      'two ways to escalate',
      tiers('escalate: 15m, escalation: [{ after: 5m, to: on-call }]'),
      'shop.yaml:4:77: alerts.tiers.P0.escalation: at most one of escalate and escalation',
    ],
    [
      'levels out of order',
      tiers('escalation: [{ after: 15m, to: a }, { after: 5m, to: b }]'),
      'shop.yaml:4:62: alerts.tiers.P0.escalation: each level must come later than the one before it',
    ],
    [
      'no pause',
      'incidents: { pause: 0s }\n',
      'shop.yaml:4:21: incidents.pause: expected a duration of whole seconds, at least 1s',
    ],
  ])('%s', (_, text, message) => {
    expect(parse(text)).toBe(message);
  });
});
