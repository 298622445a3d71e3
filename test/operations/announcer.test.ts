import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Announcer } from '../../src/operations/announcer.ts';
import type { RingEvent } from '../../src/room/rings/events.ts';
import { createAlertmanager } from '../../src/sources/alertmanager/alertmanager.ts';
import { millis, seconds } from '../../src/units.ts';
import { type RunningAlertmanager, startAlertmanager } from '../../stack/servers.ts';
import { serve, source } from '../sources/serve.ts';
import { eventually, haveServers } from '../stack/servers.ts';

const scope = { profile: 'vault', environment: 'production', labels: {} };
const validated = (at: number): RingEvent => ({
  kind: 'validated',
  ring: 'ring0',
  by: 'alice',
  at: millis(at),
  validation: { by: 'alice' },
});

interface Listed {
  readonly labels: Readonly<Record<string, string>>;
  readonly endsAt: string;
}

it('a member that never answers keeps nobody waiting', async () => {
  const patience = new AbortController();
  const silent = await serve(() => patience.abort());
  const members = [createAlertmanager('am', source({ url: silent.url }))];
  const announcer = new Announcer({ ...scope, members, lasts: seconds(300), patience: () => patience.signal });
  expect(await announcer.announce(validated(0))).toMatch(/was cancelled$/);
});

describe.skipIf(!haveServers())('ring events on a real Alertmanager', () => {
  let server: RunningAlertmanager;
  beforeAll(async () => {
    server = await startAlertmanager();
  });
  afterAll(() => server?.stop());

  const dead = 'http://127.0.0.1:1';
  const announcer = (urls: readonly string[] = [server.url], lasts = 300, offset = 0) => {
    const clock = { now: () => millis(Date.now() + offset * 1000) };
    const members = urls.map((url, i) => createAlertmanager(`am-${i}`, source({ url }), clock));
    return new Announcer({ ...scope, members, lasts: seconds(lasts) });
  };
  const listed = async (): Promise<readonly Listed[]> =>
    (await (await fetch(`${server.url}/api/v2/alerts`)).json()) as readonly Listed[];
  const withAt = async (at: number) =>
    (await listed()).filter(({ labels }) => labels.at === new Date(at).toISOString());

  it('posted by two, whose clocks differ by 40 minutes, are one alert that ends when the server says', async () => {
    const at = Date.now();
    expect(await announcer([server.url], 300, -1200).announce(validated(at))).toBeNull();
    expect(await announcer([server.url], 300, 1200).announce(validated(at))).toBeNull();
    const [only, ...others] = await eventually(async () => {
      const found = await withAt(at);
      return found.length > 0 ? found : undefined;
    });
    expect(others).toEqual([]);
    const ends = Date.parse(only?.endsAt ?? '') - Date.now();
    expect(ends).toBeGreaterThan(290_000);
    expect(ends).toBeLessThan(305_000);
  });

  it('are over by themselves', async () => {
    const at = Date.now() + 1;
    expect(await announcer([server.url], 1).announce(validated(at))).toBeNull();
    await eventually(async () => ((await withAt(at)).length === 0 ? true : undefined));
  });

  it('are told when one member takes them, and not when none does', async () => {
    expect(await announcer([dead, server.url]).announce(validated(Date.now()))).toBeNull();
    expect(await announcer([dead]).announce(validated(Date.now()))).toMatch(/connection refused/);
    expect(await announcer([]).announce(validated(Date.now()))).toBe('no Alertmanager is configured');
  });
});
