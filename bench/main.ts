import { readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tapesFolder } from '../src/assets.ts';
import { buildPlan } from '../src/profile/plan/plan.ts';
import { profileSchema } from '../src/profile/schema/profile.ts';
import { unpackTape } from '../stack/unpack-tape.ts';
import { engineFigures } from './engine.ts';
import { startFakeServers } from './fake-servers.ts';
import { median } from './figure.ts';
import { liveRoomFigures } from './live-room.ts';
import { logBurstFigures } from './log-burst.ts';
import { folder } from './program.ts';
import { recountFigures } from './recount.ts';
import { startupFigures } from './startup.ts';
import { table } from './table.ts';
import { verdictFigures } from './verdict/cost.ts';

const USAGE = `npm run bench -- inside [--json] [--long] [--tape FILE]

Measures ringdeck on this machine; figures are for reading, nothing fails for being slow.
  --json       the figures as JSON
  --long       watch the live room for 30 minutes instead of one
  --tape FILE  measure with this tape instead of the demo's
`;

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    tape: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Seconds that the live room is watched at rest, and again while every number changes. */
const WATCHED = flags.long ? 15 * 60 : 30;

async function run(): Promise<void> {
  const file = resolve(flags.tape ?? `${tapesFolder}/demo.tape`);
  const tape = { file, ...(await unpackTape(await readFile(file), file)) };
  const plan = buildPlan(profileSchema.parse(tape.profile));
  const alerting = tape.frames.find(({ alertmanagers }) =>
    Object.values(alertmanagers).some((outcome) => outcome.ok && outcome.value.alerts.length > 0),
  );
  const frame = alerting ?? tape.frames.at(-1);
  if (!frame) throw new Error(`${file} holds no frames.`);

  const servers = await startFakeServers(frame);
  try {
    const figures = [
      ...(await startupFigures(flags.tape === undefined ? ['demo'] : ['replay', file])),
      ...(await liveRoomFigures(tape, plan.profile, servers, WATCHED)),
      ...(await logBurstFigures(tape, servers)),
      ...(await engineFigures(tape, plan, frame, servers)),
      ...(await verdictFigures()),
      ...(await recountFigures()),
    ];
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${process.platform} ${process.arch}, Node ${process.version}`;
    const report = { machine, profile: plan.profile.id, figures };
    const withMedians = figures.map((figure) => ({ ...figure, median: median(figure.values) }));
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...report, figures: withMedians }, null, 2)}\n`
        : `${machine}; profile ${plan.profile.id}; median, least to greatest\n\n${table(figures)}`,
    );
  } finally {
    servers.close();
    await rm(folder, { recursive: true });
  }
}

if (flags.help) process.stdout.write(USAGE);
else await run();
