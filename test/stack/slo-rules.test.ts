import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { sloRulesText } from '../../src/commands/rules/print-slo.ts';
import { parseProfile } from '../../src/profile/parse.ts';
import { requireProgram } from '../../stack/binaries.ts';

/*
 * What `ringdeck rules slo` makes, read and run by Prometheus' own tool: alerts fire while errors come, and are over after.
 */

const PROFILE = `id: shop
name: Shop
datasources: { prometheus: { url: "http://127.0.0.1:9090" } }
alerts: { where: { team: shop }, severity_label: level, tiers: { P0: { severities: [page] } } }
slos:
  - id: availability
    label: "Avail{{ability"
    objective: 0.999
    good: sum(rate(ok_total[$window]))
    total: sum(rate(all_total[$window]))
  - { id: ratio, objective: 0.99, window: 6h, errors: 'sum(rate(bad_total[$window])) / sum(rate(all_total[$window]))' }
slas:
  - { id: promised, slo: availability }
  - { id: p95, query: 'max_over_time(p95[$window])', window: 2m, unit: seconds, at_most: 0.1 }
  - { id: band, query: 'avg_over_time(band[$window])', window: 1d, unit: ratio, between: [0.4, 0.6] }
`;

/** Nine hours, a sample a minute: six are well, for 100 minutes a twentieth fails, then all is well. */
const SERIES = [
  { series: 'all_total', values: '0+600x560' },
  { series: 'bad_total', values: '0x360 30+30x99 3000x100' },
  { series: 'ok_total', values: '0+600x360 216570+570x99 273600+600x100' },
  { series: 'p95', values: '0.05x360 0.2x9 0.05x200' },
  { series: 'band', values: '0.5x560' },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-slo-rules-'));
  writeFileSync(join(folder, 'rules.yml'), sloRulesText(parseProfile(PROFILE, 'shop.yaml', {}).plan.profile));
});
afterAll(() => rmSync(folder, { recursive: true }));

const promtool = (...args: string[]): string =>
  execFileSync(requireProgram('promtool'), args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

/** What fires at each minute, by name and objective, as promtool is to find it. */
const firing = (at: readonly (readonly [minute: number, ...alerts: string[]])[]) => ({
  rule_files: ['rules.yml'],
  evaluation_interval: '1m',
  tests: [
    {
      interval: '1m',
      input_series: SERIES,
      promql_expr_test: at.map(([minute, ...alerts]) => ({
        expr: 'count by (alertname, slo, sla, level, team) (ALERTS{alertstate="firing"})',
        eval_time: `${minute}m`,
        exp_samples: alerts.map((labels) => ({ labels: `{${labels}}`, value: 1 })),
      })),
    },
  ],
});

const of = (name: string, id: string, level: string) => `alertname="${name}",${id},level="${level}",team="shop"`;
const FAST = of('SloBudgetBurnsFast', 'slo="availability"', 'page');
const SLOW = of('SloBudgetBurnsSlowly', 'slo="availability"', 'warning');
const SPENT = [
  of('SloBudgetGone', 'slo="availability"', 'warning'),
  of('SlaBroken', 'sla="promised",slo="availability"', 'page'),
];
const P95 = of('SlaBroken', 'sla="p95"', 'page');
const ELSE = of('SloBudgetGone', 'slo="ratio"', 'warning');

describe('rules made of objectives and agreements', () => {
  it('are rules to Prometheus, and none that it warns of', () => {
    expect(promtool('check', 'rules', '--lint-fatal', 'rules.yml')).toContain('SUCCESS');
  });

  it('fire while errors come, and are over soon after them', () => {
    const expected = firing([
      [350],
      // A twentieth fails for 25 minutes: 2 % of the last hour, which is more than 14.4 times a thousandth.
      [386, FAST, P95, ...SPENT],
      // That of p95 is within its target since 372, and broken for a quarter of an hour more.
      [400, FAST, ...SPENT],
      // For 100 minutes: 1.4 % of the last six hours.
      [460, FAST, SLOW, ELSE, ...SPENT],
      // Nothing fails for ten minutes: the short window knows.
      [470, SLOW, ELSE, ...SPENT],
      [540, ELSE, ...SPENT],
    ]);
    writeFileSync(join(folder, 'tests.yml'), stringify(expected));
    expect(promtool('test', 'rules', 'tests.yml')).toContain('SUCCESS');
  });
});
