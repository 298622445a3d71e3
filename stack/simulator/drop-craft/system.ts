import { simulated } from '../system.ts';
import { shopLines } from './logs.ts';
import { ShopMetrics } from './metrics.ts';
import { HEALTHY, SCENARIOS, type ShopConditions } from './scenarios.ts';
import { deployShop, type Shop, type ShopEvents, startShop, stepShop } from './shop.ts';

export const dropCraft = simulated<ShopConditions, Shop, ShopEvents>({
  healthy: HEALTHY,
  scenarios: SCENARIOS,
  commands: { 'deploy-shop': deployShop },
  scripts: {},
  start: startShop,
  step: stepShop,
  metrics: (startedAt) => new ShopMetrics(startedAt),
  lines: shopLines,
});
