import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LokiStandIn } from '../stack/loki/server.ts';
import { LogStore } from '../stack/loki/store.ts';
import type { Tape } from '../stack/unpack-tape.ts';
import type { FakeServers } from './fake-servers.ts';
import type { Figure } from './figure.ts';
import { folder, RunningRoom } from './program.ts';
import { usageOf } from './usage.ts';

const RATE = 20_000;
const SECONDS = 10;
/** Portions of a second in which lines come. */
const PORTIONS = 20;

const text = (n: number): string =>
  JSON.stringify({ level: n % 50 === 0 ? 'error' : 'info', msg: 'request served', n, path: '/api/match', ms: n % 900 });

/** The log page while 20,000 lines a second arrive for 10 s: what it paints, how soon keys are answered, what it holds. */
export async function logBurstFigures({ profile: document }: Tape, servers: FakeServers): Promise<readonly Figure[]> {
  // All of them: what a tail leaves out is asked for again, and must be there still.
  const store = new LogStore(2 * RATE * SECONDS);
  const loki = new LokiStandIn(store);
  await loki.start();
  const profile = join(folder, 'logs.yaml');
  const logs = { saved: [{ id: 'all', label: 'All', query: '{job="burst"}' }] };
  writeFileSync(profile, JSON.stringify({ ...(document as object), logs }));
  const args = ['-c', profile, '--prometheus', servers.url, '--alertmanager', servers.url, '--loki', loki.url];
  const room = new RunningRoom(args);
  try {
    await room.wrote('Rings');
    await delay(1000);
    room.type(':logs all\r');
    await delay(2000);
    const answers: number[] = [];
    const paints: number[] = [];
    const resident: number[] = [];
    let sent = 0;
    const burst = (async () => {
      const began = performance.now();
      for (let i = 0; i < SECONDS * PORTIONS; i += 1) {
        const size = RATE / PORTIONS;
        store.push(Array.from({ length: size }, (_, n) => ({ labels: { job: 'burst' }, text: text(sent + n) })));
        sent += size;
        await delay(Math.max(0, began + ((i + 1) * 1000) / PORTIONS - performance.now()));
      }
    })();
    const over = burst.then(() => true);
    for (let ended = false; !ended; ) {
      const before = room.paints;
      ended = await Promise.race([over, delay(1000).then(() => false)]);
      if (ended) break;
      paints.push(room.paints - before);
      // Help over the lines, and the lines again: each is waited for, so that no two keys are taken for one.
      for (const answer of ['In the logs', 'request served']) {
        const asked = performance.now();
        room.type('?');
        await room.wrote(answer);
        answers.push(performance.now() - asked);
        await delay(200);
      }
      const usage = usageOf(room.pid);
      if (usage) resident.push(usage.residentBytes);
    }
    return [
      { what: `log page, ${RATE} lines/s: paints a second without keys`, unit: 'per s', values: paints },
      { what: `log page, ${RATE} lines/s: a key until its answer is painted`, unit: 'ms', values: answers },
      { what: `log page, ${RATE} lines/s: resident`, unit: 'bytes', values: resident },
      {
        what: 'log page: lines the server left out of the tail, that were asked for again',
        unit: 'count',
        values: [loki.dropped],
      },
      {
        what: `log page: lines neither shown nor counted as let go, of ${sent}`,
        unit: 'count',
        values: [await uncounted(room, sent)],
      },
    ];
  } finally {
    await room.quit();
    await loki.stop({ abruptly: true });
  }
}

const MOST_WAIT = 60;

/** Lines missing from the count of those on the page and those it let go, once no more of them come. */
async function uncounted(room: RunningRoom, sent: number): Promise<number> {
  let counted = 0;
  for (let i = 0; i < MOST_WAIT && counted !== sent; i += 1) {
    const text = await room.repainted();
    const number = (found: RegExpExecArray | null) => Number(found?.[1]?.replaceAll(',', '') ?? 0);
    counted = number(/([\d,]+) lines\b/.exec(text)) + number(/([\d,]+) older let go/.exec(text));
  }
  return sent - counted;
}
