import { type Sentence, say } from '../text/say.ts';
import type { NoiseVerdict } from '../verdict/verdict.ts';

/** By what model of noise evidence is weighed: "requests fail independently (3 V1 pods differ no more than by chance)". */
export function noiseText({ pods: count, violated, divisor, assumed, dispersion }: NoiseVerdict): Sentence {
  const pods = `${count} V1 pod${count === 1 ? '' : 's'}`;
  if (violated) return say`${pods} differ more than was allowed for`;
  if (divisor > 1)
    return say`${pods} differ as if one of them were worse, with evidence of ${divisor.toFixed(0)}: V2’s evidence is divided by as much`;
  if (assumed) return say`each request is counted on its own; ${pods} cannot show whether that is right`;
  return dispersion > 1
    ? say`${pods} differ more than by chance: evidence divided by ${dispersion.toFixed(1)}`
    : say`each request is counted on its own: ${pods} differ no more than by chance`;
}
