import { parse, stringify } from 'yaml';

interface AlertmanagerConfig {
  readonly route: { readonly receiver: string; readonly routes?: readonly object[] };
  readonly receivers: readonly { readonly name: string }[];
  readonly inhibit_rules?: readonly object[];
}

/**
 * One alertmanager.yml out of each system's own: its tree hangs below a route for the label `system`, and alerts of
 * no system reach the receiver `none`. No receiver tells anybody: what it would do is left out.
 */
export function mergeAlertmanagerConfigs(bySystem: ReadonlyMap<string, string>): string {
  const configs = [...bySystem].map(([system, text]) => ({ system, config: parse(text) as AlertmanagerConfig }));
  return stringify({
    route: {
      receiver: 'none',
      routes: configs.map(({ system, config }) => ({ matchers: [`system="${system}"`], ...config.route })),
    },
    receivers: [{ name: 'none' }, ...configs.flatMap(({ config }) => config.receivers.map(({ name }) => ({ name })))],
    inhibit_rules: configs.flatMap(({ config }) => config.inhibit_rules ?? []),
  });
}
