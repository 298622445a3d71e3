/**
 * What a counter added between two samples that follow each other, however long apart: their difference, or the new value
 * when the counter fell, because then its process began anew at 0. A scrape that was missed is thus spanned by the next.
 */
export const increment = (before: number, now: number): number => (now < before ? now : now - before);

/** What is known of a series at its first sample. */
export interface Birth {
  /** The target was scraped before, without this series. */
  readonly targetKnown: boolean;
  /** When the target's process began, in milliseconds since the epoch; null when it does not say. */
  readonly startedAt: number | null;
  /** From then on a process counts for this comparison from its own beginning. */
  readonly since: number;
}

/**
 * What a series' first sample added. A counter that appears on a known target began at 0 after the scrape before (client
 * libraries create `status="500"` at the first error); so did all counters of a process that began in time. Any
 * other counter may have counted for days: its first sample is only where counting begins.
 */
export const firstIncrement = (value: number, { targetKnown, startedAt, since }: Birth): number =>
  targetKnown || (startedAt !== null && startedAt > since) ? value : 0;
