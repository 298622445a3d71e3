import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gauge, sample } from '../../src/exposition/family.ts';
import { serveMetrics } from '../../src/exposition/server.ts';
import { requireProgram } from '../../stack/binaries.ts';
import { freePort } from '../../stack/ports.ts';
import { profilePath } from '../../stack/profiles.ts';
import { collected } from '../bridge/reports.ts';
import { Desk } from '../desk.ts';
import { startPushgateway } from './pushgateway.ts';
import { shippedRules } from './quick-rules.ts';
import { eventually, haveServers, instantQuery, type RunningServer, startPrometheus } from './servers.ts';

const NEEDED = ['prometheus', 'promtool', 'pushgateway'] as const;

/** Label values that are hard to write. */
const HOSTILE = ['"', '\\', '\\n', '\n', '}', '{a="b"}', '# EOF', 'é€😀', ' ', ',', '\t', "'"];

/** What an application that measures everything would add to the collector's report. */
const MORE = { operationCount: 10_000, crashCount: 0, startupTime: 2.5, licenseValidationTime: 0.25 };

/** What promtool finds wrong with an exposition. */
function lint(text: string): string {
  const { stdout, stderr } = spawnSync(requireProgram('promtool'), ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe.skipIf(!haveServers(NEEDED))('metrics on a real Prometheus', () => {
  let desk: Desk;
  let rules: ReturnType<typeof shippedRules>;
  let prometheus: RunningServer;
  let gateway: RunningServer;
  let bridge: string;
  let room: string;
  const ends: (() => Promise<unknown>)[] = [];

  /** Starts ringdeck and waits until it serves; where it does. */
  async function serving(...args: string[]): Promise<string> {
    const running = desk.run(args);
    ends.push(async () => {
      running.signal('SIGTERM');
      expect(await running.ended).toMatchObject({ code: 0 });
    });
    return eventually(async () => /Serving (\S+);/.exec(running.err)?.[1]);
  }

  /** What the two hosts of ring0 report all the time: one by POST, one by file. */
  const hosts = {
    'INT-01': { ...MORE, errorCount: 3 },
    'INT-02': { ...MORE, memoryUsage: 212.5 },
  };
  const report = async () => {
    hosts['INT-01'].operationCount += 1000;
    const [posted, written] = Object.entries(hosts).map(([hostname, measured]) =>
      collected({ ...measured, hostname, timestamp: new Date().toISOString() }),
    );
    const headers = { 'content-type': 'application/json' };
    await fetch(bridge, { method: 'POST', body: posted ?? '', headers });
    const file = desk.path('metrics/INT-02/metrics-ring0-20260301-0930.json');
    writeFileSync(file, Buffer.from(`\uFEFF${written}`, 'utf16le'));
  };
  let reporting: NodeJS.Timeout;

  const ask = (query: string) => instantQuery(prometheus.url, query);
  const value = (query: string, fits: (n: number) => boolean = () => true) =>
    eventually(async () => {
      const [found] = await ask(query);
      return found && fits(found.value) ? found.value : undefined;
    });

  beforeAll(async () => {
    rules = shippedRules('usb-video-vault');
    desk = new Desk();
    mkdirSync(desk.path('metrics/INT-02'), { recursive: true });
    mkdirSync(desk.path('deployment'));
    const targets = {
      rings: { ring0: { targets: [{ hostname: 'int-01' }, { hostname: 'INT-02' }], validated: true } },
    };
    desk.write('deployment/ring-targets.json', JSON.stringify(targets));
    const shipped = readFileSync(profilePath('usb-video-vault.yaml'), 'utf8');
    const alone = shipped.replace(/ {2}alertmanagers:\n.*\n/, '').replace('refresh: 5s', 'refresh: 1s');
    desk.write('vault.yaml', alone);

    const dir = ['--dir', 'metrics', '--poll', '1s', '--targets', 'deployment/ring-targets.json'];
    bridge = await serving('bridge', '--listen', '0', '--post', ...dir, '--stale-after', '5s');
    reporting = setInterval(() => void report(), 300);
    const labels = await serveMetrics({ host: '127.0.0.1', port: 0 }, () => [
      gauge(
        'hostile',
        'A line\nand "\\".',
        HOSTILE.map((text, i) => sample(i, { text })),
      ),
    ]);
    ends.push(labels.close);
    const metricsPort = await freePort();
    const gatewayStarts = startPushgateway();
    prometheus = await startPrometheus({
      scrapeInterval: '1s',
      evaluationInterval: '1s',
      ruleFiles: rules.files,
      targets: [
        { job: 'usb-video-vault', address: new URL(bridge).host },
        { job: 'ringdeck', address: `127.0.0.1:${metricsPort}` },
        { job: 'labels', address: new URL(labels.url).host },
      ],
    });
    gateway = await gatewayStarts;
    const servers = ['-c', 'vault.yaml', '--prometheus', prometheus.url];
    room = await serving(...servers, 'metrics', '--listen', String(metricsPort));
  });
  afterAll(async () => {
    clearInterval(reporting);
    await Promise.all(ends.map((end) => end()));
    await Promise.all([prometheus?.stop(), gateway?.stop()]);
    desk?.remove();
    rmSync(rules.folder, { recursive: true });
  });

  it('the board of the documents has a number for each of its panels', async () => {
    expect(await value('max by (ring) (memory_usage_mb)', (n) => n === 212.5)).toBe(212.5);
    hosts['INT-01'].errorCount = 5;
    expect(await value('sum by (ring) (increase(errors_total[1m]))', (n) => n > 0)).toBeGreaterThan(1);
    // The memory of INT-02 is beyond the limit.
    expect(await value('ring_status{ring="ring0"}', (n) => n === -1)).toBe(-1);
    expect(await value('ring_status{ring="ring1"}')).toBe(0);
  });

  it("the profile's checks of a deployed ring all have values", async () => {
    const checks = await eventually(async () => {
      const { rings } = await desk.json<{ rings: { checks: { id: string; value: number | null }[] }[] }>([
        ...['-c', 'vault.yaml', '--prometheus', prometheus.url, 'snapshot'],
      ]);
      return rings[0]?.checks.every((check) => check.value !== null) ? rings[0].checks : undefined;
    });
    expect(Object.fromEntries(checks.map((check) => [check.id, check.value]))).toMatchObject({
      memory: 212.5 * 2 ** 20,
      startup: 2.5,
      licence: 0.25,
      crashes: 0,
      uptime: 1,
    });
  });

  it('the gate answers from the same series', async () => {
    const gate = () => desk.ringdeck(['-c', 'vault.yaml', '--prometheus', prometheus.url, 'gate', 'ring1']);
    expect(await gate()).toMatchObject({ code: 1, out: expect.stringMatching(/ring0.*memory/) });
    hosts['INT-02'].memoryUsage = 160;
    const passed = await eventually(async () => {
      const answer = await gate();
      return answer.code === 0 ? answer.out : undefined;
    });
    expect(passed).toBe('PASS  ring1 may be deployed to\n');
  });

  it('logs that begin anew take nothing back, and a first signature error is an alert', async () => {
    Object.assign(hosts['INT-01'], { errorCount: 1, signatureErrors: 1 });
    expect(await value('sum(resets(errors_total[5m]))', (n) => n > 0)).toBeGreaterThan(0);
    expect(await value('increase(errors_total{hostname="INT-01"}[5m])')).toBeGreaterThan(0);
    expect(await value('ALERTS{alertname="SignatureError",ring="ring0"}')).toBe(1);
    expect(await value('vault:signature_errors_24h', (n) => n === 1)).toBe(1);
  });

  it('the rollout is known by the reports and the targets', async () => {
    expect(await value('sum(ring_targets{ring="ring0"})')).toBe(2);
    expect(await value('sum(ring_targets_deployed{ring="ring0"})', (n) => n === 2)).toBe(2);
    expect(await value('ring_deployed_timestamp_seconds{ring="ring0"}')).toBeGreaterThan(0);
  });

  it('what promtool finds is the name the board asks for, and nothing else', async () => {
    expect(lint(await (await fetch(bridge)).text())).toBe(
      'memory_usage_mb metric names should not contain abbreviated units\n',
    );
    expect(lint(await (await fetch(room)).text())).toBe('');
  });

  it('both are read as OpenMetrics, and no sample is lost', async () => {
    const lost = await eventually(async () => {
      const answer = await ask('min by (job) (up{job=~"usb-video-vault|ringdeck"})');
      return answer.length === 2 ? answer.filter(({ value }) => value !== 1) : undefined;
    });
    expect(lost).toEqual([]);
    expect(await value('ringdeck_build_info{profile="usb-video-vault"}')).toBe(1);
    expect(await value('ring_validated{ring="ring0"}')).toBe(1);
    expect(await value('count(ring_state == 1)')).toBe(3);
  });

  it('label values arrive as they were', async () => {
    const found = await eventually(async () => {
      const answer = await ask('sort(hostile)');
      return answer.length > 0 ? answer : undefined;
    });
    expect(found.map(({ metric }) => metric.text)).toEqual(HOSTILE);
  });

  describe('once the collectors are stopped', () => {
    beforeAll(() => clearInterval(reporting));

    describe('a Pushgateway', () => {
      const push = (...args: string[]) => [
        '-c',
        'vault.yaml',
        '--prometheus',
        prometheus.url,
        'metrics',
        '--push',
        ...args,
      ];
      const pushed = async () => (await fetch(`${gateway.url}/metrics`)).text();

      it('one push stays there', async () => {
        expect(await desk.ringdeck(push(gateway.url, '--once'))).toEqual({ code: 0, out: '', err: '' });
        const text = await pushed();
        expect(text).toMatch(
          /^ring_validated\{instance="",job="ringdeck",profile="usb-video-vault",ring="ring0"\} 1$/m,
        );
        expect(text).toMatch(/^push_time_seconds\{.*job="ringdeck"/m);
      });

      it('a room that goes on pushes what changes, and takes all away at its end', async () => {
        const { ended, signal } = desk.run(push(gateway.url, '--every', '1s'));
        const evaluated = async () => Number(/^ringdeck_evaluated_\S+ (\S+)$/m.exec(await pushed())?.[1]);
        const first = await evaluated();
        await eventually(async () => ((await evaluated()) > first + 1 ? true : undefined));
        signal('SIGTERM');
        expect(await ended).toEqual({ code: 0, out: '', err: '' });
        expect(await pushed()).not.toContain('ring_validated');
      });

      it('that is not there is a failure', async () => {
        const { code, err } = await desk.ringdeck(push('http://127.0.0.1:1', '--once'));
        expect([code, err]).toEqual([1, expect.stringMatching(/^ringdeck: the Pushgateway cannot be reached: /)]);
      });
    });

    it('the hosts that fell silent have no values, but the time of their last report', async () => {
      await eventually(async () => ((await ask('process_up')).length === 0 ? true : undefined));
      expect(await ask('count(last_report_timestamp_seconds)')).toMatchObject([{ value: 2 }]);
    });

    it('says so when Prometheus is gone, and shows no value any more', async () => {
      await prometheus.kill();
      const text = await eventually(async () => {
        const served = await (await fetch(room)).text();
        return served.includes('ringdeck_up{profile="usb-video-vault"} 0') &&
          !/^ring_status\{.*ring="ring0"/m.test(served)
          ? served
          : undefined;
      });
      expect(text).toContain('ringdeck_source_up{profile="usb-video-vault",source="prometheus",kind="prometheus"} 0');
      expect(text).toContain('ring_state{profile="usb-video-vault",ring="ring0",state="unknown"} 1');
      expect(text).toContain('ring_validated{profile="usb-video-vault",ring="ring0"} 1');
    });
  });
});
