import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Desk, tool } from '../desk.ts';
import { haveServers, type RunningServer, startAlertmanager, startPrometheus } from '../stack/servers.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const LABELS = { alertname: 'V2ErrorSpike', severity: 'critical', ring: 'ring1' };

describe.skipIf(!haveServers())('ringdeck on a terminal, on real servers', () => {
  const desk = new Desk();
  let prometheus: RunningServer;
  let alertmanager: RunningServer;
  let running: TerminalProgram | undefined;

  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager()]);
  });
  afterEach(() => running?.close());
  afterAll(async () => {
    await Promise.all([prometheus, alertmanager].map((server) => server?.stop()));
    desk.remove();
  });

  const silences = async (): Promise<{ comment: string; createdBy: string; matchers: object[] }[]> =>
    JSON.parse(await tool('amtool', '--alertmanager.url', alertmanager.url, 'silence', 'query', '-o', 'json'));

  test('prints one plain frame on a terminal that cannot move its cursor, and ends', async () => {
    const profile = desk.write(
      'dumb.json',
      JSON.stringify({ id: 'room', name: 'The room', datasources: { prometheus: { url: prometheus.url } } }),
    );
    const env = { HOME: desk.folder, TZ: 'UTC', TERM: 'dumb' };
    const program = new TerminalProgram([PROGRAM, '-c', profile], { columns: 100, rows: 40, env });
    running = program;
    expect(await program.exit()).toEqual({ code: 0, signal: 0 });
    expect(program.output()).toContain('The room');
    // Lines and nothing else: no colour, no question to the terminal, no second screen.
    expect(program.output()).not.toMatch(/[^\P{Cc}\r\n]/u);
    expect(program.text()).toMatch(/PRODUCTION|PROD/);
  });

  test('`a` makes one silence of exactly the alert, and `A` ends it', async () => {
    const body = JSON.stringify([
      { labels: LABELS, annotations: { summary: 'V2 fails' } },
      { labels: { ...LABELS, ring: 'ring2' }, annotations: { summary: 'V2 fails elsewhere' } },
    ]);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${alertmanager.url}/api/v2/alerts`, { method: 'POST', headers, body });
    const profile = desk.write(
      'room.json',
      JSON.stringify({
        id: 'room',
        name: 'The room',
        refresh: '1s',
        datasources: { prometheus: { url: prometheus.url }, alertmanagers: [{ url: alertmanager.url }] },
      }),
    );
    const env = { HOME: desk.folder, USER: 'alice', TZ: 'UTC' };
    const program = new TerminalProgram([PROGRAM, '-c', profile], { columns: 140, rows: 44, env });
    running = program;
    await program.waitFor((text) => text.includes('LIVE') && text.includes('2 firing'), 'the alerts');

    program.type('/ring1\r');
    await program.waitFor((text) => text.includes('hides 1'), 'the filter');
    program.type('a');
    await program.waitFor((text) => text.includes('enter acknowledge'), 'the dialog');
    program.type('looking\r');
    await program.waitFor((text) => text.includes('1 acked') && text.includes('ack alice'), 'the acknowledgement');
    expect(await silences()).toMatchObject([
      {
        createdBy: 'alice',
        comment: expect.stringMatching(
          /^ACK! \[ringdeck\] user=alice ring=ring1 fp=\w+ nonce=\w+ began=\S+ – looking$/,
        ),
        matchers: Object.entries(LABELS)
          .sort()
          .map(([name, value]) => ({ name, value, isEqual: true, isRegex: false })),
      },
    ]);

    program.type('A');
    await program.waitFor((text) => text.includes('2 firing'), 'both alerts, firing');
    expect(await silences()).toEqual([]);
    program.type('q');
    expect((await program.exit()).code).toBe(0);
    expect(program.fullScreen()).toBe(false);
  });
});
