import { type Sentence, say } from '../text/say.ts';
import type { NoiseVerdict } from '../verdict/verdict.ts';

/** By what model of noise evidence is weighed: "requests fail independently (the 3 V1 pods differ only by chance)". */
export function noiseText({ pods: count, violated, divisor, assumed, dispersion }: NoiseVerdict): Sentence {
  const pods = `${count} V1 pod${count === 1 ? '' : 's'}`;
  if (violated) return say`${pods} differ from each other by more than the method allows`;
  if (divisor > 1)
    return say`${pods} differ from each other as if one of them were faulty: the evidence against V2 is divided by ${divisor.toFixed(0)}`;
  if (assumed) return say`requests are taken to fail independently; ${pods} cannot show whether they do`;
  return dispersion > 1
    ? say`${pods} differ by more than chance: the evidence is divided by ${dispersion.toFixed(1)}`
    : say`requests fail independently: ${pods} differ only by chance`;
}
