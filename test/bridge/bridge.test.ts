import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bridge } from '../../src/bridge/bridge.ts';
import { ReportFolder } from '../../src/bridge/folder.ts';
import { serveMetrics } from '../../src/exposition/server.ts';
import { seconds } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { COLLECTED, collected } from './reports.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function open({ token = null, maxHosts = 10 }: { token?: string | null; maxHosts?: number } = {}) {
  const clock = new FakeTimer(Date.UTC(2026, 2, 1, 9, 30) / 1000);
  const limits = { staleAfter: seconds(900), forgetAfter: seconds(86_400), maxHosts };
  const bridge = new Bridge(limits, clock);
  const receiver = bridge.receiver(async () => token);
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, () => bridge.families(), receiver);
  onTestFinished(() => server.close());
  const post = async (body: string, headers: Record<string, string> = JSON_TYPE) =>
    (await fetch(server.url, { method: 'POST', body, headers })).status;
  const lines = async () => (await (await fetch(server.url)).text()).split('\n').filter((line) => !/^#|^$/.test(line));
  const values = async (name: string) => (await lines()).filter((line) => line.startsWith(`${name}{`));
  return { bridge, clock, post, values, url: server.url };
}

it('takes what the collector posts, and shows it by ring and host', async () => {
  const { post, values } = await open();
  expect(await post(COLLECTED)).toBe(204);
  const labels = '{ring="ring0",hostname="INT-01"}';
  expect(await values('memory_usage_mb')).toEqual([`memory_usage_mb${labels} 163.47`]);
  expect(await values('errors_total')).toEqual([`errors_total${labels} 3`]);
  expect(await values('signature_errors_total')).toEqual([`signature_errors_total${labels} 0`]);
  expect(await values('process_up')).toEqual([`process_up${labels} 1`]);
  expect(await values('process_uptime_seconds')).toEqual([`process_uptime_seconds${labels} 93784.5`]);
  expect(await values('application_info')).toEqual([
    'application_info{ring="ring0",hostname="INT-01",version="1.4.0"} 1',
  ]);
  expect(await values('crashes_total')).toEqual([]);
});

it('tells an application that does not run from one nobody reports on', async () => {
  const { post, values } = await open();
  await post('{"ring":"ring0","hostname":"INT-01"}');
  expect(await values('process_up')).toEqual(['process_up{ring="ring0",hostname="INT-01"} 0']);
  expect(await values('memory_usage_mb')).toEqual([]);
});

it('shows counters as they are, also when the logs begin anew', async () => {
  const { post, values, clock } = await open();
  for (const errorCount of [5, 9, 1]) {
    await post(collected({ errorCount }));
    expect(await values('errors_total')).toEqual([`errors_total{ring="ring0",hostname="INT-01"} ${errorCount}`]);
    await clock.pass(300);
  }
});

it('shows no value of a host that fell silent, but since when', async () => {
  const { post, values, clock } = await open();
  await post(COLLECTED);
  await post(collected({ hostname: 'INT-02' }));
  await clock.pass(600);
  await post(collected({ hostname: 'INT-02' }));
  await clock.pass(301);
  expect(await values('memory_usage_mb')).toEqual(['memory_usage_mb{ring="ring0",hostname="INT-02"} 163.47']);
  expect(await values('last_report_timestamp_seconds')).toHaveLength(2);
  expect(await values('ringdeck_bridge_hosts')).toEqual([
    'ringdeck_bridge_hosts{state="reporting"} 1',
    'ringdeck_bridge_hosts{state="silent"} 1',
  ]);
  await clock.pass(86_000);
  expect(await values('last_report_timestamp_seconds')).toHaveLength(1);
});

describe('a POST', () => {
  it.each([
    ['text/plain', COLLECTED, 415, 'not-json'],
    ['application/jsonp', COLLECTED, 415, 'not-json'],
    ['application/json', '{', 400, 'invalid'],
    ['application/json; charset=utf-8', '[]', 422, 'invalid'],
    ['application/json', 'x'.repeat(65_537), 413, 'too-large'],
  ])('of %s that is no report is refused and counted', async (type, body, status, reason) => {
    const { post, values } = await open();
    expect(await post(body, { 'content-type': type })).toBe(status);
    expect(await values('ringdeck_bridge_refused_total')).toEqual([
      `ringdeck_bridge_refused_total{via="post",reason="${reason}"} 1`,
    ]);
  });

  it('that never ends is cut off', async () => {
    const { url, values } = await open();
    const sending = request(url, { method: 'POST', headers: JSON_TYPE });
    sending.on('error', () => {});
    const status = new Promise((resolve) => sending.once('response', ({ statusCode }) => resolve(statusCode)));
    for (let i = 0; i < 3; i += 1) sending.write('x'.repeat(30_000));
    expect(await status).toBe(413);
    sending.destroy();
    expect(await values('ringdeck_bridge_refused_total')).toHaveLength(1);
  });

  it('needs the bearer token where there is one', async () => {
    const { post, values } = await open({ token: 's3cret' });
    expect(await post(COLLECTED)).toBe(401);
    expect(await post(COLLECTED, { ...JSON_TYPE, authorization: 'Bearer s3cre' })).toBe(401);
    expect(await post(COLLECTED, { ...JSON_TYPE, authorization: 'Bearer s3cret' })).toBe(204);
    expect(await values('memory_usage_mb')).toHaveLength(1);
  });

  it('of one host too many is refused', async () => {
    const { post, values } = await open({ maxHosts: 1 });
    expect(await post(COLLECTED)).toBe(204);
    expect(await post(collected({ hostname: 'INT-02' }))).toBe(503);
    expect(await values('process_up')).toHaveLength(1);
  });
});

it('says that a folder cannot be read, once', async () => {
  const { bridge, values } = await open();
  const folder = new ReportFolder(join(tmpdir(), 'ringdeck-no-such-folder'));
  expect(await bridge.read(folder)).toEqual([expect.stringContaining('cannot be read: ENOENT')]);
  expect(await bridge.read(folder)).toEqual([]);
  expect(await values('ringdeck_bridge_folder_up')).toEqual([`ringdeck_bridge_folder_up{folder="${folder.folder}"} 0`]);
});
