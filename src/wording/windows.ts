import { formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Seconds } from '../units.ts';

const UNITS = [
  ['d', 86_400, 2],
  ['h', 3600, 1],
  ['min', 60, 1],
  ['s', 1, 1],
] as const;

/** Over how long a number is taken: "5 min", "24 h", "30 d". */
export function windowText(window: Seconds): Sentence {
  const unit = UNITS.find(([, length, least]) => window % length === 0 && window >= least * length);
  return unit ? say`${window / unit[1]} ${unit[0]}` : say`${formatDuration(window)}`;
}
