import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFrame } from '../../src/frames/tape.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';
import { collected } from '../bridge/reports.ts';
import { Desk } from '../desk.ts';
import { packTape } from '../frames/pack.ts';
import { HostileTexts, type Marked } from '../hostile.ts';
import { gateway, haveEtcd, type RunningEtcd, startEtcd } from '../operations/fixtures/etcd.ts';
import { foreignIn } from './foreign.ts';
import { HostileServers, hostileProfile, journalLines } from './hostile-world.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const SIZE = { columns: 200, rows: 60 };

/** As many different texts as go through the doors, or more. */
const from = new HostileTexts(11_000, 20_260_314);
const servers = new HostileServers(from);
const desk = new Desk();
const acts = journalLines(from, 850);
let profile: ReturnType<typeof hostileProfile>;

/** What has no place among arguments and in the environment. */
const withoutNul = (text: string) => text.replaceAll('\0', '\u0001');
/** Many texts as one; a line end closes what is open, so that each begins anew. */
const joined = (marked: readonly Marked[]) => withoutNul(marked.map(({ text }) => text).join('\n'));

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): TerminalProgram {
  const own = { HOME: desk.folder, USER: 'alice', TZ: 'UTC', XDG_STATE_HOME: desk.path('state') };
  return new TerminalProgram([PROGRAM, ...args], {
    ...SIZE,
    cwd: desk.folder,
    env: { ...own, ...env },
  });
}

/** Nothing of what was let in acted on the terminal, and it is left as it was. */
function expectCalm(program: TerminalProgram, screen: boolean): void {
  expect(foreignIn(program.output(), { ...SIZE, screen })).toEqual([]);
  expect(program.acts()).toEqual([]);
  expect([program.fullScreen(), program.cursorHidden()]).toEqual([false, false]);
}

const missing = (output: string, marked: readonly Marked[]) => marked.filter(({ mark }) => !output.includes(mark));

/** Runs a command to its end; what it printed shows that these texts came through. */
async function shows(args: readonly string[], marked: readonly Marked[], env: Readonly<Record<string, string>> = {}) {
  const program = start(args, env);
  try {
    await program.exit();
    expectCalm(program, false);
    expect(missing(program.output(), marked)).toEqual([]);
  } finally {
    program.close();
  }
}

beforeAll(async () => {
  await servers.start();
  profile = hostileProfile(from, servers, { file: 'rings.json' });
  desk.write('room.json', profile.text);
  const { rings: _, infra: __, ...rest } = JSON.parse(profile.text);
  const ring = { id: 'r1', name: 'r1', checks: ['c0'] };
  const datasources = { ...rest.datasources, alertmanagers: [] };
  desk.write('small.json', JSON.stringify({ ...rest, datasources, comparison: [], rings: [ring], pages: undefined }));
  const validations = from
    .some(20)
    .map(({ text }, i) => [
      `r${i}`,
      { validated: i > 1, validation: { by: text, at: new Date().toISOString(), note: text, override: text } },
    ]);
  desk.write('rings.json', JSON.stringify({ rings: Object.fromEntries(validations) }));
  desk.write('rings.json.journal.jsonl', acts.map(({ text }) => `${text}\n`).join(''));
});
afterAll(async () => {
  await servers.stop();
  desk.remove();
});

const room = (...args: string[]) => ['-c', 'room.json', ...args];
/** Without alerts and with one query: what is tried here is the command line. */
const small = (...args: string[]) => ['-c', 'small.json', ...args];
const pick = <Name extends string>(table: readonly Readonly<Record<Name, Marked>>[], ...names: readonly Name[]) =>
  table.flatMap((row) => names.map((name) => row[name]));

describe('hostile text from servers and the profile, as a command prints it', () => {
  test.concurrent.each<[what: string, args: readonly string[], marked: () => readonly Marked[]]>([
    ['alerts', ['alerts', 'list'], () => pick(servers.alerts, 'name')],
    [
      'alerts as JSON',
      ['alerts', 'list', '--format', 'json'],
      () => pick(servers.alerts, 'name', 'summary', 'label', 'value'),
    ],
    ['silences', ['alerts', 'silences'], () => pick(servers.silences, 'by', 'comment', 'name', 'value')],
    ['one ring', ['ring', 'show', 'r1'], () => [...profile.words.checks, ...profile.words.rings.slice(1, 2)]],
    [
      'what keeps a ring from being validated',
      ['gate', 'r1', '--for', 'validate'],
      () => profile.words.checks.filter((_, i) => i % 3 === 1),
    ],
    ['a refused act', ['ring', 'validate', 'r1'], () => profile.words.checks.filter((_, i) => i % 3 === 1)],
    ['a coloured frame', ['snapshot', '--format', 'ansi', '--page', 'p1'], () => [profile.words.name]],
    [
      'the snapshot',
      ['snapshot', '--format', 'json'],
      () => [...servers.series, ...profile.words.checks, ...profile.words.items],
    ],
    [
      'logs',
      ['logs', '--limit', '1000', '--labels', 'pod,trace', '{job="api"}'],
      () => pick(servers.lines, 'text', 'pod', 'trace'),
    ],
    [
      'logs as JSON',
      ['logs', '--limit', '1000', '--format', 'jsonl', '--saved', 's1'],
      () => pick(servers.lines, 'text', 'pod'),
    ],
    ['patterns', ['patterns'], () => []],
    ['the journal', ['journal', 'show', '--limit', '1000'], () => acts.flatMap(({ marks }) => marks)],
    [
      'the journal as JSON',
      ['journal', 'show', '--limit', '1000', '--format', 'json'],
      () => acts.flatMap(({ marks }) => marks),
    ],
    ['the journal as it stands', ['journal', 'export'], () => acts.flatMap(({ marks }) => marks)],
    ['what is wrong with the journal', ['journal', 'verify'], () => []],
  ])('%s', async (_, args, marked) => shows(room(...args), marked()));
});

describe.skipIf(!haveEtcd())('hostile text in etcd', () => {
  const lines = journalLines(from, 60);
  const validators = from.some(20);
  let members: readonly RunningEtcd[] = [];

  beforeAll(async () => {
    members = await startEtcd(1);
    const put = (key: string, value: string) =>
      gateway(members[0], 'kv/put', {
        key: Buffer.from(`/ringdeck/hostile/${key}`).toString('base64'),
        value: Buffer.from(value).toString('base64'),
      });
    await Promise.all([
      ...lines.map(({ text }, i) => put(`journal/${String(i + 1).padStart(12, '0')}`, text)),
      ...validators.map(({ text }, i) => {
        const validation = { by: text, at: new Date().toISOString(), note: text, override: text };
        return put(`rings/r${i}`, JSON.stringify({ validated: true, validation }));
      }),
      put('head', JSON.stringify({ seq: lines.length, hash: from.one().text })),
    ]);
    const stored = {
      ...JSON.parse(desk.read('small.json')),
      ring_store: { etcd: { endpoints: [members[0]?.endpoint] } },
    };
    desk.write('etcd.json', JSON.stringify(stored));
  });
  afterAll(() => Promise.all(members.map((member) => member.stop())));

  test('a journal', async () => {
    const marks = lines.flatMap((line) => line.marks);
    await shows(['-c', 'etcd.json', 'journal', 'show', '--limit', '1000'], marks);
  });

  test('validations, and keys that hold something else', async () => {
    await shows(['-c', 'etcd.json', 'ring', 'show', 'r1'], validators.slice(1, 2));
    const rings = Buffer.from(`/ringdeck/hostile/rings/${from.one().text.replaceAll('\0', '')}`).toString('base64');
    await gateway(members[0], 'kv/put', { key: rings, value: Buffer.from('{').toString('base64') });
    await shows(['-c', 'etcd.json', 'ring', 'list'], []);
  });
});

describe('hostile text in files', () => {
  test.concurrent('reports, targets and folders of the bridge', async () => {
    const folder = desk.path(`reports ${from.one().text.replaceAll(/[/\0]/g, '-').toWellFormed()}`);
    mkdirSync(folder);
    const hosts = from.some(150);
    hosts.forEach(({ text }, i) => {
      const fields = {
        hostname: text.slice(0, 80),
        version: text.slice(0, 40),
        ring: 'ring0',
        timestamp: new Date().toISOString(),
      };
      desk.write(`${folder.slice(desk.folder.length + 1)}/metrics-ring0-20260301-${1000 + i}.json`, collected(fields));
    });
    const targets = { rings: { ring0: { targets: from.some(20).map(({ text }) => ({ hostname: text })) } } };
    desk.write('targets.json', JSON.stringify(targets));
    await shows(['bridge', '--once', '--dir', folder, '--targets', 'targets.json'], hosts);
  });

  test.concurrent('a profile that is wrong, and one that is none', async () => {
    const names = from.some(60);
    desk.write('wrong.json', JSON.stringify({ id: 'x', ...Object.fromEntries(names.map(({ text }) => [text, text])) }));
    await shows(['-c', 'wrong.json', 'gate', 'r1'], names);
    desk.write('none.yaml', joined(from.some(60)));
    await shows(['-c', 'none.yaml', 'gate', 'r1'], []);
  });

  test.concurrent('a calendar', async () => {
    const [name] = from.some(1) as [Marked];
    const words = name.text.replaceAll(/[\r\n\\;,]/g, ' ');
    const event = [
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20200101T000000Z',
      'DTEND:20990101T000000Z',
      `SUMMARY:${words}`,
      'END:VEVENT',
    ];
    desk.write('duty.ics', ['BEGIN:VCALENDAR', 'VERSION:2.0', ...event, 'END:VCALENDAR', ''].join('\r\n'));
    const called = {
      id: 'duty',
      name: 'x',
      datasources: { prometheus: { url: servers.url } },
      on_call: { calendar: { file: 'duty.ics' } },
    };
    desk.write('duty.json', JSON.stringify(called));
    await shows(['-c', 'duty.json', 'oncall'], [name]);
  });

  test.concurrent('a theme', async () => {
    desk.write('theme.json', JSON.stringify({ name: from.one().text, styles: { [from.one().text]: from.one().text } }));
    await shows(room('--theme', 'theme.json', 'snapshot'), []);
  });

  test.concurrent('a tape, on the screen', async () => {
    const refused = { kind: 'server', message: joined(from.some(20)), hint: joined(from.some(20)) } as const;
    const frame = {
      at: millis(Date.now() - 60_000),
      queries: {
        fine: failed(refused),
        each: succeeded({
          samples: from.some(50).map(({ text }) => ({ labels: { instance: text }, value: 1 })),
          warnings: [],
        }),
      },
      backfills: [],
      alertmanagers: { [from.one().text]: failed(refused) },
      sources: [{ id: from.one().text, kind: 'prometheus', outcome: failed(refused) }],
    } as const;
    const { ring_store: _, ...recorded } = JSON.parse(profile.text);
    const frames = [frame, { ...frame, at: millis(frame.at + 5000) }].map((one) => encodeFrame(one));
    const path = desk.path('hostile.tape');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, await packTape(recorded, frames));
    const program = start(['replay', path]);
    try {
      await program.waitFor((text) => text.includes('REPLAY'), 'the room of the tape');
      program.type('@');
      await program.waitFor((text) => text.includes('Asked 3'), 'what was asked');
      program.type('\u001b');
      await program.waitFor((text) => !text.includes('Asked 3'), 'the room again');
      program.type('q');
      await program.exit();
      expectCalm(program, true);
    } finally {
      program.close();
    }
  });
});

describe('hostile words of whoever starts it', () => {
  const ARGUMENTS: readonly ((text: string) => readonly string[])[] = [
    (text) => [`--${text}`],
    (text) => [text],
    (text) => ['-c', text, 'gate', 'r1'],
    (text) => ['--prometheus', text, '-c', 'small.json', 'gate', 'r1'],
    (text) => small('gate', 'r1', '--for', text),
    (text) => small('snapshot', '--at', text),
    (text) => small('snapshot', '--width', text),
    (text) => small('alerts', 'ack', text),
    (text) => small('alerts', 'ack', '--matching', text),
    (text) => small('journal', 'show', '--act', text),
    (text) => small('journal', 'verify', text),
    (text) => small('logs', text),
    (text) => small('logs', '--since', text, '{job="api"}'),
    (text) => small('metrics', '--listen', text),
    (text) => ['bridge', '--once', '--dir', text],
    (text) => ['bridge', '--once', '--dir', '.', '--targets', text],
    (text) => ['bridge', '--post', '--token-file', text],
    (text) => ['replay', text],
    (text) => ['schema', text],
    (text) => ['record', '-o', text, '--for', '1s', '-c', 'missing.json'],
  ];
  test.concurrent.each(ARGUMENTS.map((args) => [args('…').join(' '), args] as const))('%s', async (_, args) => {
    await shows(args(joined(from.some(12))), []);
  });

  test.concurrent('as an argument the sentence says what is wrong with it, to its end', async () => {
    const program = start(small('snapshot', '--at', '\u001b]0;owned'));
    try {
      await program.exit();
      expect(program.text()).toContain('is invalid. expected a time such as');
      expectCalm(program, false);
    } finally {
      program.close();
    }
  });

  test.concurrent('in the environment', async () => {
    const names = ['RINGDECK_OPERATOR', 'LANG', 'LC_ALL', 'TERM_PROGRAM', 'VTE_VERSION', 'XDG_CONFIG_HOME', 'EDITOR'];
    const env = Object.fromEntries(names.map((name) => [name, joined(from.some(12))]));
    await shows(small('alerts', 'claim', '0000000000000000'), [], env);
    await shows(['gate', 'r1'], [], env);
    await shows(['-c', 'secret.yaml', 'gate', 'r1'], [], { ...env, TOKEN: joined(from.some(12)) });
  });
});

/** Keys, and what the view they open says of itself. */
const VIEWS: readonly (readonly [keys: string, what: string])[] = [
  ['?', 'Keys that work here'],
  ['@', 'Asked '],
  [':logs', 'logs s0'],
  ['S', 'Silences that ringdeck did not make'],
  ['J', 'newest first'],
  ['v', ': verdict'],
  ['D', 'Log diff'],
  ['1\r', 'limit'],
  ['V', 'REFUSED'],
];

describe('hostile text on the screen', () => {
  test('acts nowhere: panels, details, lists, logs, dialogs, answers, clipboard', async () => {
    const program = start(room(), { RINGDECK_OPERATOR: from.one().text.replaceAll('\0', '') });
    const see = (keys: string, what: string) => {
      program.type(keys);
      return program.waitFor((text) => text.includes(what), `${what} after ${JSON.stringify(keys)}`);
    };
    const leave = (what: string) => {
      program.type('\u001b');
      return program.waitFor((text) => !text.includes(what), `the end of ${what}`);
    };
    try {
      await program.waitFor((text) => text.includes('LIVE') && text.includes('firing'), 'the room');
      for (const [keys, what] of VIEWS) {
        await see(keys, what);
        await leave(what);
      }
      await see('3\r', 'firing since');
      await see('y', 'Copied');
      await leave('firing since');
      await see('a', 'enter acknowledge');
      await see(`\u001b[200~${'x\u009b5;8my\u009d0;owned\u009cz\u202e\u0007'}\u001b[201~`, 'note x');
      await leave('enter acknowledge');
      await see(':logs s0\r', 'FOLLOWING');
      await see('\r', 'metadata');
      await leave('metadata');
      await leave('Logs · q');
      await see('/q\u009b5m\u202e\r', 'filter q');
      program.type('q');
      await program.exit();
      expectCalm(program, true);
      // The link leads where the rule says, without what else stood in it.
      expect(program.output()).toContain('\u001b]8;;https://runbook.example/');
      expect(program.output()).not.toContain('secret');
    } finally {
      program.close();
    }
  }, 240_000);

  test('more than 10,000 different texts were tried', () => {
    expect(from.handedOut).toBeGreaterThan(10_000);
  });
});
