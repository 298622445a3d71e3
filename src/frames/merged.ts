import type { PlannedServer } from '../profile/plan/plan.ts';
import type { Feed } from '../sources/feed.ts';
import type { InstantResult } from '../sources/prometheus/types.ts';
import { type Millis, millis } from '../units.ts';

/** What one server says to a query. */
export interface ServerFeed {
  /** Null where the query is asked of one server alone, which needs no name. */
  readonly server: PlannedServer | null;
  readonly feed: Feed<InstantResult>;
}

/**
 * One answer of those of several servers. As long as one of them answers it is one, in part where another does not: whoever
 * needs all of it can tell, and whoever lists series lists those there are.
 */
export function mergeFeeds(feeds: readonly ServerFeed[]): Feed<InstantResult> {
  const [first] = feeds;
  if (first === undefined) return { state: 'waiting' };
  if (feeds.length === 1) return first.feed;
  const told = feeds.flatMap(({ server, feed }) =>
    feed.state === 'ok' || feed.state === 'stale' ? [{ server, feed }] : [],
  );
  const lacking = feeds.flatMap(({ server, feed }) => {
    const why = feed.state === 'waiting' ? 'has not answered yet' : feed.state === 'ok' ? null : feed.error.message;
    return why === null ? [] : [`${server?.id ?? ''}: ${why}`];
  });
  const now = told.filter(({ feed }) => feed.state === 'ok');
  if (now.length === 0) return oldestOf(feeds, told);
  const at = millis(Math.min(...now.map(({ feed }) => feed.at)));
  const warnings = told.flatMap(({ server, feed }) =>
    feed.value.warnings.map((warning) => `${server?.id ?? ''}: ${warning}`),
  );
  const isPart = lacking.length > 0 || told.some(({ feed }) => feed.value.partial);
  const value: InstantResult = {
    samples: now.flatMap(({ feed }) => feed.value.samples),
    warnings: [...lacking, ...warnings],
    ...(isPart && { partial: true }),
  };
  return { state: 'ok', at, value };
}

type Told = ServerFeed & { readonly feed: Extract<Feed<InstantResult>, { readonly at: Millis }> };

/** Where none answers now: what is known of all, which is as old as the oldest of it; else why nothing is. */
function oldestOf(feeds: readonly ServerFeed[], told: readonly Told[]): Feed<InstantResult> {
  const errors = feeds.flatMap(({ server, feed }) =>
    feed.state === 'stale' || feed.state === 'failed'
      ? [{ ...feed.error, message: `${server?.id ?? ''}: ${feed.error.message}` }]
      : [],
  );
  const [error] = errors;
  if (error === undefined) return { state: 'waiting' };
  if (told.length < feeds.length) return { state: 'failed', error };
  return {
    state: 'stale',
    at: millis(Math.min(...told.map(({ feed }) => feed.at))),
    value: {
      samples: told.flatMap(({ feed }) => feed.value.samples),
      warnings: told.flatMap(({ feed }) => feed.value.warnings),
    },
    error,
  };
}
