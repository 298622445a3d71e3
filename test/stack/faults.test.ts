import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { requireProgram } from '../../stack/binaries.ts';
import { profilePath, type System } from '../../stack/profiles.ts';
import { HEALTHY, SIMULATED } from '../../stack/simulator/registry.ts';
import { playedSeries } from './played-series.ts';
import { haveServers } from './servers.ts';

/** What fires at the end of ten minutes of each scenario: all of it, and each alert of the rules in one of them at least. */
const FIRING = {
  'drop-craft': {
    'shop-errors': ['ApiSuccessLow', 'HighErrorRate'],
    'shop-slow': ['ResponseTimeHigh', 'SlowResponse'],
    'shop-api-down': ['AppDown', 'SiteDown'],
    'shop-database-down': ['ApiSuccessLow', 'DatabaseDown', 'HighErrorRate'],
    'shop-database-busy': [
      'DatabaseCacheHitLow',
      'DatabaseConnectionsHigh',
      'DatabaseDeadlocks',
      'DatabaseQuerySlow',
      'ResponseTimeHigh',
    ],
    'shop-pages-slow': ['InputDelayPoor', 'LargestPaintPoor', 'LayoutShiftPoor', 'PageLoadSlow'],
    'shop-function-fails': ['EdgeFunctionErrors'],
    'shop-partners-down': ['ThirdPartyApiDegraded', 'ThirdPartyApiDown'],
    'shop-blind': ['ExporterDown'],
  },
} as const satisfies Partial<Record<System, Readonly<Record<string, readonly string[]>>>>;

const INTERVAL = 60;
/** Of ten minutes of health, a bit more of the fault, and as long of health as what happened within 15 minutes is told of. */
const BEFORE = 10;
const FAULT = 11;
const AFTER = 17;

describe.skipIf(!haveServers(['promtool']))('the shipped alerts, by the rules as they are', () => {
  describe.each(Object.keys(FIRING) as (keyof typeof FIRING)[])('of %s', (id) => {
    const { system } = SIMULATED[id];
    const rules = profilePath(`${id}/alerting.rules.yml`);

    it('each have a scenario in which they fire, and each scenario has its alerts', () => {
      const alerts = [...readFileSync(rules, 'utf8').matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name);
      expect(new Set(Object.values(FIRING[id]).flat())).toEqual(new Set(alerts));
      expect(Object.keys(FIRING[id])).toEqual(system.scenarios);
    });

    it('fire in it and clear after it, and none fires while all is well', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'ringdeck-faults-'));
      try {
        const tests = await Promise.all(
          Object.entries(FIRING[id]).map(async ([scenario, alerts]) => ({
            name: scenario,
            interval: `${INTERVAL}s`,
            input_series: await playedSeries(
              system,
              [
                { scenario: HEALTHY, samples: BEFORE },
                { scenario, samples: FAULT },
                { scenario: HEALTHY, samples: AFTER },
              ],
              INTERVAL,
            ),
            promql_expr_test: [
              firing(BEFORE - 1, []),
              firing(BEFORE + FAULT - 1, alerts),
              firing(BEFORE + FAULT + AFTER - 1, []),
            ],
          })),
        );
        const file = join(folder, 'faults.test.yml');
        const recording = profilePath(`${id}/recording.rules.yml`);
        writeFileSync(
          file,
          stringify({ rule_files: [recording, rules], evaluation_interval: `${INTERVAL}s`, tests }, { lineWidth: 0 }),
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
const firing = (sample: number, alerts: readonly string[]) => ({
  expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
  eval_time: `${sample * INTERVAL}s`,
  exp_samples: alerts.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
});
