import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type RunningServer, startAlertmanager, startPrometheus } from '../../../stack/servers.ts';
import { Desk } from '../../desk.ts';
import { deadUrl, json, serve } from '../../sources/serve.ts';
import { eventually, haveServers, instantQuery, type RunningAlertmanager } from '../../stack/servers.ts';

/** One ring for each way in which an alert of its own may stand; a real Prometheus answers without any target. */
const RINGS = ['firing', 'acknowledged', 'silenced', 'inhibited', 'minor', 'quiet'] as const;
type RingId = (typeof RINGS)[number];
const profile = (prometheus: string, alertmanagers = '[{ url: http://127.0.0.1:1 }]') => `
id: shop
name: Shop
datasources:
  prometheus: { url: ${prometheus} }
  alertmanagers: ${alertmanagers}
ring_store: { file: rings.json }
alerts: { tiers: { P0: { severities: [critical] }, P1: { severities: [warning] } } }
checks:
  errors: { label: error rate, query: vector(0.0004), unit: ratio, at_most: 0.001 }
rings:
${RINGS.map((id) => `  - { id: ${id}, name: ${id}, deployed: vector(1.7e9), checks: [errors] }`).join('\n')}
`;

/** Those that post alerts here send them once, with their end. */
const CONFIG = `
global: { resolve_timeout: 1ms }
route: { receiver: none }
receivers: [{ name: none }]
inhibit_rules: [{ source_matchers: [alertname="Outage"], target_matchers: [ring="inhibited"] }]
`;
const RULES = `
groups:
  - name: hosts
    rules: [{ alert: HostDown, expr: vector(1), labels: { severity: critical } }]
`;
const ALERTS = RINGS.filter((ring) => ring !== 'quiet').map((ring) => ({
  alertname: `High-${ring}`,
  severity: ring === 'minor' ? 'warning' : 'critical',
  ring,
}));

describe.skipIf(!haveServers())('alerts, as the commands take them', () => {
  let prometheus: RunningServer;
  let alertmanager: RunningAlertmanager;
  let desk: Desk;
  let printed = '';

  const post = (path: string, body: unknown, member = alertmanager) =>
    fetch(`${member.url}/api/v2/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const suppressed = async () => {
    const url = `${alertmanager.url}/api/v2/alerts?active=false`;
    return ((await (await fetch(url)).json()) as readonly unknown[]).length;
  };

  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager({ config: CONFIG })]);
    desk = new Desk();
    desk.write('shop.yaml', profile(prometheus.url));
    desk.write('unwatched.yaml', profile(prometheus.url, '[]'));
    const endsAt = new Date(Date.now() + 600_000).toISOString();
    const outage = { alertname: 'Outage', severity: 'info' };
    await post(
      'alerts',
      [outage, ...ALERTS].map((labels) => ({ labels, endsAt })),
    );
    const matchers = [{ name: 'ring', value: 'silenced', isRegex: false, isEqual: true }];
    const startsAt = new Date().toISOString();
    await post('silences', { matchers, startsAt, endsAt, createdBy: 'bob', comment: 'maintenance' });
  });
  afterAll(async () => {
    await Promise.all([prometheus?.stop(), alertmanager?.stop()]);
    desk?.remove();
  });
  beforeEach(() => {
    printed = '';
  });

  /** Runs a command on those members; gives its exit code. */
  const run = async (members: readonly string[], file: string, ...args: string[]) => {
    const given = members.flatMap((url) => ['--alertmanager', url]);
    const { code, out, err } = await desk.ringdeck(['-c', file, ...given, ...args]);
    printed += out + err;
    return code;
  };
  /** What the two questions exit with. */
  const exits = async (ring: RingId, members: readonly string[], file = 'shop.yaml') => [
    await run(members, file, 'gate', ring),
    await run(members, file, 'gate', ring, '--for', 'validate'),
  ];
  const failing = async () => (await serve((_, response) => json(response, 'out of order', 500))).url;

  it('one that is acknowledged, silenced, inhibited or minor holds nothing up, one that fires does', async () => {
    const own = [alertmanager.url];
    expect(await exits('acknowledged', own)).toEqual([1, 1]);
    expect(await run(own, 'shop.yaml', 'alerts', 'ack', 'High-acknowledged')).toBe(0);
    await eventually(async () => ((await suppressed()) === 3 ? true : undefined));
    const answers: Record<string, (number | null)[]> = {};
    for (const ring of RINGS) answers[ring] = await exits(ring, own);
    expect(answers).toEqual({
      firing: [1, 1],
      acknowledged: [0, 0],
      silenced: [0, 0],
      inhibited: [0, 0],
      minor: [0, 0],
      quiet: [0, 0],
    });
    expect(printed).toContain('  - P0 High-firing is firing (firing, ');
    expect(printed).toContain('  note: P0 High-acknowledged is acknowledged by alice (acknowledged, ');
    expect(printed).toContain('  note: P0 High-silenced is silenced by bob (silenced, ');
    expect(printed).toContain('  note: P0 High-inhibited is inhibited (inhibited, ');
    expect(printed).toContain('  note: not about quiet: P0 High-firing is firing (firing, ');
  });

  it('where one of two members answers with an error or not at all, not all is known', async () => {
    for (const other of [await failing(), await deadUrl()]) {
      expect(await exits('firing', [alertmanager.url, other])).toEqual([1, 1]);
      expect(await exits('quiet', [alertmanager.url, other])).toEqual([3, 3]);
      expect(printed).toContain('not all alerts are known: 1 of 2 Alertmanager members answered');
    }
  });

  it('where none answers, nothing is', async () => {
    for (const members of [[await failing(), await failing()], [await deadUrl()]]) {
      for (const ring of ['firing', 'quiet'] as const) expect(await exits(ring, members)).toEqual([3, 3]);
      printed = '';
      expect(await run(members, 'shop.yaml', 'ring', 'show', 'quiet')).toBe(0);
      expect(printed).toMatch(/^ {2}alerts +not known: no Alertmanager answers: /m);
      expect(printed).toMatch(/^ {2}- alerts are not known: no Alertmanager answers: /m);
      expect(printed).not.toContain('P0 or P1 firing');
      printed = '';
      expect(await run(members, 'shop.yaml', 'ring', 'show', 'quiet', '--format', 'json')).toBe(0);
      expect(JSON.parse(printed).evidence.alerts).toMatchObject({
        list: null,
        reason: expect.stringContaining('no Alertmanager answers'),
      });
    }
  });

  it('an alert that fires by Prometheus and that no member lists stands against a pass, whoever answers', async () => {
    desk.write('rules.yml', RULES);
    const member = await startAlertmanager();
    onTestFinished(() => member.stop());
    // It finds its Alertmanagers some seconds after it has sent for the first time: that is done here in its place.
    const ruled = await startPrometheus({ evaluationInterval: '1s', ruleFiles: [desk.path('rules.yml')] });
    onTestFinished(() => ruled.stop());
    desk.write('ruled.yaml', profile(ruled.url));
    await eventually(async () => (await instantQuery(ruled.url, 'ALERTS'))[0]);
    await post('alerts', [{ labels: { alertname: 'HostDown', severity: 'critical' } }], member);
    expect(await exits('quiet', [member.url], 'ruled.yaml')).toEqual([1, 1]);
    await member.restart();
    // It keeps no alerts; nor was the other one ever sent any.
    for (const silent of [member, alertmanager]) {
      printed = '';
      expect(await exits('quiet', [silent.url], 'ruled.yaml')).toEqual([3, 3]);
      expect(printed).toContain(
        'not all alerts are known: Prometheus has P0 HostDown firing, but no Alertmanager lists it',
      );
    }
    expect(await run([member.url], 'ruled.yaml', 'ring', 'validate', 'quiet')).toBe(3);
    // Another Prometheus is no witness of who else would have to send again.
    printed = '';
    expect(await exits('quiet', [member.url])).toEqual([3, 3]);
    expect(printed).toMatch(/not all alerts are known: alertmanager-1 started \d+s ago and may not know every alert/);
  });

  it('where none is set up, none is asked for', async () => {
    for (const ring of ['firing', 'quiet'] as const) expect(await exits(ring, [], 'unwatched.yaml')).toEqual([0, 0]);
  });

  it.each([
    ['one fires', 'firing', 1, (): string => alertmanager.url, /^refused: P0 High-firing is firing/],
    ['Alertmanager answers 500', 'quiet', 3, failing, /^refused: alerts are not known: no Alertmanager answers/],
  ] as const)('a ring is not validated while %s, but for a typed reason', async (_, ring, code, members, why) => {
    const own = [await members()];
    const act = (name: string, ...args: string[]) => run(own, 'shop.yaml', 'ring', name, ring, ...args);
    expect(await act('validate')).toBe(code);
    expect(printed).toMatch(why);
    expect(printed).toContain('To validate it anyway, give a reason: --override REASON\n');
    expect(await act('validate', '--override', 'we know what it is')).toBe(0);
    expect(printed).toContain(`${ring} is validated, overridden: we know what it is\n`);
    const [line] = desk.read('rings.json.journal.jsonl').trimEnd().split('\n').slice(-1);
    expect(JSON.parse(line ?? '')).toMatchObject({
      act: 'validate',
      evidence: { overridden: [expect.stringMatching(/^P0 High-firing is firing|^alerts are not known/)] },
    });
    expect(await act('revoke')).toBe(0);
  });
});
