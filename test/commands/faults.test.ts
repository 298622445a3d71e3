import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { listingText } from '../../src/wording/alerts.ts';
import { headline } from '../../src/wording/headline.ts';
import { deadUrl } from '../sources/serve.ts';
import {
  FAULTS,
  type FaultName,
  type FaultServer,
  SERVERS,
  type ServerName,
  startFaultServer,
} from './fault-server.ts';
import { look, type Seen, stateOf, upIn } from './four-servers.ts';

/*
 * Every fault on every server, and what each output says of it. Only one server of a room is at fault; the others are
 * well, and their part of the room is too.
 */

/** What came, in the words of the server's state, and the word of the header. */
const TOLD: Readonly<Record<FaultName | 'is not there', readonly [words: RegExp, header: 'down' | 'bad answer']>> = {
  'is not there': [/no connection to .*: connection refused(?:$|\. )/, 'down'],
  'closes the connection without an answer': [/the connection to .* broke/, 'down'],
  'says nothing': [/ did not answer (?:within 0\.3 s|all queries in time)(?:$|\. )/, 'down'],
  'begins an answer and stalls': [/ did not answer (?:within 0\.3 s|all queries in time)(?:$|\. )/, 'down'],
  'answers a login page': [/ answered with a web page instead of JSON: Sign in \(a login\?\)(?:$|\. )/, 'bad answer'],
  'redirects to a login page': [
    /web page instead of JSON: Sign in \(a login\?\)(?:$|\. )| answered 302(?:$|\. )/,
    'bad answer',
  ],
  'answers a login page as JSON': [
    / answered with a web page instead of JSON: Sign in \(a login\?\)(?:$|\. )/,
    'bad answer',
  ],
  'answers JSON that is cut': [/ answered invalid JSON, it broke off: [{[]/, 'bad answer'],
  'tells a length that is too long': [/the answer of .* broke off: /, 'bad answer'],
  'tells a length that is too short': [/ answered invalid JSON, it broke off: [{[]/, 'bad answer'],
  'resets the connection in the middle': [/the answer of .* broke off: /, 'bad answer'],
  'answers 100 MB, told beforehand': [/ answered with more than \d+ bytes(?:$|\. )/, 'bad answer'],
  'answers 100 MB, nobody knows how much': [/ answered with more than \d+ bytes(?:$|\. )/, 'bad answer'],
  'answers what unpacks to 100 MB': [/ answered with more than \d+ bytes(?:$|\. )/, 'bad answer'],
  'answers what claims to be packed': [/the answer of .* broke off: incorrect header check(?:$|\. )/, 'bad answer'],
  'answers null': [/ answered something that is not a valid .*: null(?:$|\. )/, 'bad answer'],
  'answers {}': [/ answered something that is not a valid .*: \{\}(?:$|\. )/, 'bad answer'],
  'answers []': [/ answered something that is not a valid .*: \[\](?:$|\. )/, 'bad answer'],
  'answers nothing': [/ answered with nothing \(status 200\)(?:$|\. )/, 'bad answer'],
  'answers 204': [/ answered with nothing \(status 204\)(?:$|\. )/, 'bad answer'],
  'answers an error with status 200': [/ answered an error instead of a valid .*: disk full(?:$|\. )/, 'bad answer'],
  'answers wrong types': [/ answered something that is not a valid /, 'bad answer'],
  'answers numbers and times nobody writes': [/ answered something that is not a valid /, 'bad answer'],
  'answers another program’s JSON': [
    / answered something that is not a valid .*: \{"database":"ok","version":null\}(?:$|\. )/,
    'bad answer',
  ],
  'answers plain text': [/ answered invalid JSON: OK(?:$|\. )/, 'bad answer'],
  'answers 500 with its own words': [/ answered 500: disk full(?:$|\. )/, 'down'],
  'answers a proxy’s page with 502': [/ answered 502: Bad gateway(?:$|\. )/, 'down'],
  'refuses every question': [/ answered 400: too long a query(?:$|\. )/, 'down'],
};
const ALL = Object.keys(TOLD) as (keyof typeof TOLD)[];
const SILENT: readonly string[] = ['says nothing', 'begins an answer and stalls'];
/** Alertmanager's alerts are read field by field. */
const IN_PART = ['answers wrong types', 'answers numbers and times nobody writes'] as const;
/** An empty list is an answer of Alertmanager, and Prometheus' refusal of a query is one too: they have tests of their own. */
const isAnswer = (server: ServerName, fault: string) =>
  (server === 'alertmanager' && ['answers []', ...IN_PART].includes(fault)) ||
  (server === 'prometheus' && fault === 'refuses every question');
const CELLS = SERVERS.flatMap((server) => ALL.map((fault) => [server, fault] as const));

let faultServer: FaultServer;
let well: Seen;
const seen = new Map<string, Seen>();
const at = (server: ServerName, fault: string): Seen => {
  const found = seen.get(`${server} ${fault}`);
  if (!found) throw new Error(`nobody looked at ${server} ${fault}`);
  return found;
};

beforeAll(async () => {
  faultServer = await startFaultServer(FAULTS);
  const dead = await deadUrl();
  const limit = pLimit(8);
  const looks = CELLS.map(([server, fault]) =>
    limit(async () => {
      const url = fault === 'is not there' ? dead : faultServer.at(server, fault);
      const settings = SILENT.includes(fault) ? { timeout: '300ms' } : {};
      seen.set(`${server} ${fault}`, await look(faultServer, { server, url, settings }));
    }),
  );
  [well] = await Promise.all([look(faultServer, null), ...looks]);
});
afterAll(() => faultServer.close());

const SHORT = { prometheus: 'prom', alertmanager: 'am', loki: 'loki' } as const;

test('without a fault the gate passes, and every output says that all is well', () => {
  const { room, header, metrics, exit } = well;
  expect(headline(room)).toContain('All is well');
  expect(header).toMatch(/prom ✔.* am ✔.* loki ✔/);
  expect(metrics).toMatch(/^ringdeck_up\{profile="shop"\} 1$/m);
  expect(exit).toBe(0);
});

describe.each(SERVERS)('%s', (server) => {
  test.each(ALL.filter((fault) => !isAnswer(server, fault)))(
    'that %s is not known, says what came, and lets no gate pass',
    (fault) => {
      const { room, header, metrics, exit, reasons } = at(server, fault);
      const [words, word] = TOLD[fault];
      const others = room.sources.filter(({ kind }) => kind !== server);
      expect(others.map(({ state }) => state)).toEqual(others.map(() => 'ok'));
      expect(others.map(({ kind }) => upIn(metrics, kind))).toEqual(others.map(() => '1'));
      expect(room.state).toBe('unknown');
      expect(exit).toBe(3);
      expect(metrics).toMatch(/^ringdeck_up\{profile="shop"\} 0$/m);
      expect({ errors: stateOf(room, 'errors'), lines: stateOf(room, 'lines') }).toEqual({
        errors: server === 'prometheus' ? 'unknown' : 'ok',
        lines: server === 'loki' ? 'unknown' : 'ok',
      });
      if (server === 'etcd') {
        expect(room.ringStoreError).toMatch(words);
        expect(headline(room)).toMatch(words);
        expect(reasons).toMatch(words);
        expect(metrics).not.toMatch(/^ring_validated\{/m);
        return;
      }
      const source = room.sources.find(({ kind }) => kind === server);
      expect(source).toMatchObject({ state: 'failed', error: { message: expect.stringMatching(words) } });
      expect(toSnapshot(room).sources).toContainEqual(
        expect.objectContaining({ kind: server, state: 'failed', error: expect.stringMatching(words) }),
      );
      expect(header).toContain(`${SHORT[server]} ✖ ${word} `);
      expect(upIn(metrics, server)).toBe('0');
      // Loki alone is no reason to know nothing of the room, but the check that asks it is.
      expect(server === 'loki' ? reasons : headline(room)).toMatch(words);
      expect(headline(room)).toMatch(server === 'loki' ? /error lines/ : words);
      expect(/^ringdeck_alerts\{/m.test(metrics)).toBe(server !== 'alertmanager');
    },
  );
});

test('an Alertmanager without alerts is well', () => {
  const { room, metrics, exit } = at('alertmanager', 'answers []');
  expect(room.sources.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  expect(room.alerts).toMatchObject({ list: [], freshness: 'ok' });
  expect(upIn(metrics, 'alertmanager')).toBe('1');
  expect(exit).toBe(0);
});

test.each(IN_PART)('an Alertmanager that %s is shown as far as it can be read, and lets no gate pass', (fault) => {
  const { room, exit, reasons } = at('alertmanager', fault);
  expect(room.alerts).toMatchObject({ list: [{ tier: 'P3' }], freshness: 'partial', complete: false });
  expect(listingText(room.alerts, room.at)).toMatch(/the times of 1 of its 1 alerts cannot be read$/);
  expect(room.state).toBe('warn');
  expect(exit).toBe(3);
  expect(reasons).toMatch(/^not all alerts are known: .* cannot be read$/);
});

test('a Prometheus that refuses every query is up, but partial, and nothing is known of the room', () => {
  const { room, header, metrics, exit, reasons } = at('prometheus', 'refuses every question');
  expect(room.sources[0]).toMatchObject({
    state: 'partial',
    error: { message: expect.stringMatching(/^every query is refused: .* answered 400: too long a query$/) },
  });
  expect(header).toContain('prom ▲ partial');
  expect(upIn(metrics, 'prometheus')).toBe('1');
  expect(metrics).toMatch(/^ringdeck_up\{profile="shop"\} 0$/m);
  expect(room.state).toBe('unknown');
  expect(stateOf(room, 'errors')).toBe('unknown');
  expect(exit).toBe(3);
  expect(reasons).toContain('too long a query');
});

test.each(['prometheus', 'alertmanager', 'loki'] as const)(
  'of 100 MB from %s no more is taken than is allowed',
  (server) => {
    // What lies in the buffers of both ends of a connection was not read.
    const buffers = 12 * 1024 * 1024;
    expect(faultServer.taken(server, 'answers 100 MB, told beforehand')).toBeLessThan(buffers);
    expect(faultServer.taken(server, 'answers 100 MB, nobody knows how much')).toBeLessThan(4 * 1024 * 1024 + buffers);
  },
);
