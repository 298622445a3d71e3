import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Output } from '../../../src/commands/shared/print.ts';
import { type Running, show } from '../../../src/commands/shared/show.ts';
import { unheardScene } from '../../../src/session/unheard.ts';
import type { GuardedProcess } from '../../../src/terminal/screen-guard.ts';
import { millis } from '../../../src/units.ts';
import { planOf } from '../../room/observe.ts';
import { fakeSession } from '../../screen/fake-session.ts';
import { spike } from '../../screen/rooms.ts';
import { RecordingStream, VirtualTerminal } from '../../terminal/virtual-terminal.ts';

const plan = planOf({
  checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1000 } },
  rings: [{ id: 'ring0', name: 'Ring 0', checks: ['q'] }],
  infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
});

const unset = { config: undefined, prometheus: undefined, loki: undefined, alertmanager: undefined };
const OPTIONS = {
  ...unset,
  operator: undefined,
  theme: undefined,
  screenReader: undefined,
  maxBps: undefined,
  readOnly: undefined,
  ascii: undefined,
  color: true,
};

class FakeProcess extends EventEmitter implements GuardedProcess {
  kill(): void {}
  exit(): void {}
  memoryUsage = () => ({ heapUsed: 0, rss: 0 });
}

/** A person's terminal: what is typed on it, and what it shows. */
class Seat {
  readonly process = new FakeProcess();
  readonly stdout = new RecordingStream(100, 30);
  readonly keys = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(this: { isRaw: boolean }, raw: boolean) {
      this.isRaw = raw;
    },
    ref() {},
    unref() {},
  });
  readonly #terminal = new VirtualTerminal(100, 30);

  /** Begins to show a room whose session is opened when `open` says so. */
  begin(open: Promise<Running>): Promise<void> {
    const { process, stdout, keys } = this;
    const out = new Output(new PassThrough(), new PassThrough());
    const terminal = { process, stdout, stdin: keys as unknown as NodeJS.ReadStream };
    const env = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    const world = { env, folder: '/', out, signals: new EventEmitter(), terminal };
    const unheard = unheardScene(plan, millis(1_000_000_000));
    return show(world, terminal, OPTIONS, { profile: plan.profile, unheard, open: () => open });
  }

  async screen(): Promise<string> {
    await this.#terminal.write(this.stdout.take());
    return this.#terminal.lines().join('\n');
  }

  /** Resolves once a text is on the screen. */
  async shows(text: string): Promise<void> {
    while (!(await this.screen()).includes(text)) await new Promise((resolve) => setImmediate(resolve));
  }

  get isOnScreen(): boolean {
    return this.#terminal.alternate;
  }
}

const never = new Promise<never>(() => {});
const running = (): Running & { readonly steps: string[] } => {
  const steps: string[] = [];
  return { ...fakeSession(spike), steps, start: () => steps.push('start'), stop: () => steps.push('stop') };
};

test('before anything answers the screen has the room’s name, whom is asked and where its panels will stand', async () => {
  const seat = new Seat();
  const ended = seat.begin(never);
  await seat.shows('Asking prometheus');
  const screen = await seat.screen();
  for (const part of ['1 Rings', 'Alerts', 'Infra', 'asking…', 'prom ○', 'q quit']) expect(screen).toContain(part);
  expect(seat.keys.isRaw).toBe(true);
  seat.keys.write('q');
  await ended;
  await seat.screen();
  expect(seat.isOnScreen).toBe(false);
  expect(seat.keys.isRaw).toBe(false);
  expect(seat.process.eventNames()).toEqual([]);
});

test('ctrl-c leaves before the room is there, whatever was typed before it', async () => {
  const seat = new Seat();
  const ended = seat.begin(never);
  await seat.shows('Asking prometheus');
  seat.keys.write('/abc\u0003');
  await ended;
  await seat.screen();
  expect(seat.isOnScreen).toBe(false);
});

test('keys that are typed before the room is there reach it, and the session runs as long as it is shown', async () => {
  const seat = new Seat();
  const opened = Promise.withResolvers<Running>();
  const ended = seat.begin(opened.promise);
  await seat.shows('Asking prometheus');
  seat.keys.write('?');
  const session = running();
  opened.resolve(session);
  await seat.shows('─ Help ─');
  expect(session.steps).toEqual(['start']);
  seat.keys.write('\u001b');
  seat.keys.write('\u0003');
  await ended;
  expect(session.steps).toEqual(['start', 'stop']);
});

test('what opening fails of is thrown once the terminal is as it was', async () => {
  const seat = new Seat();
  await expect(seat.begin(Promise.reject(new Error('there is no tape')))).rejects.toThrow('there is no tape');
  await seat.screen();
  expect(seat.isOnScreen).toBe(false);
});
