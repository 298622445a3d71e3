import { type Sentence, say } from '../text/say.ts';
import type { NoiseVerdict } from '../verdict/verdict.ts';

/** By what model of noise evidence is weighed: "requests fail independently (3 V1 pods differ no more than by chance)". */
export function noiseText({ pods: count, violated, divisor, assumed, dispersion }: NoiseVerdict): Sentence {
  const pods = `${count} V1 pod${count === 1 ? '' : 's'}`;
  if (violated) return say`violated: ${pods} differ among themselves beyond what was allowed for`;
  if (divisor > 1)
    return say`${pods} differ as if one of them were worse, with evidence of ${divisor.toFixed(0)}: V2’s evidence is divided by as much`;
  if (assumed) return say`requests fail independently (assumed: ${pods} cannot show otherwise)`;
  return dispersion > 1
    ? say`${pods} differ more than by chance: evidence divided by ${dispersion.toFixed(1)}`
    : say`requests fail independently (${pods} differ no more than by chance)`;
}
