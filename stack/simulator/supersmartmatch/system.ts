import { simulated } from '../system.ts';
import { logLines } from './logs.ts';
import { type Matching, type Request, startMatching, stepMatching } from './matching.ts';
import { MatchingMetrics } from './metrics.ts';
import { type Conditions, HEALTHY, SCENARIOS, SCRIPTS } from './scenarios.ts';

export const supersmartmatch = simulated<Conditions, Matching, readonly Request[]>({
  healthy: HEALTHY,
  scenarios: SCENARIOS,
  commands: {},
  scripts: SCRIPTS,
  // V2 takes what it is held at, or 30 %.
  start: (_at, { plan }) => startMatching('hold' in plan ? plan.hold : 0.3),
  step: stepMatching,
  metrics: (startedAt) => new MatchingMetrics(startedAt),
  lines: ({ world, events, random }) => logLines(events, world, random),
});
