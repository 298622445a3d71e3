import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendScenario } from '../../stack/control.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { loadShipped, profileQueries } from './queries.ts';
import { quickRules } from './quick-rules.ts';
import { eventually, haveServers, instantQuery } from './servers.ts';

interface ListedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
}

describe.skipIf(!haveServers())('a scenario played on the real stack', () => {
  let stack: Stack;
  let rules: ReturnType<typeof quickRules>;

  beforeAll(async () => {
    rules = quickRules();
    stack = await startStack({ interval: '500ms', ruleFiles: rules.files });
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(rules.folder, { recursive: true });
  });

  const play = (name: string) => sendScenario(name, Number(new URL(stack.controlUrl).port));
  const alert = (name: string) =>
    eventually(async () => {
      const response = await fetch(`${stack.alertmanager.url}/api/v2/alerts?filter=alertname%3D${name}`);
      const [first] = (await response.json()) as ListedAlert[];
      return first;
    });

  it.each([
    ['v2-error-spike', 'V2ErrorSpike', 'critical', 'supersmartmatch-critical'],
    ['v2-slow', 'ResponseTimeHigh', 'warning', 'supersmartmatch-warnings'],
    ['ring-memory', 'PerformanceDegradation', 'warning', 'deployment-warnings'],
    ['deployments-fail', 'DeploymentFailures', 'warning', 'deployment'],
    ['ports-exhausted', 'PortsNearlyExhausted', 'warning', 'deployment'],
    ['service-down', 'ServiceDown', 'critical', 'supersmartmatch-critical'],
    ['shop-partners-down', 'ThirdPartyApiDown', 'high', 'drop-craft-high'],
  ])('%s raises %s at Alertmanager', async (scenario, name, severity, receiver) => {
    await play(scenario);
    const { labels, annotations, receivers } = await alert(name);
    expect(labels.severity).toBe(severity);
    expect(receivers).toEqual([{ name: receiver }]);
    expect(Object.keys(annotations).toSorted()).toEqual(['description', 'runbook_url', 'summary']);
  });

  it('service-down takes the scrape away, and healthy gives it back', async () => {
    const up = async (value: number) => {
      const [sample] = await instantQuery(stack.prometheus.url, 'up{job="supersmartmatch-nexten"}');
      return sample?.value === value ? true : undefined;
    };
    await play('service-down');
    await eventually(() => up(0));
    await play('healthy');
    await eventually(() => up(1));
  });

  it.each([
    ['deployments-fail', ['failed-deployments', 'restarts', 'system', 'deployment'], ['stumbled', 'restarts_told']],
    ['ports-exhausted', ['port-errors'], ['port_errors']],
  ])(
    '%s can be read from the logs with the searches and numbers of the profile',
    async (scenario, searches, numbers) => {
      await play(scenario);
      const profile = loadShipped('deployment-system');
      for (const { query } of profile.logs.saved.filter(({ id }) => searches.includes(id))) {
        const lines = await eventually(async () => {
          const url = `${stack.lokiStandIn.url}/loki/api/v1/query_range?${new URLSearchParams({ query })}`;
          const { data } = (await (await fetch(url)).json()) as { data: { result: { values: [string, string][] }[] } };
          return data.result.length > 0
            ? data.result.flatMap(({ values }) => values.map(([, line]) => line))
            : undefined;
        });
        for (const [, word = ''] of query.matchAll(/\|= "([^"]+)"/g))
          for (const line of lines) expect(line).toContain(word);
      }
      for (const { place, expr } of profileQueries(profile, []).filter(({ place }) =>
        numbers.includes(place.split('.')[1] ?? ''),
      )) {
        const [number] = await instantQuery(`${stack.lokiStandIn.url}/loki`, expr);
        expect(number?.value, place).toBeGreaterThan(0);
      }
    },
  );

  it('says which scenarios there are when one is misspelt', async () => {
    await expect(play('v2-eror-spike')).rejects.toThrow(/no scenario "v2-eror-spike"; there are healthy, v2-error/);
  });
});
