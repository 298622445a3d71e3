import { expect, test } from 'vitest';
import { askedOf, sloRules } from '../../../src/commands/rules/slo-rules.ts';
import { parseProfile } from '../../../src/profile/parse.ts';

const profileWith = (datasource: string, slos: string) =>
  parseProfile(`id: shop\nname: Shop\ndatasources: { prometheus: ${datasource} }\n${slos}`, 'shop.yaml', {}).plan
    .profile;

test('rules are of the Prometheus alone that is asked', () => {
  const profile = profileWith(
    '[{ id: eu, url: "http://127.0.0.1:1" }, { id: us, url: "http://127.0.0.1:2" }]',
    `slos:
  - { id: here, objective: 0.99, errors: "e[$window]" }
  - { id: there, objective: 0.99, errors: "e[$window]", server: us }
slas:
  - { id: first, slo: here }
  - { id: second, slo: there }
  - { id: third, query: "q[$window]", window: 1h, unit: seconds, at_most: 1, server: us }
`,
  );
  const names = (server: string) => sloRules(askedOf(profile, server)).groups.map(({ name }) => name);
  expect(names('eu')).toEqual(['ringdeck-shop-here', 'ringdeck-shop-here-budget', 'ringdeck-shop-sla-first']);
  expect(names('us')).toEqual([
    'ringdeck-shop-there',
    'ringdeck-shop-there-budget',
    'ringdeck-shop-sla-second',
    'ringdeck-shop-sla-third',
  ]);
});

test("what is recorded already by the profile's own rules is taken from there", () => {
  const profile = profileWith(
    '{ url: "http://127.0.0.1:1" }',
    'slos: [{ id: up, objective: 0.99, errors: "e[$window]", recorded: "my:errors" }]\n',
  );
  const records = sloRules(profile).groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => ('record' in rule ? [`${rule.record} ${rule.expr}`] : [])),
  );
  expect(records).toContain('slo:errors:ratio_rate5m e[5m]');
  expect(records).toContain('slo:errors:ratio_rate30d my:errors');
});
