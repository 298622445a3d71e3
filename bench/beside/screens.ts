import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profilesFolder } from '../../src/assets.ts';
import type { Stack } from '../../stack/stack.ts';
import { folder, PROGRAM } from '../program.ts';
import { type Arrival, type AtRest, OnTerminal } from './on-terminal.ts';
import type { Words } from './processor-time.ts';
import type { Row } from './row.ts';
import { installed } from './tools.ts';

interface Servers extends Pick<Stack, 'prometheus' | 'alertmanager' | 'lokiStandIn'> {
  /** Servers that answer the same each time. */
  readonly still: { readonly url: string };
}

const STARTS = 7;
/** Before a screen is watched, in seconds: what it does once is over by then. */
const SETTLING = 15;

/** A program that is looked at for a long time. */
interface Watched {
  readonly name: string;
  readonly words: Words;
  readonly isWhole: (text: string) => boolean;
  /** Typed once its screen is whole. */
  readonly keys?: string;
  readonly goals?: {
    readonly firstWords?: number;
    readonly whole?: number;
    readonly processor?: number;
    readonly bytesPerSecond?: number;
    readonly residentMB?: number;
  };
}

const says =
  (...words: readonly RegExp[]) =>
  (text: string) =>
    words.every((word) => word.test(text));
/** Every panel is there, and no server is waited for. */
const roomIsWhole = (text: string) => says(/Rings/, /Alerts/, /\d %/)(text) && !/asking/i.test(text);

/** A profile as it ships, but for the time between two refreshes. */
function withRefresh(refresh: string): string {
  const profile = join(folder, `every-${refresh}.yaml`);
  const text = readFileSync(join(profilesFolder, 'supersmartmatch.yaml'), 'utf8');
  writeFileSync(profile, text.replace(/^refresh: .*$/m, `refresh: ${refresh}`));
  return profile;
}

function watched({ prometheus, alertmanager, lokiStandIn, still }: Servers): readonly Watched[] {
  const servers = ['--prometheus', prometheus.url, '--alertmanager', alertmanager.url, '--loki', lokiStandIn.url];
  const room = (profile: string) => [PROGRAM, '-c', profile, ...servers, '--read-only'];
  const start = { firstWords: 120, whole: 320 };
  return [
    {
      name: 'live room, refresh 5 s',
      words: room('supersmartmatch'),
      isWhole: roomIsWhole,
      goals: { ...start, processor: 0.015, bytesPerSecond: 140, residentMB: 110 },
    },
    {
      name: 'live room, only the clock moves',
      words: [PROGRAM, '-c', withRefresh('1h'), '--prometheus', still.url, '--alertmanager', still.url, '--read-only'],
      isWhole: roomIsWhole,
      goals: { processor: 0.003, bytesPerSecond: 64 },
    },
    {
      name: 'log page of a live room',
      words: room('supersmartmatch'),
      isWhole: roomIsWhole,
      keys: 'L',
      goals: { residentMB: 150 },
    },
    { name: 'demo', words: [PROGRAM, 'demo'], isWhole: roomIsWhole, goals: { ...start, residentMB: 130 } },
    { name: 'htop, every 5 s', words: ['htop', '-d', '50'], isWhole: says(/PID/, /Load average/) },
    { name: 'glances, every 5 s', words: ['glances', '-t', '5'], isWhole: says(/CPU/, /MEM/, /PID/) },
    { name: 'btop, every 2 s', words: ['btop', '--utf-force'], isWhole: says(/cpu/, /mem/, /proc/) },
  ];
}

async function arrivals({ words, isWhole }: Watched): Promise<readonly Arrival[]> {
  const values: Arrival[] = [];
  for (let i = 0; i <= STARTS; i += 1) {
    const program = new OnTerminal(words);
    const arrival = await program.arrival(isWhole);
    await program.quit();
    if (i > 0) values.push(arrival);
  }
  return values;
}

async function rest({ words, isWhole, keys }: Watched, seconds: number): Promise<AtRest> {
  const program = new OnTerminal(words);
  try {
    await program.arrival(isWhole);
    if (keys !== undefined) program.type(keys);
    await program.atRest(SETTLING);
    return await program.atRest(seconds);
  } finally {
    await program.quit();
  }
}

const optional = (goal: number | undefined) => (goal === undefined ? {} : { goal });

/** What screens cost that are looked at for so many seconds, ours and those of others. */
export async function screenRows(servers: Servers, seconds: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const program of watched(servers)) {
    const { name, words, goals = {} } = program;
    const tool = words[0] ?? '';
    if (installed(tool) === null && tool !== PROGRAM) {
      rows.push({ what: name, values: [], unit: '', missing: `${tool} is not installed` });
      continue;
    }
    const came = await arrivals(program);
    const used = await rest(program, seconds);
    rows.push(
      {
        what: `${name}: first words`,
        values: came.map(({ firstWords }) => firstWords),
        unit: 'ms',
        ...optional(goals.firstWords),
      },
      { what: `${name}: whole screen`, values: came.map(({ whole }) => whole), unit: 'ms', ...optional(goals.whole) },
      {
        what: `${name}: of a core, over ${seconds} s`,
        values: [100 * used.processor],
        unit: '%',
        ...optional(goals.processor && 100 * goals.processor),
      },
      {
        what: `${name}: to the terminal`,
        values: [used.bytesPerSecond],
        unit: 'B/s',
        ...optional(goals.bytesPerSecond),
      },
      { what: `${name}: resident`, values: [used.residentBytes / 1e6], unit: 'MB', ...optional(goals.residentMB) },
    );
  }
  return rows;
}
