import { readFile } from 'node:fs/promises';
import { createCollector, openServers } from '../src/commands/shared/context.ts';
import type { Frame } from '../src/frames/frame.ts';
import { History } from '../src/frames/history.ts';
import { encodeFrame } from '../src/frames/tape/tape.ts';
import { buildPlan, type Plan } from '../src/profile/plan/plan.ts';
import { buildRoom } from '../src/room/build.ts';
import { EMPTY_LEDGER } from '../src/session/ledger.ts';
import { sanitiseText } from '../src/text/sanitise.ts';
import { millis } from '../src/units.ts';
import { type Tape, unpackTape } from '../stack/unpack-tape.ts';
import type { FakeServers } from './fake-servers.ts';
import { type Figure, timed } from './figure.ts';

const TEXT_BYTES = 200_000;

/** From answers to a room, without a screen. @param frame one of the tape's */
export async function engineFigures(
  tape: { readonly file: string } & Tape,
  plan: Plan,
  frame: Frame,
  servers: FakeServers,
): Promise<readonly Figure[]> {
  const filling = await firstFrame(plan, servers);
  const fill = () => {
    const history = new History(plan);
    history.extend(filling);
    return history;
  };
  const history = fill();
  const packed = await readFile(tape.file);
  const points = filling.backfills.reduce(
    (sum, { outcome }) => sum + (outcome.ok ? (outcome.value.series[0]?.points.length ?? 0) : 0),
    0,
  );
  const log = repeated('level=info ts=2026-01-31T03:00:00Z msg="match done" duration=0.042\n');
  const hostile = repeated('\u001b[2J\u001b]0;title\u0007 naïve \u202Etxet\u202C 👩‍💻 e\u0301\t\u009b31m\r\n');
  return [
    {
      what: `first frame over HTTP: ${plan.instant.length} queries and ${filling.backfills.length} histories`,
      unit: 'ms',
      values: await timed(5, () => firstFrame(plan, servers)),
    },
    {
      what: `history filled with ${filling.backfills.length} series, ${points} points`,
      unit: 'ms',
      values: await timed(50, fill),
    },
    {
      what: `room built from ${plan.instant.length} queries`,
      unit: 'ms',
      values: await timed(200, () => buildRoom(plan, history, EMPTY_LEDGER, filling.at)),
    },
    { what: 'one frame as JSON', unit: 'bytes', values: [Buffer.byteLength(encodeFrame({ ...frame, backfills: [] }))] },
    { what: `tape of ${tape.frames.length} frames, file`, unit: 'bytes', values: [packed.length] },
    {
      what: `tape of ${tape.frames.length} frames, unpacked`,
      unit: 'ms',
      values: await timed(10, () => unpackTape(packed, tape.file)),
    },
    { what: '200 kB of plain log lines made safe', unit: 'ms', values: await timed(50, () => sanitiseText(log)) },
    { what: '200 kB of hostile text made safe', unit: 'ms', values: await timed(50, () => sanitiseText(hostile)) },
  ];
}

const repeated = (line: string) => line.repeat(Math.ceil(TEXT_BYTES / Buffer.byteLength(line)));

/** Everything asked for the first time, history included, from servers that answer at once. */
async function firstFrame({ profile }: Plan, { url }: FakeServers): Promise<Frame> {
  const source = { ...profile.datasources.prometheus[0], url };
  const plan = buildPlan({ ...profile, datasources: { prometheus: [source], loki: [], alertmanagers: [source] } });
  const clients = openServers(plan);
  try {
    const frame = await createCollector(plan, clients).collect(millis(Date.now()), new Promise(() => {}));
    const failure = frame.sources.find(({ outcome }) => !outcome.ok);
    if (failure) throw new Error(`${failure.id} failed in the bench.`);
    return frame;
  } finally {
    await clients.close();
  }
}
