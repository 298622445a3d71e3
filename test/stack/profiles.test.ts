import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Unit } from '../../src/units.ts';
import { SYSTEMS } from '../../stack/profiles.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { loadShipped, profileQueries } from './queries.ts';
import { shippedRules } from './quick-rules.ts';
import { eventually, haveServers, instantQuery } from './servers.ts';

/** What a value can be at all, so that a percentage or a millisecond is found out. */
const PLAUSIBLE: Readonly<Record<Unit, readonly [number, number]>> = {
  // A difference of two ratios may be negative.
  ratio: [-1, 1],
  seconds: [0, 4e9],
  bytes: [1e6, 1e12],
  // Early on a rate covers a part of its window only.
  'per-second': [0.1, 1000],
  count: [0, 1000],
  // Euros per match are one too.
  score: [0, 20],
  factor: [0, 100],
};

const DEPLOYED = { supersmartmatch: ['canary'], 'usb-video-vault': ['ring0', 'ring1'] } as const;

describe.skipIf(!haveServers())('the shipped profiles on the real stack', () => {
  let stack: Stack;
  let rules: ReturnType<typeof shippedRules>;

  beforeAll(async () => {
    rules = shippedRules();
    stack = await startStack({ interval: '500ms', ruleFiles: rules.files });
    await stack.simulator.play('deploy-ring1');
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(rules.folder, { recursive: true });
  });

  describe.each(SYSTEMS)('%s', (id) => {
    const profile = loadShipped(id);

    it.each(profileQueries(profile, DEPLOYED[id]))(
      '$place answers what the room expects',
      async ({ expr, unit, each }) => {
        const samples = await eventually(async () => {
          const answer = await instantQuery(stack.prometheus.url, expr);
          return answer.length > 0 && answer.every(({ value }) => Number.isFinite(value)) ? answer : undefined;
        });
        if (each) expect(new Set(samples.map(({ metric }) => metric[each])).size).toBe(samples.length);
        else expect(samples).toHaveLength(1);
        const [low, high] = PLAUSIBLE[unit];
        for (const { value } of samples) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
      },
    );

    it('knows the alert tier of every severity its rules use', async () => {
      const known = Object.values(profile.alerts.tiers).flatMap((tier) => tier?.severities ?? []);
      const response = await fetch(`${stack.prometheus.url}/api/v1/rules?type=alert`);
      const { data } = (await response.json()) as {
        data: { groups: { rules: { name: string; labels: Record<string, string> }[] }[] };
      };
      const rules = data.groups.flatMap((group) => group.rules).filter((rule) => rule.labels.system === id);
      expect(rules.length).toBeGreaterThan(5);
      for (const rule of rules) expect(known).toContain(rule.labels.severity);
    });
  });

  it('is healthy while nothing is wrong', async () => {
    const profile = loadShipped('usb-video-vault');
    for (const ring of DEPLOYED['usb-video-vault'])
      for (const { place, expr } of profileQueries(profile, [ring]).filter((q) => q.place.startsWith(`${ring}.`))) {
        const check = profile.checks[place.slice(ring.length + 1)];
        const [sample] = await instantQuery(stack.prometheus.url, expr);
        if (!check || !sample) continue;
        if (check.at_most !== undefined) expect(sample.value, place).toBeLessThanOrEqual(check.at_most);
        if (check.at_least !== undefined) expect(sample.value, place).toBeGreaterThanOrEqual(check.at_least);
      }
  });

  it('has nothing to say about a ring that is not deployed to', async () => {
    const profile = loadShipped('usb-video-vault');
    const queries = profileQueries(profile, ['ga']).filter(({ place }) => /^ga\.(?!progress)/.test(place));
    for (const { expr } of queries) expect(await instantQuery(stack.prometheus.url, expr)).toEqual([]);
  });
});
