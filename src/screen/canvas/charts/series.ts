import type { Safe } from '../../../text/safe.ts';
import type { Samples } from './samples.ts';
import type { StrokeName } from './strokes.ts';

/** A curve of a chart. */
export interface Series {
  readonly samples: Samples;
  readonly line: StrokeName;
  /** What it is called beside others. */
  readonly name?: Safe;
  /** Whether a value is beyond what this is held against at its sample; absent where it is held against nothing. */
  readonly isBeyond?: (value: number, sample: number) => boolean;
}

/** What came of drawing a curve. */
export interface Course {
  /** Whether it met another. */
  readonly met: boolean;
  /** Whether it was beyond what it is held against anywhere. */
  readonly beyond: boolean;
}
