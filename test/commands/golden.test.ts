// What commands print, byte by byte, so that nobody changes it without knowing. A change that is meant is kept by
// `RINGDECK_GOLDEN=write npm test -- test/commands/golden.test.ts`; without it nothing is written.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Desk } from '../desk.ts';
import { expectGolden } from '../golden.ts';
import { GOLDEN_NOW, startGoldenServer } from './golden-servers.ts';

const PROFILES = {
  supersmartmatch: { rings: ['canary'], pages: ['war-room', 'migration', 'infra'], more: '' },
  'usb-video-vault': { rings: ['ga'], pages: ['rings', 'infra'], more: '' },
  'deployment-system': {
    rings: [],
    pages: ['deployment', 'infrastructure', 'applications'],
    more: ' --loki http://127.0.0.1:1',
  },
};
/** `demo.tape` in command lines. */
const DEMO = fileURLToPath(new URL('../../fixtures/tapes/demo.tape', import.meta.url));

const desk = new Desk();
const servers = await startGoldenServer();
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: GOLDEN_NOW });
});
afterAll(async () => {
  vi.useRealTimers();
  await servers.close();
  desk.remove();
});

const kept = (name: string) => new URL(`golden/${name}.json.br`, import.meta.url);
/** Exit code and output of a command line; where the servers stand differs from run to run. */
async function told(line: string): Promise<string> {
  const words = line.split(' ').filter(Boolean);
  const { code, out, err } = await desk.ringdeck(words.map((word) => (word === 'demo.tape' ? DEMO : word)));
  const text = `exit ${code}\n--- out\n${out}--- err\n${err}`;
  return text.replaceAll(servers.url, 'http://server').replaceAll(desk.folder, '~');
}
/** @param about what stands before each line, for all of them */
async function toldOf(about: string, lines: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const line of lines) texts.set(line, await told(`${about} ${line}`));
  return texts;
}

test('every command explains itself as it did', async () => {
  const texts = new Map<string, string>();
  const explain = async (command: string) => {
    const text = await told(`${command} --help`);
    texts.set(`${command} --help`, text);
    const [, commands = ''] = text.split('\nCommands:\n');
    for (const [, name = ''] of commands.matchAll(/^ {2}(\w+)/gm))
      if (name !== 'help') await explain(`${command} ${name}`);
  };
  await explain('');
  expect(texts.size).toBeGreaterThan(20);
  texts.set('docs/keys.md', readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8'));
  expectGolden(kept('help'), texts);
});

const QUESTIONS = [
  'snapshot --format json',
  'ring list',
  'ring list --format json',
  'alerts list --format json',
  'metrics',
  'oncall',
  'gate no-such-ring',
];
/** Of all looks one is enough: screens are kept in both. */
const ASCII = '--ascii --theme light snapshot --format ansi --width 140';
/** Answered alike in every room. */
const ONCE = ['alerts list', 'alerts silences', 'alerts silences --format json'];
const RING_QUESTIONS = ['gate', 'gate --for validate --format json', 'ring show', 'ring show --format json'];

test.each(Object.entries(PROFILES))('every question about a room of %s is answered as it was', async (profile, of) => {
  const server = `${servers.url}/${profile}`;
  const about = `-c ${profile} --prometheus ${server} --alertmanager ${server}${of.more}`;
  const questions = [
    ...QUESTIONS,
    ...(profile === 'supersmartmatch' ? [...ONCE, ASCII] : []),
    ...of.rings.flatMap((ring) => RING_QUESTIONS.map((question) => `${question} ${ring}`)),
    ...of.pages.map((page) => `snapshot --format ansi --page ${page} --width 140`),
    ...[100, 80].map((width) => `snapshot --format ansi --width ${width}`),
    'snapshot',
    '--read-only snapshot --page no-such-page',
  ];
  expectGolden(kept(profile), await toldOf(about, questions));
});

test('acts are answered as they were, and the journal tells of them', async () => {
  const server = `${servers.url}/usb-video-vault`;
  const about = `-c usb-video-vault --prometheus ${server} --alertmanager ${server} --operator alice`;
  const acts = [
    'ring validate ring0',
    'ring validate ring0 --override gauges-are-broken-see-OPS-12',
    'ring list',
    'ring validate nowhere',
    'gate ring1',
    '--read-only ring revoke ring0',
    'snapshot --format ansi --width 140',
    'ring revoke ring0 --note too-early',
    'ring revoke ring0',
    'journal show',
    'journal show --act revoke',
    'alerts ack V2ErrorSpike --dry-run',
    'alerts ack NoSuchAlert',
    'alerts claim --matching ring="ring9"',
  ];
  expectGolden(kept('acts'), await toldOf(about, acts));
});

test('the demo is drawn as it was', async () => {
  expectGolden(kept('demo'), await toldOf('', ['--ascii demo', '--read-only replay demo.tape', 'replay nowhere']));
});
