import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { onCall } from '../../../src/profile/schema/on-call.ts';
import { createCalendar, withoutAddress } from '../../../src/sources/calendar/calendar.ts';
import { addSeconds, type Millis, millis, seconds } from '../../../src/units.ts';
import { serve } from '../serve.ts';

const NOW = millis(Date.UTC(2026, 2, 24, 12));
const later = (s: number): Millis => addSeconds(NOW, seconds(s));
const ics = (summary: string): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260323T080000Z\r\nDTEND:20260330T080000Z\r\nSUMMARY:${summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
afterEach(() => {
  rmSync(join(folder, 'a.ics'), { force: true });
});

const calendarOf = (spec: Record<string, unknown>) => {
  const { calendar, refresh } = onCall.parse({ calendar: spec });
  if (!calendar) throw new Error('no calendar');
  return createCalendar('calendar', calendar, { timeZone: undefined, refresh });
};
type Polled = Awaited<ReturnType<ReturnType<typeof calendarOf>['poll']>>;
const told = (outcome: Polled): string | null =>
  outcome && (outcome.ok ? outcome.value.events.map(({ summary }) => summary).join() : outcome.error.message);

/** The address of a server of calendars; `answer` says with what. */
async function feedOf(
  answer: (path: string) => readonly [status: number, body: string, location?: string],
): Promise<string> {
  const { url } = await serve((request, response) => {
    const [status, body, location] = answer(request.url);
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  return url;
}

describe('a file', () => {
  test('is read again when it changes, and not before', async () => {
    const path = join(folder, 'a.ics');
    writeFileSync(path, ics('Alice'));
    const calendar = calendarOf({ file: path });
    expect(told(await calendar.poll(NOW))).toBe('Alice');
    expect(await calendar.poll(later(5))).toBeNull();
    writeFileSync(path, ics('Bob-Robert'));
    expect(told(await calendar.poll(later(10)))).toBe('Bob-Robert');
    expect(await calendar.poll(later(15))).toBeNull();
  });

  test('that is missing, too large or no file is an error in words, until it is there', async () => {
    const path = join(folder, 'a.ics');
    const calendar = calendarOf({ file: path, max_bytes: 400 });
    expect(told(await calendar.poll(NOW))).toBe(
      `the calendar ${path} cannot be read: ENOENT: no such file or directory, open '${path}'`,
    );
    writeFileSync(path, ics('x'.repeat(400)));
    expect(told(await calendar.poll(later(5)))).toMatch(/ it has more than the 400 bytes that max_bytes allows$/);
    writeFileSync(path, ics('Alice'));
    expect(told(await calendar.poll(later(10)))).toBe('Alice');
    expect(told(await calendarOf({ file: folder }).poll(NOW))).toBe(
      `the calendar ${folder} cannot be read: it is not a file but a folder`,
    );
  });
});

describe('a feed', () => {
  test('is read every quarter of an hour, and after a failure with growing pauses', async () => {
    let asked = 0;
    let body = ics('Alice');
    const url = await feedOf(() => {
      asked += 1;
      return body === '' ? [503, 'down'] : [200, body];
    });
    const calendar = calendarOf({ url: `${url}/a.ics` });
    expect(told(await calendar.poll(NOW))).toBe('Alice');
    expect(await calendar.poll(later(899))).toBeNull();
    body = '';
    expect(told(await calendar.poll(later(900)))).toBe(`the calendar at ${url} answered 503`);
    for (const [at, due] of [
      [929, false],
      [930, true],
      [989, false],
      [990, true],
      [1109, false],
      [1110, true],
    ] as const)
      expect((await calendar.poll(later(at))) !== null).toBe(due);
    body = ics('Bob');
    expect(told(await calendar.poll(later(5000)))).toBe('Bob');
    expect(asked).toBe(6);
    await calendar.close();
  });

  test('is read at once when the clock was set back', async () => {
    const url = await feedOf(() => [200, ics('Alice')]);
    const calendar = calendarOf({ url });
    await calendar.poll(NOW);
    expect(told(await calendar.poll(later(-3600)))).toBe('Alice');
    await calendar.close();
  });

  test('may have its address in a file, and follows it when it changes', async () => {
    const url = await feedOf((path) => [200, ics(path === '/new' ? 'Bob' : 'Alice')]);
    const file = join(folder, 'address');
    writeFileSync(file, `${url}/old\n`);
    const calendar = calendarOf({ url_file: file });
    expect(told(await calendar.poll(NOW))).toBe('Alice');
    writeFileSync(file, `${url}/new\n`);
    expect(told(await calendar.poll(later(900)))).toBe('Bob');
    writeFileSync(file, 'hush-hush');
    expect(told(await calendar.poll(later(1800)))).toBe(`${file} holds no address of a calendar`);
    await calendar.close();
  });

  test.each([
    ['larger than allowed', [200, ics('x'.repeat(4000))], /answered with more than 2000 bytes$/],
    ['a page to sign in', [200, '<html>Sign in</html>'], /^the calendar cannot be read: it is not an iCalendar file$/],
    [
      'gone',
      [404, 'no /private-abcdef123456/basic.ics here'],
      /^the calendar at http:\/\/127\.0\.0\.1:\d+ answered 404$/,
    ],
    [
      'somewhere without end',
      [302, '', '/private-abcdef123456/again'],
      /^http:\/\/127\.0\.0\.1:\d+ redirects in a loop$/,
    ],
  ] as const)('that is %s tells so, and nothing of its address', async (_, answer, message) => {
    const url = await feedOf(() => answer);
    const calendar = calendarOf({ url: `${url}/private-abcdef123456/basic.ics?token=hushhush`, max_bytes: 2000 });
    const outcome = await calendar.poll(NOW);
    expect(told(outcome)).toMatch(message);
    expect(JSON.stringify(outcome)).not.toMatch(/abcdef|hush|basic\.ics/);
    await calendar.close();
  });
});

test('no part of an address is left in an error, wherever a server puts it', () => {
  const address =
    'https://user:pa55word@cal.example/ical/me%40example.com/private-0a1b2c3d4e5f/basic.ics?key=s3cr3tkey';
  const { message, hint } = withoutAddress(
    {
      kind: 'server',
      message: `https://cal.example/ical/me%40example.com/private-0a1b2c3d4e5f/basic.ics: no "private-0a1b2c3d4e5f" of me@example.com`,
      hint: 'pa55word, s3cr3tkey? See http://other.example/private-0a1b2c3d4e5f.',
    },
    address,
  );
  expect(message).toBe('https://cal.example: no "***" of ***');
  expect(hint).toBe('***, ***? See http://other.example.');
});
