import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow beyond what is in use before it is collected, in percent; unbidden V8 lets it grow to four times that. */
const GROWTH = 60;

/**
 * Has memory given back soon. A frame lives until the next one, long enough to be taken for lasting: left to itself, V8 would
 * hold tens of megabytes of frames that were let go.
 *
 * What is young is bounded where Node is started (bin/ringdeck), for V8 reads that once: with `--max-semi-space-size=2` the
 * demo without a terminal took 162 to 177 MB at most in place of 203 to 205, and no more processor time (four runs of each in
 * turns on Node 24; 1 MB: 173 to 193 MB and some 15 % more time, 4 MB: 166 to 179 MB). `--optimize-for-size` costs half as
 * much processor time again over the first half minute. `--semi-space-growth-factor=1` does nothing on Node 24.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
