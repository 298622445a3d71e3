import type { MinedBatch } from '../../patterns/batcher.ts';
import type { Millis } from '../../units.ts';

/** What both versions said over one stretch of time, mined into templates. */
export interface PatternReport {
  readonly from: Millis;
  /** Up to here the lines of both versions were read; less than `to` when there were more than may be read. */
  readonly until: Millis;
  readonly to: Millis;
  readonly batch: MinedBatch;
}
