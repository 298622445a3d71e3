import { simulated } from '../system.ts';
import { VaultMetrics } from './metrics.ts';
import { type Conditions, HEALTHY, SCENARIOS } from './scenarios.ts';
import { deployRing, stepVault, type Vault, type VaultActivities } from './vault.ts';

export const usbVideoVault = simulated<Conditions, Vault, VaultActivities>({
  healthy: HEALTHY,
  scenarios: SCENARIOS,
  commands: {
    'deploy-ring1': (vault, at) => deployRing(vault, 'ring1', at),
    'deploy-ga': (vault, at) => deployRing(vault, 'ga', at),
  },
  scripts: {},
  // ring0 has just been deployed to.
  start: (at) => deployRing({}, 'ring0', at),
  step: (vault, _at, dt, conditions, random) => stepVault(vault, dt, conditions, random),
  metrics: () => new VaultMetrics(),
  // Its collector writes no logs.
  lines: () => [],
});
