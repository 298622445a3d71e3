import type { Seconds } from '../units.ts';
import { windowText } from './window.ts';

/** Whose objective: ids of two profiles may be the same, and one Prometheus may have the rules of both. */
export interface SloName {
  readonly profile: string;
  readonly slo: string;
}

/** The recorded ratio of errors over a window, as `ringdeck rules slo` names it. */
export const recordedName = (window: Seconds): string => `slo:errors:ratio_rate${windowText(window)}`;

/** The recorded share of the budget that is left. */
export const BUDGET_NAME = 'slo:budget_left:ratio';

/** A selector of one of them. */
export const recordedSelector = (name: string, { profile, slo }: SloName): string =>
  `${name}{profile="${profile}",slo="${slo}"}`;
