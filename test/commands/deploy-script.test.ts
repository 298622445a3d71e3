import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServer, startPrometheus } from '../../stack/servers.ts';
import { Desk } from '../desk.ts';
import { haveServers } from '../stack/servers.ts';

const STORE = 'deployment/ring-targets.json';

/** As the deployment of USB Video Vault keeps it. */
const TARGETS = {
  version: '2.4.1',
  rings: {
    ring0: { name: 'Internal team', targets: [{ hostname: 'INT-01', type: 'internal' }], validated: false },
    ring1: {
      name: 'Pilot customers',
      targets: [
        { hostname: 'PILOT-01', type: 'client' },
        { hostname: 'PILOT-02', type: 'client', note: 'evenings only' },
      ],
      validated: false,
    },
    ga: { name: 'Everyone', targets: [{ hostname: 'CLIENT-01', type: 'client' }], validated: false, window: null },
  },
  contacts: ['release@example.com'],
};

/** A real Prometheus answers these without any target: what a check says is written in the profile. */
const profile = (errors = '0.0004') => `
id: vault
name: USB Video Vault
environment: production
datasources:
  prometheus: { url: http://127.0.0.1:1 }
ring_store: { file: ${STORE} }
checks:
  errors: { label: error rate, query: vector(${errors}), unit: ratio, at_most: 0.001 }
  memory: { label: memory, query: vector(141e6), unit: bytes, at_most: 200e6 }
rings:
  - { id: ring0, name: Internal team, soak: 1m, deployed: vector(1.7e9), checks: [errors, memory] }
  - { id: ring1, name: Pilot customers, after: [ring0], approvals: 2, soak: 1m, deployed: vector(1.7e9), checks: [memory] }
  - { id: ga, name: Everyone, after: [ring1], checks: [memory] }
`;

/** Deploys to every target of a ring, and asks nobody. */
const DEPLOY = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const { rings } = JSON.parse(readFileSync('${STORE}', 'utf8'));
for (const { hostname } of rings[process.argv[2]].targets) appendFileSync('deployed.log', hostname + '\\n');
`;

describe.skipIf(!haveServers())('"ringdeck gate RING && ./deploy RING"', () => {
  let prometheus: RunningServer;
  let desk: Desk;

  beforeAll(async () => {
    prometheus = await startPrometheus();
    desk = new Desk(['-c', 'vault.yaml', '--prometheus', prometheus.url]);
    mkdirSync(desk.path('deployment'));
    chmodSync(desk.write('deploy', DEPLOY), 0o755);
  });
  afterAll(async () => {
    await prometheus?.stop();
    desk?.remove();
  });
  beforeEach(() => {
    desk.write('vault.yaml', profile());
    desk.write(STORE, `${JSON.stringify(TARGETS, null, 2)}\n`);
    rmSync(desk.path('deployed.log'), { force: true });
  });

  /** Runs the line of a deploy script; what the gate printed, how it ended, and where it deployed to. */
  const line = async (ring: string, options = '') => {
    const { code, out } = await desk.shell(`$RINGDECK ${options} gate ${ring} && ./deploy ${ring}`);
    return { code, out, deployed: deployed() };
  };
  /** The same without a shell. */
  const deploy = async (ring: string) => {
    const { code, out } = await desk.ringdeck(['gate', ring]);
    if (code === 0) await desk.shell(`./deploy ${ring}`);
    return { code, out, deployed: deployed() };
  };
  const deployed = () => (existsSync(desk.path('deployed.log')) ? desk.read('deployed.log').trim().split('\n') : []);
  const act = (by: string, ...args: string[]) => desk.ringdeck(['--operator', by, 'ring', ...args]);
  const stored = () => JSON.parse(desk.read(STORE)) as typeof TARGETS;

  it('deploys nothing until the ring before is validated, then to every target', async () => {
    expect(await line('ring1')).toEqual({
      code: 1,
      out: 'FAIL  ring1 may not be deployed to\n  - ring0 is not validated\n',
      deployed: [],
    });
    expect(await act('alice', 'validate', 'ring0')).toMatchObject({ code: 0 });
    expect(await line('ring1')).toEqual({
      code: 0,
      out: 'PASS  ring1 may be deployed to\n',
      deployed: ['PILOT-01', 'PILOT-02'],
    });
    const { validation, ...ring0 } = stored().rings.ring0 as Record<string, unknown>;
    expect(validation).toMatchObject({ by: 'alice' });
    expect({ ...stored(), rings: { ...stored().rings, ring0 } }).toEqual({
      ...TARGETS,
      rings: { ...TARGETS.rings, ring0: { ...TARGETS.rings.ring0, validated: true } },
    });
  });

  it('takes the word of whoever wrote the flag by hand', async () => {
    desk.write(STORE, JSON.stringify(TARGETS).replace('"validated":false', '"validated":true'));
    expect(await deploy('ring1')).toMatchObject({ code: 0, deployed: ['PILOT-01', 'PILOT-02'] });
  });

  it('deploys nothing while a ring before fails or cannot be seen', async () => {
    await act('alice', 'validate', 'ring0');
    desk.write('vault.yaml', profile('0.02'));
    expect(await deploy('ring1')).toMatchObject({
      code: 1,
      out: expect.stringContaining('ring0: error rate is 2.00 %, at most 0.10 % is allowed'),
      deployed: [],
    });
    expect(await line('ring1', '--prometheus http://127.0.0.1:1')).toMatchObject({ code: 3, deployed: [] });
  });

  it('goes on after an override, and says so; what an override covered still holds it up while it fails', async () => {
    desk.write('vault.yaml', profile('0.02'));
    const refused = await act('alice', 'validate', 'ring0');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^refused:\n {2}- ring0: error rate is 2\.00 %, at most 0\.10 % is allowed\n/);
    expect(refused.err).toMatch(/\nTo validate it anyway, give a reason: --override REASON\n$/);
    const reason = 'the load test is running';
    expect(await act('alice', 'validate', 'ring0', '--override', reason)).toMatchObject({ code: 0 });
    expect(await deploy('ring1')).toMatchObject({ code: 1, deployed: [] });
    desk.write('vault.yaml', profile());
    expect(await deploy('ring1')).toEqual({
      code: 0,
      out: `PASS  ring1 may be deployed to\n  note: ring0 is validated by alice just now (override: ${reason})\n`,
      deployed: ['PILOT-01', 'PILOT-02'],
    });
  });

  it('waits for the second operator where it takes two', async () => {
    await act('alice', 'validate', 'ring0');
    const asked = await act('alice', 'validate', 'ring1');
    expect([asked.code, asked.out]).toEqual([2, '']);
    expect(asked.err).toBe(
      'pending: the validation of ring1 is requested; another operator must confirm it within an hour\n',
    );
    const { out } = await act('bob', 'show', 'ring1');
    expect(out).toContain('alice requested the validation of ring1 just now');
    expect(out).toMatch(/^ {2}ok {2}memory {2}141 MB {2}at most 200 MB {2}\d+s ago$/m);
    expect(out).toContain('"ringdeck ring validate ring1" would confirm its validation');
    expect(await act('bob', 'withdraw', 'ring1')).toMatchObject({ code: 0 });
    expect(await act('alice', 'validate', 'ring1')).toMatchObject({ code: 2 });
    expect(await deploy('ga')).toMatchObject({
      code: 1,
      out: expect.stringContaining('note: alice requested the validation of ring1'),
      deployed: [],
    });
    const confirmed = await desk.json<Record<string, unknown>>(['--operator', 'bob', 'ring', 'validate', 'ring1']);
    expect(confirmed).toMatchObject({ schemaVersion: 1, act: 'validate', ring: 'ring1', result: 'done', exit: 0 });
    expect(await deploy('ga')).toEqual({
      code: 0,
      out: 'PASS  ga may be deployed to\n  note: ring1 is validated by alice just now, confirmed by bob\n',
      deployed: ['CLIENT-01'],
    });
  });
});
