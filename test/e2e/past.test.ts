import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import { haveServers, type RunningServer, startAlertmanager, startPrometheus } from '../stack/servers.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const MINUTE = 60;
const begun = Math.floor(Date.now() / 1000);

/** Twenty to ten minutes ago V2 failed, and an alert fired. */
const failing = (ago: number) => ago <= 20 * MINUTE && ago > 10 * MINUTE;

/** An hour as Prometheus would have stored it. */
function hour(): string {
  const agos = Array.from({ length: 241 }, (_, i) => 60 * MINUTE - i * 15);
  const fired = agos.filter(failing);
  const lines = (name: string, times: readonly number[], value: (ago: number) => number) =>
    times.map((ago) => `${name} ${value(ago)} ${begun - ago}`);
  const alert = 'alertname="V2ErrorSpike",severity="critical"';
  return [
    ...lines('v2_error_share', agos, (ago) => (failing(ago) ? 0.07 : 0.002)),
    ...lines(`ALERTS{alertstate="firing",${alert}}`, fired, () => 1),
    ...lines(`ALERTS_FOR_STATE{${alert}}`, fired, () => begun - 20 * MINUTE),
    '# EOF\n',
  ].join('\n');
}

const clock = (ago: number) => new Date((begun - ago) * 1000).toISOString().slice(11, 16);

describe.skipIf(!haveServers())('a live room that goes through its past, on real servers', () => {
  const desk = new Desk();
  let prometheus: RunningServer;
  let alertmanager: RunningServer;
  let running: TerminalProgram | undefined;

  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startPrometheus({ past: hour() }), startAlertmanager()]);
  });
  afterEach(() => running?.close());
  afterAll(async () => {
    await Promise.all([prometheus, alertmanager].map((server) => server?.stop()));
    desk.remove();
  });

  test('shows what was, does nothing in it, leads back, and says who does not answer for then', async () => {
    const profile = desk.write(
      'room.json',
      JSON.stringify({
        id: 'room',
        name: 'The room',
        refresh: '1s',
        datasources: { prometheus: { url: prometheus.url, timeout: '2s' }, alertmanagers: [{ url: alertmanager.url }] },
        infra: [
          {
            id: 'v2',
            label: 'V2',
            items: [{ id: 'errors', label: 'errors', query: 'v2_error_share', unit: 'ratio', at_most: 0.01 }],
          },
        ],
      }),
    );
    const env = { HOME: desk.folder, USER: 'alice', TZ: 'UTC' };
    const program = new TerminalProgram([PROGRAM, '-c', profile], { columns: 140, rows: 44, env });
    running = program;
    await program.waitFor((text) => text.includes('LIVE every') && text.includes('0.20 %'), 'the room of now');
    expect(program.text()).not.toContain('P0 V2ErrorSpike');

    program.type(':at -15m\r');
    await program.waitFor(
      (text) => text.includes('7.00 %') && text.includes('P0 V2ErrorSpike firing'),
      'the room of then',
    );
    expect(program.text()).toMatch(new RegExp(`VIEWING (${clock(15 * MINUTE)}|${clock(14 * MINUTE)}):\\d\\d, 15m ago`));

    program.type('a');
    await program.waitFor((text) => text.includes('no act is possible in the past'), 'the refusal');
    // At the alert's start it fired already.
    program.type('i');
    await program.waitFor(
      (text) => /VIEWING (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d, 2[0-3]m ago/.test(text),
      'the start of the incident',
    );
    program.type('[');
    await program.waitFor(
      (text) => /VIEWING .* 2[1-4]m ago/.test(text) && text.includes('0.20 %'),
      'the minute before',
    );

    // Before the first sample nothing is known, of alerts neither.
    program.type(':at -3h\r');
    await program.waitFor((text) => text.includes('nothing stored of then: prometheus'), 'who has nothing of then');
    expect(program.text()).toContain('what fired then is not known: Prometheus: nothing is stored of then');
    program.type(':at 25:10\r');
    await program.waitFor((text) => text.includes('hours go to 23'), 'why that is not a time');
    program.type('\u001b0');
    await program.waitFor((text) => text.includes('LIVE every') && !text.includes('VIEWING'), 'the room of now again');
    expect(program.text()).toContain('0.20 %');

    await prometheus.stop();
    program.type(':at -14m\r');
    await program.waitFor((text) => text.includes('no answer from prometheus'), 'who is missing');
    expect(program.text()).not.toContain('7.00 %');
    // Alertmanager is there, and was not asked.
    expect(program.text()).toContain('what fired then is not known: Prometheus');
    expect(program.text()).not.toContain('no Alertmanager answers');
    program.type('q');
    expect((await program.exit()).code).toBe(0);
  });
});
