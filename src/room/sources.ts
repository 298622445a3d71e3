import type { SourceError } from '../sources/error.ts';
import type { SourceKind } from '../sources/kinds.ts';
import { addSeconds, type Millis, type Seconds } from '../units.ts';
import type { Observed } from './readings.ts';

export interface SourceStatus {
  readonly id: string;
  readonly kind: SourceKind;
  /** `partial`: it is up, but to some of what it was asked it gave no answer, or only refusals. */
  readonly state: 'ok' | 'partial' | 'stale' | 'failed' | 'waiting';
  /** The instant of the last good answer; null before the first. */
  readonly answeredAt: Millis | null;
  readonly latency: Seconds | null;
  /** What came instead of an answer, or of some of them. */
  readonly error: SourceError | null;
}

/**
 * How each server stands: failed once it is silent for longer than a value may be old, partial when not all that was asked
 * was answered.
 */
export function buildSources({ history, moment, staleAfter }: Observed): SourceStatus[] {
  return history.sources.map(({ id, kind, feed }): SourceStatus => {
    if (feed.state === 'waiting') return { id, kind, state: 'waiting', answeredAt: null, latency: null, error: null };
    if (feed.state === 'failed')
      return { id, kind, state: 'failed', answeredAt: null, latency: null, error: feed.error };
    const { latency, lacking = null, asOf } = feed.value;
    const error = feed.state === 'stale' ? feed.error : lacking;
    const answered = lacking ? 'partial' : 'ok';
    const isSilent = moment.isOver(addSeconds(feed.at, staleAfter));
    const state = isSilent ? 'failed' : feed.state === 'stale' ? 'stale' : answered;
    return { id, kind, state, answeredAt: asOf ?? feed.at, latency, error };
  });
}
