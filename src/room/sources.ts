import { secondsBetween } from '../units.ts';
import type { Observed } from './readings.ts';
import type { SourceStatus } from './room.ts';

/**
 * How each server stands: failed once it is silent for longer than a value may be old, partial when not all that was asked
 * was answered.
 */
export function buildSources({ history, now, staleAfter }: Observed): SourceStatus[] {
  return history.sources.map(({ id, kind, feed }): SourceStatus => {
    if (feed.state === 'waiting') return { id, kind, state: 'waiting', age: null, latency: null, error: null };
    if (feed.state === 'failed') return { id, kind, state: 'failed', age: null, latency: null, error: feed.error };
    const { latency, lacking = null, asOf } = feed.value;
    const silence = secondsBetween(feed.at, now);
    const age = secondsBetween(asOf ?? feed.at, now);
    const error = feed.state === 'stale' ? feed.error : lacking;
    const answered = lacking ? 'partial' : 'ok';
    const state = silence > staleAfter ? 'failed' : feed.state === 'stale' ? 'stale' : answered;
    return { id, kind, state, age, latency, error };
  });
}
