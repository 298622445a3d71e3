import { parseReport } from '../../../src/bridge/report.ts';
import { parseTargets } from '../../../src/bridge/targets.ts';
import { readText } from '../../../src/file-text.ts';
import { readStored, writeStored } from '../../../src/operations/stores/ring-bytes.ts';
import { personOf } from '../../../src/room/on-call/names.ts';
import { readCalendar } from '../../../src/sources/calendar/icalendar.ts';
import { millis } from '../../../src/units.ts';

/** One file that others write, and what ringdeck makes of it, in words: the answer stands on the page and is tested. */
export interface PaperRow {
  readonly what: string;
  readonly content: Buffer;
  readonly answer: string;
}

export interface PaperTable {
  readonly name: string;
  /** In words what is made of it. */
  readonly ask: (content: Buffer) => string;
  readonly rows: readonly PaperRow[];
}

const wordsOf = (error: unknown): string => `refused: ${error instanceof Error ? error.message : String(error)}`;
const row = (what: string, content: string | Buffer, answer: string): PaperRow => ({
  what,
  content: Buffer.from(content),
  answer,
});
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

const STORE = '{"rings":{"ring0":{"validated":true,"owner":"Müller"}}}';

/** Reads a store, and says whether an edit and its opposite leave it as it was. */
function askStore(content: Buffer): string {
  try {
    const rings = Object.keys(readStored(content, 'ring-targets.json'));
    const validation = { by: 'Zoé', at: millis(0) };
    const edited = writeStored(content, 'ring-targets.json', 'ring1', validation);
    const kept = content.every((byte, i) => edited[i] === byte || i >= content.length - 4);
    return `read: ${rings.join(', ')} validated; ${kept ? 'edited without changing another byte' : 'edited'}`;
  } catch (error) {
    return wordsOf(error);
  }
}

function askTargets(content: Buffer): string {
  try {
    const { targets, unread } = parseTargets(readText(content));
    const hosts = [...targets].flatMap(([ring, known]) => (known ? [`${ring} has ${known.size}`] : []));
    return [...hosts, ...unread.map((why) => `no series: ${why}`)].join('; ');
  } catch (error) {
    return wordsOf(error);
  }
}

function askReport(content: Buffer): string {
  const parsed = parseReport(readText(content));
  if (!parsed.ok) return `refused: ${parsed.reason}`;
  const { timestamp, memoryUsage, hostname } = parsed.report;
  const when = timestamp ? new Date(timestamp.at).toISOString().slice(0, 16) : 'when it came';
  return `read: ${hostname}, ${when}${timestamp && !timestamp.exact ? ' local' : ''}, ${memoryUsage} MB`;
}

const report = (fields: object): string =>
  JSON.stringify({ timestamp: '2026-03-01T09:30:00Z', ring: 'ring0', hostname: 'PC-1', memoryUsage: 100, ...fields });
const targets = (json: string): string => `{"rings":{"ring0":{"targets":${json}}}}`;

function askCalendar(content: Buffer): string {
  const window = { from: millis(Date.UTC(2026, 2, 20)), to: millis(Date.UTC(2026, 2, 31)) };
  const outcome = readCalendar(content, window);
  if (!outcome.ok) return `refused: ${outcome.error.message}`;
  const minute = (at: number) => new Date(at).toISOString().slice(5, 16);
  const events = outcome.value.events.map(
    (event) => `${personOf(event, ['backup']).who}, ${minute(event.from)} to ${minute(event.to)}`,
  );
  return [...events, ...(outcome.value.unread === null ? [] : [outcome.value.unread])].join('; ');
}

const calendar = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const WEEK = ['DTSTART:20260323T080000Z', 'DTEND:20260330T080000Z'];
const MONDAYS = (zone: string) => [`DTSTART;TZID=${zone}:20260323T090000`, `DTEND;TZID=${zone}:20260330T090000`];
const folded = latin1(calendar(...WEEK, 'SUMMARY:On Call - Jürgen').replace('ü', '\xc3\r\n \xbc'));

const KEPT = 'read: ring0 validated; edited without changing another byte';
const WEEKS = '03-23T08:00 to 03-30T08:00';

export const PAPERS: readonly PaperTable[] = [
  {
    name: 'Ring store (`ring-targets.json`) as Windows PowerShell 5 and PowerShell 7 write it',
    ask: askStore,
    rows: [
      row('UTF-8, as PowerShell 7 writes', STORE, KEPT),
      row('UTF-8 with a mark: `Set-Content -Encoding UTF8` of 5', `\uFEFF${STORE}`, KEPT),
      row('UTF-16 with a mark: `Out-File` and `>` of 5', utf16(`\uFEFF${STORE}`), KEPT),
      row('UTF-16 without a mark', utf16(STORE), KEPT),
      row('big-endian UTF-16: `-Encoding BigEndianUnicode`', utf16(`\uFEFF${STORE}`).swap16(), KEPT),
      row('a code page: `Set-Content` of 5', latin1(STORE), KEPT),
      row('UTF-32: `-Encoding UTF32`', Buffer.from([0xff, 0xfe, 0, 0]), 'refused: it is UTF-32: write it as UTF-8'),
      row(
        'a ring in two cases',
        '{"rings":{"a":{},"A":{}}}',
        'refused: ring-targets.json: "a" and "A", at line 1, are one name to PowerShell; remove one of them',
      ),
      row(
        'a comma too many',
        '{"rings":{},}',
        'refused: ring-targets.json is not JSON: property name expected at line 1, column 13',
      ),
    ],
  },
  {
    name: '`bridge --targets`: the hosts of a ring',
    ask: askTargets,
    rows: [
      row('a list', targets('[{"hostname":"A"},{"hostname":"B"}]'), 'ring0 has 2'),
      row('one, taken out of its list', targets('{"hostname":"A"}'), 'ring0 has 1'),
      row('a list with its count', targets('{"value":[{"hostname":"A"}],"Count":1}'), 'ring0 has 1'),
      row('one host in two cases', targets('[{"hostname":"A"},{"hostname":"a"}]'), 'ring0 has 1'),
      row('null', targets('null'), 'no series: ring0 has no targets'),
      row(
        'cut by `-Depth`',
        targets('["@{hostname=A}"]'),
        'no series: ring0 has a target 1 that is not a host with a hostname; was -Depth too small?',
      ),
    ],
  },
  {
    name: 'Reports of the collector',
    ask: askReport,
    rows: [
      row('UTF-16 with a mark', utf16(`\uFEFF${report({})}`), 'read: PC-1, 2026-03-01T09:30 local, 100 MB'),
      row(
        '`Get-Date` in a hash table, of 5',
        report({ timestamp: { value: '/Date(1772357400000)/', DisplayHint: 2, DateTime: 'Sunday' } }),
        'read: PC-1, 2026-03-01T09:30, 100 MB',
      ),
      row(
        'a DateTime of 7',
        report({ timestamp: '2026-03-01T10:30:00.0000000+01:00' }),
        'read: PC-1, 2026-03-01T09:30, 100 MB',
      ),
      row('no time', report({ timestamp: null }), 'read: PC-1, when it came, 100 MB'),
      row('a decimal comma', report({ memoryUsage: '1.234,5' }), 'read: PC-1, 2026-03-01T09:30 local, 1234.5 MB'),
      row(
        'a comma that may be either',
        report({ memoryUsage: '1,234' }),
        'refused: memoryUsage: expected a number of at least 0, without marks that another country reads otherwise',
      ),
      row(
        'a date in the words of a country',
        report({ timestamp: '03/04/2026 12:00' }),
        'refused: timestamp: expected a time such as 2026-03-01T09:30:00Z or /Date(1772357400000)/',
      ),
      row(
        'a host with a letter of a code page',
        latin1(report({ hostname: 'BÜRO-1' })),
        'refused: hostname: holds a character that cannot be read',
      ),
    ],
  },
  {
    name: 'Calendars',
    ask: askCalendar,
    rows: [
      row('PagerDuty', calendar(...WEEK, 'ATTENDEE:jd@x.y', 'SUMMARY:On Call - Jane Doe - Team'), `Jane Doe, ${WEEKS}`),
      row('Opsgenie', calendar(...WEEK, 'SUMMARY:jane.doe@example.com'), `jane.doe, ${WEEKS}`),
      row(
        'Google: its calendar as organizer',
        calendar(...WEEK, 'ORGANIZER;CN=Rota:mailto:a@group.calendar.google.com', 'SUMMARY:Alice'),
        `Alice, ${WEEKS}`,
      ),
      row(
        'Outlook: a zone of Windows, and a person beside another title',
        calendar(
          ...MONDAYS('W. Europe Standard Time'),
          'ATTENDEE;CN="Doe, Jane":invalid:nomail',
          'SUMMARY:Holiday cover',
        ),
        'Doe, Jane, 03-23T08:00 to 03-30T07:00',
      ),
      row(
        'Mozilla: its own name of a zone',
        calendar(...MONDAYS('/mozilla.org/20050126_1/Europe/Berlin'), 'SUMMARY:Alice'),
        'Alice, 03-23T08:00 to 03-30T07:00',
      ),
      row('a line folded inside a letter', folded, `Jürgen, ${WEEKS}`),
      row('whole days', calendar('DTSTART;VALUE=DATE:20260323', 'SUMMARY:Bob'), 'Bob, 03-23T00:00 to 03-24T00:00'),
      row(
        'a zone nobody knows',
        calendar(...MONDAYS('Nowhere'), 'SUMMARY:Alice'),
        'an event of the calendar cannot be read: the time zone Nowhere is not known',
      ),
      row('a web page', '<html>', 'refused: the calendar cannot be read: it is not an iCalendar file'),
    ],
  },
];
