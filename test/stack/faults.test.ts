import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../../stack/binaries.ts';
import { profilePath, type System } from '../../stack/profiles.ts';
import { HEALTHY, SIMULATED } from '../../stack/simulator/registry.ts';
import { playedSeries } from './played-series.ts';
import { haveServers } from './servers.ts';

/** What fires after some minutes of each scenario, and nothing else; each alert of the rules fires in one of them. */
const FIRING = {
  supersmartmatch: {
    'v2-error-spike': { minutes: 6, firing: ['V2ErrorSpike'] },
    'v2-slow': { firing: ['CacheHitRateLow', 'ResponseTimeHigh'] },
    'v2-inaccurate': { firing: ['AccuracyDegraded'] },
    // Its ten minutes begin when what is measured over five stands still, and it waits for five.
    'traffic-stalled': { minutes: 25, firing: ['MigrationStalled'] },
    'service-down': { minutes: 3, clears: 3, firing: ['ServiceDown'] },
  },
  'usb-video-vault': {
    'ring-memory': { firing: ['PerformanceDegradation'] },
    'ring-errors': { firing: ['HighErrorRate'] },
    'ring-tampered': { clears: 17, firing: ['AntiRollbackError', 'SignatureError'] },
    'ring-crashes': { clears: 17, firing: ['ApplicationCrash'] },
    'ring-silent': { firing: ['CollectorDown'] },
    // Once it is over: the milestone is reached anew, which is told of for an hour.
    'ring-unused': { minutes: 50, well: 60, firing: ['MilestoneReached'], clears: 75 },
    'deploy-ring1': { clears: 17, firing: ['RingProgression'] },
  },
  'deployment-system': {
    'deployments-fail': { clears: 20, firing: ['ContainerRestartLoop', 'DeploymentFailures'] },
    'ports-exhausted': { firing: ['PortsNearlyExhausted'] },
    // Those that begin now end twenty minutes later.
    'deployments-slow': { minutes: 40, firing: ['DeploymentSlow'], clears: 45 },
    'platform-down': { minutes: 4, firing: ['ServiceDown'] },
    'mongodb-down': { firing: ['MongoDBDown'] },
    'mongodb-slow': { minutes: 25, firing: ['MongoDBSlow'] },
    'app-down': { firing: ['ApplicationDown', 'HighErrorRate'] },
  },
  digitallz: {
    'digitallz-site-down': { minutes: 4, firing: ['APIDown', 'DatabaseDown', 'RedisDown', 'SiteDown'] },
    'digitallz-slow': { firing: ['ErrorRateElevated', 'HighErrorRate', 'HighResponseTime', 'ResponseTimeElevated'] },
    'digitallz-overload': {
      minutes: 13,
      firing: ['CPUUsageCritical', 'DiskSpaceLow', 'HighCPUUsage', 'HighMemoryUsage', 'MemoryUsageCritical'],
    },
    'digitallz-attack': { minutes: 4, firing: ['DDoSAttack', 'DataLeak', 'SecurityBreach', 'SuspiciousActivity'] },
    'digitallz-weak-demand': {
      minutes: 40,
      firing: ['ChurnRateHigh', 'ConversionRateLow', 'RevenueDrop', 'UserGrowthStagnant'],
    },
    'digitallz-chores-undone': { minutes: 4, firing: ['BackupFailed', 'CertificateExpiring', 'LogRotationFailed'] },
    // Compared with an hour before, and told of for an hour.
    'digitallz-growth-spurt': {
      before: 70,
      minutes: 5,
      clears: 65,
      firing: ['FeatureUsageSpike', 'NewUserMilestone', 'RevenueMilestone'],
    },
  },
  'drop-craft': {
    'shop-errors': { firing: ['ApiSuccessLow', 'HighErrorRate'] },
    'shop-slow': { firing: ['ResponseTimeHigh', 'SlowResponse'] },
    'shop-api-down': { minutes: 4, firing: ['AppDown', 'SiteDown'] },
    'shop-database-down': { firing: ['ApiSuccessLow', 'DatabaseDown', 'HighErrorRate'] },
    'shop-database-busy': {
      clears: 17,
      firing: [
        'DatabaseCacheHitLow',
        'DatabaseConnectionsHigh',
        'DatabaseDeadlocks',
        'DatabaseQuerySlow',
        'ResponseTimeHigh',
      ],
    },
    'shop-pages-slow': { firing: ['InputDelayPoor', 'LargestPaintPoor', 'LayoutShiftPoor', 'PageLoadSlow'] },
    'shop-function-fails': { clears: 17, firing: ['EdgeFunctionErrors'] },
    // Degraded it is after ten minutes.
    'shop-partners-down': { minutes: 13, firing: ['ThirdPartyApiDegraded', 'ThirdPartyApiDown'] },
    'shop-blind': { firing: ['ExporterDown'] },
  },
} as const satisfies Partial<Record<System, Readonly<Record<string, Fault>>>>;

/** All in minutes. */
interface Fault {
  /** How long all is well before; that of the system unless given. */
  readonly before?: number;
  /** How long it lasts; 11 unless given. */
  readonly minutes?: number;
  /** How long after it is looked at; at its end unless given. */
  readonly well?: number;
  /** How long after that nothing fires any more; 8 unless given, what is told of for a quarter of an hour takes longer. */
  readonly clears?: number;
  readonly firing: readonly string[];
}

/** What node_exporter says is that of the machine the stack runs on, and no scenario's. */
const OF_THE_MACHINE = ['DiskSpaceCritical', 'MemoryCritical', 'HighCpu'];

const INTERVAL = 60;
/** How long all is well before, in minutes. The vault begins with a deployment, which is told of for a quarter of an hour. */
const BEFORE = { supersmartmatch: 7, 'usb-video-vault': 18, 'deployment-system': 12, digitallz: 7, 'drop-craft': 7 };

describe.skipIf(!haveServers(['promtool']))('the shipped alerts, by the rules as they are', () => {
  describe.each(Object.keys(FIRING) as (keyof typeof FIRING)[])('of %s', (id) => {
    const { system } = SIMULATED[id];
    const rules = profilePath(`${id}/alerting.rules.yml`);

    it('each have a scenario in which they fire', () => {
      const alerts = [...readFileSync(rules, 'utf8').matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name ?? '');
      const faults: readonly Fault[] = Object.values(FIRING[id]);
      expect(new Set(faults.flatMap(({ firing }) => firing))).toEqual(
        new Set(alerts.filter((name) => !OF_THE_MACHINE.includes(name))),
      );
      expect([...system.scenarios, ...system.commands]).toEqual(expect.arrayContaining(Object.keys(FIRING[id])));
    });

    it('fire in it and clear after it, and none fires while all is well', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'ringdeck-faults-'));
      try {
        const faults: [string, Fault][] = Object.entries(FIRING[id]);
        const tests = await Promise.all(
          faults.map(async ([scenario, { before = BEFORE[id], minutes = 11, well = 0, clears = 8, firing }]) => ({
            name: scenario,
            interval: `${INTERVAL}s`,
            input_series: await playedSeries(
              system,
              [
                { scenario: HEALTHY, samples: before },
                { scenario, samples: minutes },
                { scenario: HEALTHY, samples: well + clears },
              ],
              INTERVAL,
            ),
            promql_expr_test: [
              firingAt(before - 1, []),
              firingAt(before + minutes + well - 1, firing),
              firingAt(before + minutes + well + clears - 1, []),
            ],
          })),
        );
        const file = join(folder, 'faults.test.yml');
        const recording = profilePath(`${id}/recording.rules.yml`);
        // JSON is YAML, too, and written in no time.
        writeFileSync(
          file,
          JSON.stringify({ rule_files: [recording, rules], evaluation_interval: `${INTERVAL}s`, tests }),
        );
        expect(execFileSync(requireProgram('promtool'), ['test', 'rules', file], { encoding: 'utf8' })).toContain(
          'SUCCESS',
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

/** That these fire at a sample, and nothing else. */
const firingAt = (sample: number, alerts: readonly string[]) => ({
  expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
  eval_time: `${sample * INTERVAL}s`,
  exp_samples: alerts.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
});
