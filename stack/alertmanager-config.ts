import { parse, stringify } from 'yaml';

interface AlertmanagerConfig {
  readonly route: { readonly receiver: string; readonly routes?: readonly object[] };
  readonly receivers: readonly { readonly name: string }[];
  readonly inhibit_rules?: readonly object[];
}

/**
 * One alertmanager.yml out of each system's own: its tree hangs below a route for the label `system`, and alerts of
 * no system reach a receiver that tells nobody.
 */
export function mergeAlertmanagerConfigs(bySystem: ReadonlyMap<string, string>): string {
  const configs = [...bySystem].map(([system, text]) => ({ system, config: parse(text) as AlertmanagerConfig }));
  return stringify({
    route: {
      receiver: 'none',
      routes: configs.map(({ system, config }) => ({ matchers: [`system="${system}"`], ...config.route })),
    },
    receivers: [{ name: 'none' }, ...configs.flatMap(({ config }) => config.receivers)],
    inhibit_rules: configs.flatMap(({ config }) => config.inhibit_rules ?? []),
  });
}
