import { simulated } from '../system.ts';
import { digitallzLines } from './logs.ts';
import { DigitallzMetrics } from './metrics/all.ts';
import { type Conditions, HEALTHY, SCENARIOS, SCRIPTS } from './scenarios.ts';
import { type Digitallz, type DigitallzEvents, startDigitallz, stepDigitallz } from './world.ts';

export const digitallz = simulated<Conditions, Digitallz, DigitallzEvents>({
  healthy: HEALTHY,
  scenarios: SCENARIOS,
  commands: {},
  scripts: SCRIPTS,
  start: startDigitallz,
  step: stepDigitallz,
  metrics: (startedAt) => new DigitallzMetrics(startedAt),
  lines: digitallzLines,
});
