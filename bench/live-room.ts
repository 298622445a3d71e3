import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Profile } from '../src/profile/schema/profile.ts';
import type { Tape } from '../stack/unpack-tape.ts';
import type { FakeServers } from './fake-servers.ts';
import type { Figure } from './figure.ts';
import { COLUMNS, folder, ROWS, RunningRoom } from './program.ts';
import { usageOf } from './usage.ts';

const REPAINTS = 5;
/** Filling the history and the first compilation are over by then. */
const SETTLED = 30_000;

/** A live room on servers that answer at once: what it writes, computes and holds, first at rest and then not. */
export async function liveRoomFigures(
  { profile: document }: Tape,
  { refresh }: Profile,
  servers: FakeServers,
  seconds: number,
): Promise<readonly Figure[]> {
  // JSON is YAML.
  const profile = join(folder, 'profile.yaml');
  writeFileSync(profile, JSON.stringify(document));
  const room = new RunningRoom(['-c', profile, '--prometheus', servers.url, '--alertmanager', servers.url]);
  try {
    await delay(SETTLED);
    const rounds = Math.max(2, Math.round(seconds / refresh));
    const quiet = await observe(room, rounds, refresh);
    servers.setRestless(true);
    await delay(refresh * 1000);
    const restless = await observe(room, rounds, refresh);
    servers.setRestless(false);
    const every = `every ${refresh} s at ${COLUMNS}×${ROWS}`;
    const resident = [...quiet.resident, ...restless.resident];
    return [
      {
        what: `bytes to the terminal ${every}, nothing changes but clock and ages`,
        unit: 'bytes',
        values: quiet.bytes,
      },
      { what: `bytes to the terminal ${every}, every number changes`, unit: 'bytes', values: restless.bytes },
      { what: `bytes of a full repaint at ${COLUMNS}×${ROWS}`, unit: 'bytes', values: await repaints(room) },
      ...quiet.cpu.map((values) => ({ what: 'live room, nothing changes', unit: 'CPU s/min' as const, values })),
      ...restless.cpu.map((values) => ({
        what: 'live room, every number changes',
        unit: 'CPU s/min' as const,
        values,
      })),
      ...(resident.length > 0 ? [{ what: 'live room, resident', unit: 'bytes' as const, values: resident }] : []),
    ];
  } finally {
    await room.quit();
  }
}

/** Bytes written and held at each of so many refreshes, and processor time; empty where it cannot be known. */
async function observe(room: RunningRoom, rounds: number, refresh: number) {
  const bytes: number[] = [];
  const resident: number[] = [];
  const before = usageOf(room.pid);
  const started = performance.now();
  for (let i = 0; i < rounds; i += 1) {
    const written = room.bytes;
    await delay(refresh * 1000);
    bytes.push(room.bytes - written);
    const usage = usageOf(room.pid);
    if (usage) resident.push(usage.residentBytes);
  }
  const after = usageOf(room.pid);
  const minutes = (performance.now() - started) / 60_000;
  // Over the whole time: processor time is counted in steps too coarse for one refresh.
  return { bytes, resident, cpu: before && after ? [[(after.cpuSeconds - before.cpuSeconds) / minutes]] : [] };
}

/** A terminal that changed its size is painted anew, once it is quiet; what the clock alone paints is far smaller. */
async function repaints(room: RunningRoom): Promise<readonly number[]> {
  const values: number[] = [];
  for (let i = 0; i < REPAINTS; i += 1) {
    for (const columns of [COLUMNS + 1, COLUMNS]) {
      room.resize(columns);
      room.takeLargestPaint();
      await delay(1000);
    }
    values.push(room.takeLargestPaint());
  }
  return values;
}
