import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFrame } from '../../src/frames/tape/tape.ts';
import { promql } from '../../src/profile/query.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';
import { collected } from '../bridge/reports.ts';
import { Desk } from '../desk.ts';
import { packTape } from '../frames/pack.ts';
import { HostileTexts, type Marked } from '../hostile.ts';
import { gateway, haveEtcd, type RunningEtcd, startEtcd } from '../operations/fixtures/etcd.ts';
import { Emulator } from './emulator.ts';
import { foreignIn } from './foreign.ts';
import { HostileServers, hostileProfile, journalLines, PATIENT, yaml } from './hostile-world.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const THEME = fileURLToPath(new URL('../../themes/dark.json', import.meta.url));
const SIZE = { columns: 140, rows: 44 };

/** As many different texts as go through the doors, or more. Many go through in one run: a start costs half a second. */
const from = new HostileTexts(12_500, 20_260_314);
const servers = new HostileServers(from);
const desk = new Desk();
const acts = journalLines(from, 850);
const validators = from.some(4);
const rings = Object.fromEntries(
  validators.map(({ text }, i) => {
    const validation = { by: text, at: new Date().toISOString(), note: text, override: text };
    return [`r${i}`, { validated: i > 1, validation }];
  }),
);
let etcd: readonly RunningEtcd[] = [];
let profile: ReturnType<typeof hostileProfile>;
let small: object;

/** What has no place among arguments and in the environment. */
const withoutNul = (text: string) => text.replaceAll('\0', '\u0001');
/** Many texts as one; a line end closes what is open, so that each begins anew. */
const joined = (marked: readonly Marked[]) => withoutNul(marked.map(({ text }) => text).join('\n'));

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): TerminalProgram {
  const own = { HOME: desk.folder, USER: 'alice', TZ: 'UTC', XDG_STATE_HOME: desk.path('state') };
  return new TerminalProgram([PROGRAM, ...args], { ...SIZE, cwd: desk.folder, env: { ...own, ...env } });
}

/** Nothing of what was let in acted on the terminal, and it is left as it was. */
function expectCalm(program: Emulator, screen: boolean): void {
  expect(foreignIn(program.output(), { ...SIZE, screen })).toEqual([]);
  // It has the title that ringdeck gives it, and no other.
  expect(program.acts().filter((act) => !/^was called "(?:(?:(?:DEMO|REPLAY) )?[✔▲✖?] |")/.test(act))).toEqual([]);
  expect([program.fullScreen(), program.cursorHidden()]).toEqual([false, false]);
}

/** Runs a command to its end, printing to a terminal; what it printed shows that these texts came through. */
async function shows(args: readonly string[], marked: readonly Marked[], env: Readonly<Record<string, string>> = {}) {
  const emulator = new Emulator(SIZE.columns, SIZE.rows);
  const terminal = { TERM: 'xterm-256color', COLORTERM: 'truecolor', XDG_STATE_HOME: desk.path('state') };
  try {
    const { code, out, err } = await desk.run(args, { ...terminal, ...env }, SIZE.columns).ended;
    await new Promise<void>((resolve) => emulator.write((out + err).replaceAll('\n', '\r\n'), resolve));
    expectThrough(emulator, code, marked);
  } finally {
    emulator.close();
  }
}

/** As `shows`, by the program itself on a real terminal. */
async function really(args: readonly string[], marked: readonly Marked[], env: Readonly<Record<string, string>> = {}) {
  const program = start(args, env);
  try {
    const { code, signal } = await program.exit();
    expect(signal).toBe(0);
    expectThrough(program, code, marked);
  } finally {
    program.close();
  }
}

function expectThrough(terminal: Emulator, code: number | null, marked: readonly Marked[]): void {
  // Told by the program, in words of its own: no crash.
  expect(code).toBeLessThan(5);
  expectCalm(terminal, false);
  const output = terminal.output();
  expect(output).not.toMatch(/^\s+at .*\.js:\d+/m);
  expect(marked.filter(({ mark }) => !output.includes(mark))).toEqual([]);
}

/** Where validations and their journal stand: real etcd where it is installed. */
async function ringStore(): Promise<object> {
  if (!haveEtcd()) return { file: 'rings.json' };
  etcd = await startEtcd(1);
  const put = (key: string, value: string) =>
    gateway(etcd[0], 'kv/put', {
      key: Buffer.from(`/ringdeck/hostile/${key}`).toString('base64'),
      value: Buffer.from(value).toString('base64'),
    });
  await Promise.all([
    ...acts.slice(0, 60).map(({ text }, i) => put(`journal/${String(i + 1).padStart(12, '0')}`, text)),
    ...Object.entries(rings).map(([id, ring]) => put(`rings/${id}`, JSON.stringify(ring))),
    put('head', JSON.stringify({ seq: 60, hash: from.one().text })),
  ]);
  return { etcd: { endpoints: [etcd[0]?.endpoint], timeout: PATIENT } };
}

beforeAll(async () => {
  await servers.start();
  desk.write('rings.json', JSON.stringify({ rings }));
  desk.write('rings.json.journal.jsonl', acts.map(({ text }) => `${text}\n`).join(''));
  desk.write('theme.json', JSON.stringify({ ...JSON.parse(readFileSync(THEME, 'utf8')), name: from.one().text }));
  profile = hostileProfile(from, servers, await ringStore());
  desk.write('room.json', profile.text);
  // Without alerts, rings' checks and infrastructure: what is tried there is the command.
  const { infra: _, pages: __, ...rest } = JSON.parse(profile.text);
  const datasources = { ...rest.datasources, alertmanagers: [] };
  small = { ...rest, datasources, comparison: [], rings: [{ id: 'r1', name: 'r1', checks: ['c0'] }] };
  desk.write('file.json', yaml({ ...small, ring_store: { file: 'rings.json' } }));
});
afterAll(async () => {
  await Promise.all([servers.stop(), ...etcd.map((member) => member.stop())]);
  desk.remove();
});

const pick = <Name extends string>(table: readonly Readonly<Record<Name, Marked>>[], ...names: readonly Name[]) =>
  table.flatMap((row) => names.map((name) => row[name]));

describe('hostile text comes through and acts on no terminal', () => {
  test('from all servers and the profile, in a snapshot', async () => {
    const { words } = profile;
    const marked = [...servers.series, ...words.checks, ...words.items, ...pick(servers.alerts, 'name', 'summary')];
    // The servers that answer are in this process: they are not to wait for what reads the answers.
    await really(['-c', 'room.json', 'snapshot', '--format', 'json'], [...marked, ...validators.slice(2)]);
  });

  test('from Loki, as lines', async () => {
    const args = ['logs', '--limit', '2000', '--labels', 'pod,trace', '{job="api"}'];
    await really(['-c', 'file.json', ...args], pick(servers.lines, 'text', 'pod', 'trace'));
  });

  test('from a journal', async () => {
    const marked = acts.flatMap(({ marks }) => marks);
    await shows(['-c', 'file.json', 'journal', 'show', '--limit', '2000'], marked);
  });

  test('from an etcd that refuses', async () => {
    desk.write('lies.json', yaml({ ...small, ring_store: { etcd: { endpoints: [servers.url] } } }));
    await shows(['-c', 'lies.json', 'journal', 'show'], [servers.etcd]);
  });

  test('from reports, their folder and the targets', async () => {
    const folder = `reports ${from.one().text.replaceAll(/[/\0]/g, '-').toWellFormed()}`;
    mkdirSync(desk.path(folder));
    const hosts = from.some(150);
    // Of a name with half a character in it no report is taken.
    const whole = hosts.filter(({ text }) => text.slice(0, 80).isWellFormed() && text.slice(0, 40).isWellFormed());
    hosts.forEach(({ text }, i) => {
      const host = { hostname: text.slice(0, 80), version: text.slice(0, 40) };
      const report = collected({ ...host, ring: 'ring0', timestamp: new Date().toISOString() });
      desk.write(`${folder}/metrics-ring0-20260301-${1000 + i}.json`, report);
    });
    const targets = { rings: { ring0: { targets: from.some(20).map(({ text }) => ({ hostname: text })) } } };
    desk.write('targets.json', JSON.stringify(targets));
    await shows(['bridge', '--once', '--dir', desk.path(folder), '--targets', 'targets.json'], whole);
  });

  test('from a profile that is wrong, and the environment it takes a secret from', async () => {
    const names = from.some(40);
    const wrong = Object.fromEntries(names.map(({ text }) => [text, text]));
    desk.write('wrong.json', yaml({ id: '${TOKEN}', ...wrong }));
    await shows(['-c', 'wrong.json', 'gate', 'r1'], names, { TOKEN: joined(from.some(150)) });
  });

  test('from a calendar and the environment', async () => {
    const [name] = from.some(1) as [Marked];
    const summary = `SUMMARY:${name.text.replaceAll(/[\r\n\\;,]/g, ' ')}\u001b[5m\u009b8m`;
    const event = [
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20200101T000000Z',
      'DTEND:20990101T000000Z',
      summary,
      'END:VEVENT',
    ];
    desk.write('duty.ics', ['BEGIN:VCALENDAR', 'VERSION:2.0', ...event, 'END:VCALENDAR', ''].join('\r\n'));
    const datasources = { prometheus: { url: servers.url } };
    const called = { id: 'duty', name: 'x', datasources, on_call: { calendar: { file: 'duty.ics' } } };
    desk.write('duty.json', yaml(called));
    const names = ['RINGDECK_OPERATOR', 'LANG', 'LC_ALL', 'TERM_PROGRAM', 'VTE_VERSION', 'XDG_CONFIG_HOME', 'EDITOR'];
    const env = Object.fromEntries(names.map((variable) => [variable, joined(from.some(30))]));
    await really(['-c', 'duty.json', 'oncall'], [name], env);
  });

  test('from a tape', async () => {
    const refused = { kind: 'server', message: joined(from.some(20)), hint: joined(from.some(20)) } as const;
    const samples = from.some(50).map(({ text }) => ({ labels: { instance: text }, value: 1 }));
    const frame = {
      at: millis(Date.now() - 60_000),
      queries: [
        { expr: promql('fine'), outcome: failed(refused) },
        { expr: promql('each'), outcome: succeeded({ samples, warnings: [] }) },
      ],
      backfills: [],
      alertmanagers: { [from.one().text]: failed(refused) },
      sources: [{ id: from.one().text, kind: 'prometheus', outcome: failed(refused) }],
    } as const;
    const frames = [frame, { ...frame, at: millis(frame.at + 5000) }].map((one) => encodeFrame(one));
    const { ring_store: _, ...recorded } = JSON.parse(profile.text);
    writeFileSync(desk.path('hostile.tape'), await packTape(recorded, frames));
    // Nobody is at the keyboard: one frame is printed.
    await shows(['replay', 'hostile.tape'], [profile.words.name]);
  });
});

describe('hostile arguments', () => {
  test.each<[what: string, args: (text: string) => readonly string[]]>([
    ['a value that is checked', (text) => ['snapshot', '--at', text]],
    ['an address to listen at', (text) => ['metrics', '--listen', text]],
    ['a folder there is not', (text) => ['bridge', '--once', '--dir', text]],
  ])('%s', async (_, args) => {
    await shows(args(joined(from.some(150))), []);
  });

  test('an option there is not, given by a shell', async () => {
    await really([`--${joined(from.some(150))}`], []);
  });
});

test('locales there are not leave it running, where Node alone would crash', async () => {
  const env = {
    LC_ALL: 'toolonglanguage',
    LC_MESSAGES: from.one().text.replaceAll('\0', ''),
    LANG: `en_${'x'.repeat(200)}`,
  };
  await really(['schema', '--help'], [], env);
});

/** Keys, and what the view they open says of itself. */
const VIEWS: readonly (readonly [keys: string, what: string])[] = [
  ['@', 'Asked '],
  [':logs', 'logs s0'],
  ['S', 'Silences that ringdeck did not make'],
  ['J', 'newest first'],
  ['1\r', 'limit'],
  ['V', 'REFUSED'],
];

describe('hostile text on the screen', () => {
  test('acts nowhere: panels, details, lists, logs, dialogs, answers, clipboard', async () => {
    const operator = withoutNul(from.one().text);
    const env = { RINGDECK_OPERATOR: operator, TERM_PROGRAM: operator, EDITOR: operator };
    const program = start(['-c', 'room.json', '--theme', 'theme.json'], env);
    const see = (keys: string, what: string) => {
      program.type(keys);
      return program.waitFor((text) => text.includes(what), `${what} after ${JSON.stringify(keys)}`);
    };
    /** Until what lies below is there: a key that comes with the escape would be taken for one chord with it. */
    const leave = (what: string, below = '') => {
      program.type('\u001b');
      return program.waitFor((text) => !text.includes(what) && text.includes(below), `the end of ${what}`);
    };
    try {
      await program.waitFor((text) => text.includes('LIVE') && text.includes('firing'), 'the room');
      for (const [keys, what] of VIEWS) {
        await see(keys, what);
        await leave(what);
      }
      await see('4\r', 'Also failing now');
      await see('y', 'Copied');
      // What is known of the alert besides, its runbook too, stands at the end of its page.
      await see('G', 'https://runbook.example');
      await see('g', 'Also failing now');
      await leave('Also failing now', '4 Alerts');
      await see('a', 'enter acknowledge');
      await see(`\u001b[200~${'x\u009b5;8my\u009d0;owned\u009cz\u202e\u0007'}\u001b[201~`, 'note x');
      await leave('enter acknowledge');
      await see(':logs s0\r', 'FOLLOWING');
      await see('\r', 'metadata');
      await leave('metadata');
      await see('/q\u009b5m\u202e\r', 'filter q');
      program.type('q');
      expect(await program.exit()).toEqual({ code: 0, signal: 0 });
      expectCalm(program, true);
      // The link leads where the rule says, without the name and the password that stood in it.
      expect(program.output()).toContain('\u001b]8;;https://runbook.example/');
    } finally {
      program.close();
    }
  });

  test('more than 10,000 different texts were tried', () => {
    expect(from.handedOut).toBeGreaterThan(10_000);
  });
});
