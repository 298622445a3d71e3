import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow beyond what is in use before it is collected, in percent; unbidden V8 lets it grow to four times that. */
const GROWTH = 60;

/**
 * Has memory given back soon. Log lines live for seconds, long enough to be taken for lasting: left to itself, V8 would
 * hold hundreds of megabytes of lines that were let go.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  // What is young stays as small as it is at the start.
  setFlagsFromString('--semi-space-growth-factor=1');
}
