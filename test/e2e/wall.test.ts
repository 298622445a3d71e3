import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import { haveServers, startPrometheus } from '../stack/servers.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));

const desk = new Desk();
let running: TerminalProgram | undefined;
afterEach(() => running?.close());
afterAll(() => desk.remove());

const profileOf = (id: string, prometheus: string) =>
  desk.write(
    `${id}.json`,
    JSON.stringify({
      id,
      name: id,
      refresh: '1s',
      datasources: { prometheus: { url: prometheus } },
      infra: [{ id: 'self', label: 'Self', items: [{ id: 'one', label: 'one', query: 'vector(1)', unit: 'count' }] }],
    }),
  );

function start(args: readonly string[], columns = 140, rows = 44): TerminalProgram {
  const env = { HOME: desk.folder, USER: 'alice', TZ: 'UTC', XDG_STATE_HOME: desk.path('state') };
  running = new TerminalProgram([PROGRAM, 'wall', ...args], { columns, rows, cwd: desk.folder, env });
  return running;
}

describe.skipIf(!haveServers())('ringdeck wall on a terminal, on real servers', () => {
  test('shows all rooms, tells of a server that dies, asks it until it comes back, and takes no key but quit', async () => {
    const [one, other] = await Promise.all([startPrometheus(), startPrometheus()]);
    try {
      const wall = start(['-c', profileOf('first', one.url), '-c', profileOf('second', other.url), '--every', '1h']);
      const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
      await wall.waitFor((text) => /✔ first all well .*✔ second all well .*q quits/.test(last(text)), 'both rooms');
      // As many as lie between terminal and program, and more: the one that quits must still come through.
      wall.type('jkaVX?:/l[]\t'.repeat(4000));
      await one.kill();
      await wall.waitFor((text) => /\? first .*✔ second all well/.test(last(text)), 'the silent server');
      expect(wall.text()).not.toMatch(/acknowledge|Acks|Validate ring/i);
      await one.restart();
      await wall.waitFor((text) => /✔ first all well .*✔ second all well/.test(last(text)), 'the server again');
      expect(wall.scrolled()).toBe(0);
      for (const [columns, rows] of [
        [80, 24],
        [200, 60],
      ] as const) {
        wall.resize(columns, rows);
        await wall.waitFor(
          (text) => text.split('\n').length === rows && last(text).includes('q quits'),
          'the new size',
        );
        expect(wall.scrolled()).toBe(0);
      }
      wall.type('q');
      expect(await wall.exit()).toEqual({ code: 0, signal: 0 });
      expect([wall.fullScreen(), wall.cursorHidden()]).toEqual([false, false]);
    } finally {
      await Promise.all([one, other].map((server) => server.stop()));
    }
  });
});

describe('ringdeck wall', () => {
  test('plays a demo without servers, and gives the terminal back on SIGTERM', async () => {
    const wall = start(['--tape', 'drop-craft'], 100, 30);
    await wall.waitFor((text) => text.includes('q quits') && text.includes('█'), 'the wall');
    wall.kill('SIGTERM');
    expect((await wall.exit()).code).toBe(143);
    expect([wall.fullScreen(), wall.cursorHidden()]).toEqual([false, false]);
  });

  test('on a dumb terminal prints one frame without a control sequence, and says why', async () => {
    running = new TerminalProgram([PROGRAM, 'wall', '--tape', 'drop-craft'], {
      ...{ columns: 100, rows: 50, cwd: desk.folder },
      env: { HOME: desk.folder, TERM: 'dumb', COLORTERM: '' },
    });
    expect(await running.exit()).toEqual({ code: 0, signal: 0 });
    expect(running.text()).toContain('TERM=dumb cannot draw a screen, so the wall is printed once.');
    expect(running.output()).toContain('███');
    expect(running.output().replace(/[\r\n]/g, '')).toMatch(/^\P{Cc}*$/u);
  });

  test('takes addresses for one profile alone', async () => {
    const one = profileOf('one', 'http://127.0.0.1:9');
    const wall = start(['-c', one, '-c', one, '--prometheus', 'http://127.0.0.1:9']);
    expect((await wall.exit()).code).toBe(4);
    expect(wall.text()).toContain('belong to one profile');
  });
});
