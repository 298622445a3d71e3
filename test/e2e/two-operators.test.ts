import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import { haveServers, type RunningServer, startPrometheus } from '../stack/servers.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const ENTER = '\r';
const ESC = '\u001b';
const CTRL_C = '\u0003';

describe.skipIf(!haveServers())('two operators at two terminals, on one ring store', () => {
  const desk = new Desk();
  let prometheus: RunningServer;
  const running: TerminalProgram[] = [];

  beforeAll(async () => {
    prometheus = await startPrometheus();
    const check = { label: 'error rate', query: 'vector(0.001)', unit: 'ratio', at_most: 0.01 };
    desk.write(
      'room.json',
      JSON.stringify({
        id: 'room',
        name: 'The room',
        environment: 'production',
        refresh: '1s',
        // A machine under load answers late: nothing here is about that.
        stale_after: '1m',
        datasources: { prometheus: { url: prometheus.url } },
        ring_store: { file: 'ring-targets.json' },
        checks: { errors: check },
        rings: [
          { id: 'ring1', name: 'Pilot customers', checks: ['errors'], approvals: 2 },
          { id: 'ring2', name: 'Everyone', checks: ['errors'] },
        ],
      }),
    );
  });
  afterEach(() => {
    for (const program of running.splice(0)) program.close();
  });
  afterAll(async () => {
    await prometheus?.stop();
    desk.remove();
  });

  async function start(operator: string): Promise<TerminalProgram> {
    const env = { HOME: desk.folder, USER: operator, TZ: 'UTC' };
    const command = [PROGRAM, '-c', desk.path('room.json')] as const;
    const program = new TerminalProgram([...command], { columns: 110, rows: 30, env });
    running.push(program);
    await program.waitFor((text) => /ready to be validated +│/.test(text), `the rings, before ${operator}`);
    return program;
  }

  const journal = (): { act: string; by: string; result: string; validation?: object }[] =>
    desk
      .read('ring-targets.json.journal.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('one asks, the other sees it at once, takes it back in the countdown, and then confirms', async () => {
    const [alice, bob] = await Promise.all([start('alice'), start('bob')]);
    alice.type('V');
    await alice.waitFor(
      (text) => text.includes('type ring1 to confirm') && text.includes('two operators'),
      'the question',
    );
    alice.type(`ring1\tlooks fine${ENTER}`);
    await alice.waitFor((text) => text.includes('another operator must confirm'), 'the request');
    await bob.waitFor((text) => text.includes('alice asks you to confirm ring1'), 'the request, on the other terminal');
    expect(bob.text()).toContain('alice ASKS TO CONFIRM');

    alice.type('V');
    await alice.waitFor((text) => text.includes('WAITS FOR ANOTHER OPERATOR'), 'that one cannot confirm oneself');
    alice.type(ESC);

    bob.type('V');
    await bob.waitFor(
      (text) => text.includes('2 of 2 operators') && text.includes('looks fine'),
      'what is to be confirmed',
    );
    bob.type(`ring1${ENTER}`);
    await bob.waitFor((text) => /Confirming ring1 in +\d/.test(text), 'the countdown');
    bob.type(ESC);
    await bob.waitFor((text) => text.includes('Taken back: ring1 was not validated'), 'that nothing was done');
    expect(journal().map(({ by, act }) => `${by} ${act}`)).toEqual(['alice request']);

    bob.type('V');
    await bob.waitFor((text) => text.includes('type ring1 to confirm'), 'the question again');
    bob.type(`ring1${ENTER}`);
    await bob.waitFor((text) => text.includes('ring1 is validated, requested by alice'), 'the validation');
    await alice.waitFor((text) => /by alice and bob/.test(text), 'the validation, on the first terminal');
    expect(journal().map(({ by, act }) => `${by} ${act}`)).toEqual(['alice request', 'bob validate']);
  });

  test('leaving in the countdown validates nothing, and says so', async () => {
    const carol = await start('carol');
    carol.type('jV');
    await carol.waitFor((text) => text.includes('type ring2 to confirm'), 'the question');
    carol.type(`ring2${ENTER}`);
    await carol.waitFor((text) => /Validating ring2 in +\d/.test(text), 'the countdown');
    carol.type(CTRL_C);
    expect((await carol.exit()).code).toBe(0);
    expect(carol.fullScreen()).toBe(false);
    expect(carol.text()).toContain('ring2 was NOT validated');
    expect(journal().filter(({ by }) => by === 'carol')).toEqual([]);
  });
});
