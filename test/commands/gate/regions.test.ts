import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCollector, openServers } from '../../../src/commands/shared/context.ts';
import { parseProfile } from '../../../src/profile/parse.ts';
import { Observer } from '../../../src/session/observe.ts';
import { millis } from '../../../src/units.ts';
import { type RunningServer, startPrometheus } from '../../../stack/servers.ts';
import { Desk } from '../../desk.ts';
import { deadUrl } from '../../sources/serve.ts';
import { haveServers } from '../../stack/servers.ts';

/** A ring in two regions, each with a real Prometheus, which answers without any target. */
const profile = (eu: string, us: string) => `
id: shop
name: Shop
datasources:
  prometheus:
    - { id: eu, url: ${eu}, labels: { region: eu } }
    - { id: us, url: ${us}, labels: { region: us } }
ring_store: { file: rings.json }
checks:
  errors: { label: error rate, query: vector(0.0004), unit: ratio, at_most: 0.001 }
rings:
  - { id: canary, name: Canary, deployed: vector(1.7e9), checks: [errors], regions: { pass: all } }
infra:
  - id: regions
    label: Regions
    items:
      - { id: load, label: '{{region}}', query: vector(0.5), unit: ratio, each: region, server: all }
      - { id: only, label: of any, query: 'vector(1) and on() vector(1) > 2', unit: count, server: all }
`;

interface GateJson {
  readonly reasons: readonly { readonly kind: string; readonly text: string }[];
  readonly regions: readonly { readonly region: string; readonly state: string }[];
}

describe.skipIf(!haveServers())('two real Prometheus servers, one a region', () => {
  let eu: RunningServer;
  let us: RunningServer;
  let desk: Desk;
  /** Of whoever was killed. */
  let dead = '';

  beforeAll(async () => {
    [eu, us] = await Promise.all([startPrometheus(), startPrometheus()]);
    desk = new Desk();
    desk.write('shop.yaml', profile(eu.url, us.url));
  });
  afterAll(async () => {
    await Promise.all([eu?.stop(), us?.stop()]);
    desk?.remove();
  });

  const gate = async () => {
    const args = ['-c', 'shop.yaml', 'gate', 'canary', '--for', 'validate'];
    const { code, out } = await desk.ringdeck(args);
    return { code, out, json: await desk.json<GateJson>(args) };
  };

  it('agree, and the ring passes; one is killed, its series are unknown, the other’s live, and the gate names it', async () => {
    const both = await gate();
    expect([both.code, both.json.reasons]).toEqual([0, []]);
    expect(both.json.regions.map(({ region, state }) => [region, state])).toEqual([
      ['eu', 'ready'],
      ['us', 'ready'],
    ]);

    const { plan } = parseProfile(profile(eu.url, us.url), 'shop.yaml', {});
    const servers = openServers(plan);
    const observer = new Observer(plan, createCollector(plan, servers));
    const nobody = Promise.resolve({ records: {}, error: null, journal: [] });
    const rowsAt = async (at: number) => {
      const { room } = await observer.observe(millis(at), nobody);
      const rows = room.infra.map(({ label, reading }) => [label, reading.known ? reading.value : reading.reason]);
      return { rows, sources: room.sources.map(({ id, state }) => [id, state]) };
    };
    const started = Date.now();
    expect((await rowsAt(started)).rows).toEqual([
      ['eu', 0.5],
      ['us', 0.5],
      ['of any', 'no-series'],
    ]);
    await us.stop();
    // Later than any value may be old; the server that is left answers of any time.
    const { rows, sources } = await rowsAt(started + plan.staleAfter * 2000);
    expect(rows).toEqual([
      ['eu', 0.5],
      ['us', 'stale'],
      ['of any', 'stale'],
    ]);
    expect(sources).toEqual([
      ['eu', 'ok'],
      ['us', 'failed'],
    ]);
    await servers.close();

    dead = us.url;
    const one = await gate();
    expect(one.code).toBe(3);
    expect(one.out).toContain(
      'UNKNOWN  canary may not yet be validated\n  - region us of canary is missing: Prometheus us',
    );
    expect(one.json.regions.map(({ region, state }) => [region, state])).toEqual([
      ['eu', 'ready'],
      ['us', 'unknown'],
    ]);
  });

  it('an address of the command line takes the place of one server’s own', async () => {
    const nowhere = await deadUrl();
    const args = ['-c', 'shop.yaml', '--prometheus', `us=${eu.url}`];
    expect((await desk.ringdeck([...args, 'gate', 'canary', '--for', 'validate'])).code).toBe(0);
    const all = await desk.ringdeck([...args, '--prometheus', `eu=${nowhere}`, 'gate', 'canary']);
    expect(all.code).toBe(3);
    const { code, err } = await desk.ringdeck(['-c', 'shop.yaml', '--prometheus', dead, 'gate', 'canary']);
    expect([code, err]).toEqual([
      4,
      'ringdeck: The profile has several Prometheus servers (eu, us): say which, as --prometheus eu=http://127.0.0.1:9090.\n',
    ]);
    const unknown = await desk.ringdeck(['-c', 'shop.yaml', '--prometheus', `uss=${dead}`, 'gate', 'canary']);
    expect(unknown.err).toBe('ringdeck: The profile has no Prometheus server "uss"; did you mean "us"?\n');
  });
});
