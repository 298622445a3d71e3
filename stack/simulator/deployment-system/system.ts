import { simulated } from '../system.ts';
import { platformLines } from './logs.ts';
import { PlatformMetrics } from './metrics.ts';
import { type Platform, type PlatformEvents, startPlatform, stepPlatform } from './platform.ts';
import { type Conditions, HEALTHY, SCENARIOS } from './scenarios.ts';

export const deploymentSystem = simulated<Conditions, Platform, PlatformEvents>({
  healthy: HEALTHY,
  scenarios: SCENARIOS,
  commands: {},
  scripts: {},
  start: startPlatform,
  step: stepPlatform,
  metrics: () => new PlatformMetrics(),
  lines: ({ events, at }) => platformLines(events, at),
});
