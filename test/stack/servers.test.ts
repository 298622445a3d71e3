import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findProgram, missingFrom, missingPrograms, requireProgram } from '../../stack/binaries.ts';
import { freePort } from '../../stack/ports.ts';
import { runServer } from '../../stack/process.ts';
import {
  eventually,
  haveServers,
  instantQuery,
  startAlertmanager,
  startNodeExporter,
  startPrometheus,
} from './servers.ts';

describe('what is missing', () => {
  it('is named with the packages that bring it', () => {
    expect(missingPrograms('/nowhere')).toBe(
      'Not found on PATH: prometheus, promtool, prometheus-alertmanager, amtool, prometheus-node-exporter. ' +
        'On Debian or Ubuntu: sudo apt-get install --no-install-recommends prometheus prometheus-alertmanager ' +
        'prometheus-node-exporter',
    );
  });

  it('is named with what fetches it, of a newer suite', () => {
    // The exporter is fetched of no suite.
    const sentence = 'Not fetched from sid: prometheus-node-exporter. On Debian: npm run servers -- sid';
    expect(missingFrom('sid', ['nodeExporter'])).toBe(sentence);
    expect(() => requireProgram('nodeExporter', 'sid')).toThrow(sentence);
  });

  it('is not a folder of that name', () => {
    expect(findProgram('prometheus', '/etc')).toBeNull();
  });

  it('is said of a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(freePort(port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    taken.close();
  });

  it('is said of a server that cannot start, and leaves nothing behind', async () => {
    let folder = '';
    const spec = { name: 'broken', port: await freePort(), readyPath: '/' };
    const prepare = async (given: string) => {
      folder = given;
      return ['-e', 'console.error("no such flag"); process.exit(3)'];
    };
    await expect(runServer({ ...spec, program: process.execPath, prepare })).rejects.toThrow(/exited with 3:\nno such/);
    expect(existsSync(folder)).toBe(false);
    await expect(runServer({ ...spec, program: '/nowhere', prepare })).rejects.toThrow(/ENOENT/);
    expect(existsSync(folder)).toBe(false);
  });
});

describe.skipIf(!haveServers())('real servers', () => {
  it('keep their data and their port over a crash', async () => {
    const exporter = await startNodeExporter();
    const targets = [{ job: 'node', address: new URL(exporter.url).host }];
    const prometheus = await startPrometheus({ targets, scrapeInterval: '200ms', evaluationInterval: '200ms' });
    const isUp = () =>
      eventually(async () => {
        const [sample] = await instantQuery(prometheus.url, 'up{job="node"} == 1');
        return sample;
      });
    await isUp();
    const before = Date.now() / 1000;
    await prometheus.kill();
    await expect(fetch(prometheus.url)).rejects.toThrow();
    await prometheus.restart();
    await isUp();
    const [earlier] = await instantQuery(prometheus.url, `up{job="node"} @ ${before}`);
    expect(earlier?.value).toBe(1);
    await prometheus.stop();
    await exporter.stop();
    await expect(prometheus.restart()).rejects.toThrow(/stopped for good/);
  });

  it('gossip a silence from one Alertmanager to the other', async () => {
    const first = await startAlertmanager({ peers: [] });
    const second = await startAlertmanager({ peers: [first.clusterAddress ?? ''] });
    const silence = {
      matchers: [{ name: 'alertname', value: 'X', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: 'test',
      comment: 'test',
    };
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${first.url}/api/v2/silences`, { method: 'POST', headers, body: JSON.stringify(silence) });
    const silences = await eventually(async () => {
      const response = await fetch(`${second.url}/api/v2/silences`);
      const listed = (await response.json()) as unknown[];
      return listed.length > 0 ? listed : undefined;
    });
    expect(silences).toHaveLength(1);
    await second.stop();
    await first.stop();
  });
});
