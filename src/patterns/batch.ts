import type { MinerEvent } from './miner.ts';

export type PatternSide = 'baseline' | 'candidate';

/** Lines of one template in one stretch of time, by side. */
export interface TemplateCount {
  readonly id: string;
  /** Lines of baseline and candidate. */
  readonly lines: readonly [number, number];
  /** Seconds of streams in which it was said at least once: lines that one cause says in a row count once. */
  readonly moments: readonly [number, number];
}

/** What both sides said over one stretch of time. */
export interface PatternBatch {
  /** In the order in which it happened, before the counts. */
  readonly events: readonly MinerEvent[];
  readonly counts: readonly TemplateCount[];
  /** All lines read of each side. */
  readonly lines: readonly [number, number];
  /** Streams heard of each side. */
  readonly streams: readonly [number, number];
}

/** What each side did over the same stretch: requests served, or seconds passed. */
export interface Exposure {
  readonly baseline: number;
  readonly candidate: number;
  /** How long the stretch was, in seconds. */
  readonly seconds: number;
}
