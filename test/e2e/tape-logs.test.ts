import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { millis, nanosOf } from '../../src/units.ts';
import { LokiStandIn } from '../../stack/loki/server.ts';
import { LogStore } from '../../stack/loki/store.ts';
import { unpackTape } from '../../stack/unpack-tape.ts';
import { Desk } from '../desk.ts';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));

/** No Prometheus answers there, which a tape of logs can do without. */
const PROFILE = `
id: shop
name: Shop
datasources: { prometheus: { url: "http://127.0.0.1:1" } }
refresh: 1s
versions: { baseline: { id: v1, label: V1 }, candidate: { id: v2, label: V2 } }
patterns: { query: '{job="shop", version="$version"}' }
logs: { saved: [{ id: errors, label: Errors of V2, query: '{version="v2"} | json | level="error"' }] }
checks: { up: { label: up, query: up, unit: ratio, at_least: 1 } }
rings: [{ id: canary, name: Canary, checks: [up] }]
`;

describe('logs on a tape', () => {
  const store = new LogStore();
  const loki = new LokiStandIn(store);
  const desk = new Desk();
  const tape = desk.path('with logs.tape');
  const bare = desk.path('bare.tape');
  let screen: TerminalProgram | undefined;

  beforeAll(async () => {
    await loki.start();
    const at = (ago: number) => nanosOf(millis(Date.now() - ago * 1000));
    store.push([
      { labels: { job: 'shop', version: 'v1' }, text: '{"level":"info","msg":"served by V1"}', at: at(60) },
      {
        labels: { job: 'shop', version: 'v2' },
        text: '{"level":"error","msg":"index not loaded","token":"s3cr3t"}',
        at: at(50),
        metadata: { trace_id: 'abcdef0123456789' },
      },
      { labels: { job: 'another' }, text: 'of no concern', at: at(40) },
    ]);
    const profile = desk.write('shop.yaml', PROFILE);
    const record = (file: string, ...more: string[]) =>
      desk.ringdeck(['-c', profile, '--loki', loki.url, 'record', '-o', file, '--for', '3s', ...more]);
    const runs = await Promise.all([record(tape), record(bare, '--no-logs')]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  });
  afterAll(async () => {
    screen?.close();
    desk.remove();
    await loki.stop({ abruptly: true });
  });

  test('are those of both versions, with the Loki that an option named, and without secrets', async () => {
    const { profile, log } = await unpackTape(readFileSync(tape), tape);
    expect(profile).toMatchObject({ datasources: { loki: { url: loki.url } } });
    expect(log?.lines.map(({ text }) => text)).toEqual([
      '{"level":"info","msg":"served by V1"}',
      '{"level":"error","msg":"index not loaded","token":"<hidden>"}',
    ]);
    expect(log?.lines[1]?.metadata).toEqual({ trace_id: 'abcdef0123456789', detected_level: 'error' });
    expect(await unpackTape(readFileSync(bare), bare)).not.toHaveProperty('log');
  });

  test('are shown on replay; a tape without them says so', async () => {
    const replay = async (file: string) => {
      const env = { HOME: desk.folder, USER: 'alice', TZ: 'UTC' };
      const command = [PROGRAM, 'replay', file] as const;
      screen = new TerminalProgram(command, { columns: 100, rows: 30, env });
      await screen.waitFor((text) => text.includes('REPLAY') && text.includes('canary'), 'the tape');
      return screen;
    };
    const shown = await replay(tape);
    shown.type(':logs errors\r');
    await shown.waitFor((text) => text.includes('index not loaded') && /FOLLOWING 1\b/.test(text), 'the error of V2');
    expect(shown.text()).not.toContain('served by V1');
    shown.type('i');
    await shown.waitFor((text) => text.includes('tab completes'), 'the query');
    shown.type(' | pattern "<a>"\r');
    await shown.waitFor((text) => text.includes('A tape answers selectors') && text.includes('is none'), 'the refusal');
    shown.close();
    const without = await replay(bare);
    without.type('l');
    await without.waitFor((text) => text.includes('This tape holds no logs'), 'the reason');
  });
});
