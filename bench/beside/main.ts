import { readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { tapesFolder } from '../../src/assets.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { unpackTape } from '../../stack/unpack-tape.ts';
import { startFakeServers } from '../fake-servers.ts';
import { folder } from '../program.ts';
import { beyond, markdown, type Row } from './row.ts';
import { screenRows } from './screens.ts';
import { snapshotRows } from './snapshot.ts';
import { startRows } from './start.ts';

const USAGE = `npm run bench -- [--check] [--seconds N]

Starts real servers and measures ringdeck beside other tools, in turns; those that are not installed are named.
  --check      without the screens; fails where a count (requests, bytes, code) is beyond what is allowed, and never for time
  --seconds N  how long each screen is watched, 60 unless given

Further benches: npm run bench -- inside, growth, rooms, acks, loghub.
`;

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});

/** Until Prometheus has something to tell, in milliseconds. */
const FIRST_SCRAPES = 20_000;

async function watchScreens(stack: Stack, seconds: number): Promise<readonly Row[]> {
  const file = `${tapesFolder}/demo.tape`;
  const { frames } = await unpackTape(await readFile(file), file);
  const frame = frames.at(-1);
  if (!frame) throw new Error(`${file} holds no frames.`);
  const still = await startFakeServers(frame);
  try {
    return await screenRows({ ...stack, still }, seconds);
  } finally {
    still.close();
  }
}

async function run(): Promise<void> {
  const start = await startRows();
  const stack = await startStack({ interval: '5s' });
  try {
    await delay(FIRST_SCRAPES);
    const snapshot = await snapshotRows(stack);
    const screens = flags.check ? [] : await watchScreens(stack, Number(flags.seconds));
    const rows = [...start, ...snapshot, ...screens];
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${process.platform} ${process.arch}, Node ${process.version}`;
    process.stdout.write(`${machine}\n\n${markdown(rows)}`);
    const faults = flags.check ? beyond(rows) : [];
    for (const fault of faults) process.stderr.write(`bench: ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true });
  }
}

if (flags.help) process.stdout.write(USAGE);
else await run();
