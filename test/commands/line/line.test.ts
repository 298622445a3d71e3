import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../desk.ts';
import {
  eventually,
  haveServers,
  type RunningServer,
  startAlertmanager,
  startPrometheus,
} from '../../stack/servers.ts';

const profileOf = (prometheus: string, others: object = {}) =>
  JSON.stringify({ id: 'shop', name: 'ShopFront', datasources: { prometheus: { url: prometheus }, ...others } });

describe.skipIf(!haveServers())('ringdeck line on real servers', () => {
  const desk = new Desk();
  let prometheus: RunningServer;
  let alertmanager: RunningServer;
  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager()]);
  });
  afterAll(async () => {
    await Promise.all([prometheus, alertmanager].map((server) => server?.stop()));
    desk.remove();
  });

  it('answers at once that it asks, has it asked in the background, and then tells what fires', async () => {
    const alerts = [{ labels: { alertname: 'Down', severity: 'critical' }, annotations: {} }];
    const headers = { 'content-type': 'application/json' };
    await fetch(`${alertmanager.url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) });
    desk.write('ringdeck.json', profileOf(prometheus.url, { alertmanagers: [{ url: alertmanager.url }] }));
    const line = async () => (await desk.start(['line', '-c', 'ringdeck.json']).ended).out;
    expect(await line()).toBe('? ringdeck asking\n');
    const said = await eventually(async () => {
      const text = await line();
      return text.includes('asking') ? undefined : text;
    });
    expect(said).toMatch(/^✖ ShopFront Down P0 \d+s\n$/);
  });
});

/** A Prometheus that knows nothing, and keeps whoever asks waiting until it is told to answer. */
async function startSlow() {
  const waiting: ServerResponse[] = [];
  let asks = false;
  const heard = Promise.withResolvers<void>();
  let onAsk = heard.resolve;
  const server = createServer((_, response) => {
    waiting.push(response);
    onAsk();
    if (asks) answer();
  });
  const answer = () => {
    asks = true;
    for (const response of waiting.splice(0)) {
      response.setHeader('content-type', 'application/json');
      response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    /** Resolves at the next question. */
    asked: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      onAsk = resolve;
      return promise;
    },
    /** Forgets who waits, as they are gone, and how many there were. */
    forget: () => waiting.splice(0).length,
    close: () => void server.close().closeAllConnections(),
  };
}

describe('ringdeck line', () => {
  let desk: Desk;
  let slow: Awaited<ReturnType<typeof startSlow>>;
  beforeAll(async () => {
    slow = await startSlow();
  });
  afterEach(() => desk.remove());
  afterAll(() => slow.close());

  const ASK = ['line', '--ask', '-c', 'ringdeck.json'];

  it('is asked by one at a time, and by the next at once where that one was killed', async () => {
    desk = new Desk();
    desk.write('ringdeck.json', profileOf(slow.url));
    const first = slow.asked();
    const killed = desk.start(ASK);
    await first;
    expect((await desk.start(ASK).ended).out).toBe('? ringdeck asking\n');
    killed.child.kill('SIGKILL');
    await killed.ended;
    slow.forget();

    const second = slow.asked();
    const next = desk.start(ASK);
    await second;
    slow.answer();
    const { out } = await next.ended;
    expect(out).toMatch(/^\? ShopFront nothing watched\n$/);
    expect((await desk.start(['line', '-c', 'ringdeck.json']).ended).out).toBe(out);
  });

  it('tells what it heard, and that it cannot be kept, where nothing can be written', async () => {
    desk = new Desk();
    desk.write('ringdeck.json', profileOf(slow.url));
    slow.answer();
    const { out, err } = await desk.shell('mkdir -m 700 .cache; ulimit -f 0; $RINGDECK line --ask -c ringdeck.json');
    expect(out).toBe('? ShopFront nothing watched\n');
    expect(err).toMatch(/^ringdeck: the answer could not be kept: /);
    // What was half written is gone, and so nothing is known.
    expect((await desk.start(['line', '-c', 'ringdeck.json']).ended).out).toBe('? ringdeck asking\n');
  });

  it('says what is wrong where there is no profile, as a line and as a command', async () => {
    desk = new Desk();
    const { out, code } = await desk.ringdeck(['line', '-c', 'gone.yaml']);
    expect(out).toMatch(/^\? ringdeck cannot ask: There is no file "gone.yaml"/);
    expect(code).toBe(4);
  });

  it('asks first where nothing can be kept', async () => {
    desk = new Desk();
    desk.write('ringdeck.json', profileOf(slow.url));
    slow.answer();
    const { out } = await desk.ringdeck(['line', '-c', 'ringdeck.json', '--format', 'tmux', '--name', 'the #1']);
    expect(out).toBe('#[fg=magenta]? the ##1 nothing watched#[default]\n');
  });
});
