import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import { eventually, haveServers, type RunningServer, startAlertmanager, startPrometheus } from '../stack/servers.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const ESC = '\u001b';
const BEL = '\u0007';
/** What would ring, call the terminal otherwise, and run a shell, if anything of it were obeyed. */
const HOSTILE = `${BEL}${ESC}]2;pwned${BEL}${ESC}\\${ESC}]52;c;cHduZWQ=${BEL}; $(touch pwned) \`touch pwned\``;

describe.skipIf(!haveServers())('notices on a terminal, on real servers', () => {
  const desk = new Desk();
  let prometheus: RunningServer;
  let alertmanager: RunningServer;
  let running: TerminalProgram | undefined;
  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager()]);
    desk.write(
      'hook.mjs',
      `import { appendFileSync } from 'node:fs';
appendFileSync('told.jsonl', JSON.stringify(process.argv.slice(2)) + '\\n');`,
    );
    const room = (...command: readonly string[]) =>
      JSON.stringify({
        id: 'room',
        name: 'The room',
        refresh: '1s',
        datasources: { prometheus: { url: prometheus.url }, alertmanagers: [{ url: alertmanager.url }] },
        notify: { hook: { command } },
      });
    desk.write('room.json', room(process.execPath, 'hook.mjs', '{tier}', '{text}'));
    desk.write('failing.json', room('false'));
  });
  afterEach(() => running?.close());
  afterAll(async () => {
    await Promise.all([prometheus, alertmanager].map((server) => server?.stop()));
    desk.remove();
  });

  const fire = (alertname: string, severity: string, summary: string) =>
    fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname, severity }, annotations: { summary } }]),
    });
  const start = (env: Record<string, string> = {}, args: readonly string[] = ['-c', 'room.json']) => {
    const own = { HOME: desk.folder, USER: 'alice', TZ: 'UTC', KITTY_WINDOW_ID: '', VTE_VERSION: '', TMUX: '' };
    const options = { columns: 140, rows: 44, cwd: desk.folder, env: { ...own, ...env } };
    running = new TerminalProgram([PROGRAM, ...args, '--read-only'], options);
    return running;
  };

  test('the terminal rings, notifies once, is called as the room stands, and a program is told, by no shell', async () => {
    await fire('Before', 'critical', 'was there when the room was opened');
    const room = start();
    await room.waitFor((text) => text.includes('Before') && text.includes('LIVE'), 'the room');
    await fire('Down', 'critical', `V2 fails ${HOSTILE}`);
    await room.waitFor((text) => /2 firing/.test(text), 'the alert');
    const told = await eventually(async () => {
      const lines = safeRead(desk, 'told.jsonl');
      return lines.endsWith('\n') ? lines : undefined;
    });
    const [tier, text] = JSON.parse(told.trim().split('\n')[0] ?? '');
    expect([tier, text]).toEqual(['P0', expect.stringMatching(/^P0 Down is firing: V2 fails .*\$\(touch pwned\)/)]);
    expect(text).not.toMatch(/\p{Cc}/u);
    // One more, that is told in the same ways, comes later in the output than whatever was told twice.
    await fire('Later', 'critical', 'the next one');
    await eventually(async () => (room.output().includes('P0 Later is firing') ? true : undefined));
    const notified = [...room.output().matchAll(new RegExp(`${ESC}\\]9;([^${BEL}]*)${BEL}`, 'g'))].map(
      ([, one]) => one,
    );
    expect(notified).toEqual([
      expect.stringMatching(/^ringdeck: The room \(production\): P0 Down is firing: V2 fails/),
      expect.stringMatching(/P0 Later is firing: the next one$/),
    ]);
    const rang = () => room.acts().filter((act) => act === 'rang');
    // The terminal may still be reading what was written to it.
    await eventually(async () => (rang().length >= 2 ? true : undefined));
    expect(rang()).toHaveLength(2);
    const acts = room.acts();
    const titles = acts.filter((act) => act.startsWith('was called'));
    expect(titles.join('\n')).toMatch(/^was called "✖ The room (?:Before|Down|Later)"$/m);
    expect(titles.join()).not.toContain('pwned');
    expect(safeRead(desk, 'pwned')).toBe('');
    room.type('q');
    expect((await room.exit()).code).toBe(0);
    expect(room.output()).toMatch(new RegExp(`${ESC}\\[22;2t[^]*${ESC}\\[23;2t`));
  });

  test('a screen reader’s terminal rings and notifies too, and that the program failed is said at once', async () => {
    const room = start({}, ['-c', 'failing.json', '--screen-reader']);
    await room.waitFor((text) => text.includes('? lists the keys'), 'the room');
    await fire('Heard', 'critical', 'for whoever listens');
    await room.waitFor((text) => text.includes('error: the notify hook failed: false exited with 1'), 'the failure');
    expect(room.output()).toContain(
      `${ESC}]9;ringdeck: The room (production): P0 Heard is firing: for whoever listens${BEL}`,
    );
    expect(room.acts()).toContain('rang');
    room.type('q');
    expect((await room.exit()).code).toBe(0);
  });

  test('a notification passes through tmux to the terminal behind it', async () => {
    const room = start({ TMUX: '/tmp/tmux-1/default,1,0' });
    await room.waitFor((text) => text.includes('LIVE') && text.includes('firing'), 'the room');
    await fire('Wrapped', 'critical', 'in tmux');
    const wrapped = `${ESC}Ptmux;${ESC}${ESC}]9;ringdeck: The room (production): P0 Wrapped is firing: in tmux${BEL}${ESC}\\`;
    await eventually(async () => (room.output().includes(wrapped) ? true : undefined));
    room.type('q');
    expect((await room.exit()).code).toBe(0);
  });
});

/** What a file holds; nothing where it is not there. */
function safeRead(desk: Desk, name: string): string {
  try {
    return desk.read(name);
  } catch {
    return '';
  }
}
