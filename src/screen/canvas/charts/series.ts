import type { Safe } from '../../../text/safe.ts';
import type { Samples } from './samples.ts';
import type { StrokeName } from './strokes.ts';

/** A curve of a chart. */
export interface Series {
  readonly samples: Samples;
  readonly line: StrokeName;
  /** What it is called beside others. */
  readonly name?: Safe;
  /** Whether a value is beyond the limit that this is held against; absent where it is held against none. */
  readonly isBeyond?: (value: number) => boolean;
}
