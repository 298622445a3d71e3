import type { History } from '../frames/history.ts';
import { own } from '../own.ts';
import type { Query } from '../profile/query.ts';
import type { InstantResult, Sample } from '../sources/prometheus/types.ts';
import { formatAge } from '../text/format.ts';
import type { Millis, Seconds } from '../units.ts';
import type { Reading, UnknownReason } from './room.ts';

/** What the room builder knows of the world: the frames so far, the time, and when a value is too old. */
export interface Observed {
  readonly history: History;
  readonly now: Millis;
  readonly staleAfter: Seconds;
  readonly refresh: Seconds;
}

const unknown = (reason: UnknownReason, detail: string, last?: { value: number; at: Millis }): Reading => ({
  known: false,
  reason,
  detail,
  ...(last && { last }),
});

/** A query that must answer exactly one number. */
export function readScalar(expr: Query, observed: Observed): Reading {
  return readFrom(expr, observed, ({ samples, warnings }) => {
    if (samples.length > 1)
      return unknown('ambiguous', `the query answers ${samples.length} series where one is expected`);
    return samples[0] ?? unknown('no-series', `no data: ${warnings[0] ?? 'the query answers no series'}`);
  });
}

/** A query that answers one number for each value of a label; rows in the order of that label. */
export function readEach(
  expr: Query,
  label: string,
  observed: Observed,
): { readonly name: string; readonly reading: Reading }[] {
  const feed = observed.history.query(expr);
  if (feed.state !== 'ok' && feed.state !== 'stale') return [];
  const names = [...new Set(feed.value.samples.map((sample) => own(sample.labels, label) ?? ''))].sort();
  return names.map((name) => ({
    name,
    reading: readFrom(expr, observed, ({ samples }) => {
      const [sample, ...others] = samples.filter((s) => (own(s.labels, label) ?? '') === name);
      if (others.length > 0) return unknown('ambiguous', `${others.length + 1} series have ${label}="${name}"`);
      return sample ?? unknown('no-series', 'no data');
    }),
  }));
}

function readFrom(expr: Query, observed: Observed, pick: (result: InstantResult) => Sample | Reading): Reading {
  const { now, staleAfter, refresh } = observed;
  const feed = observed.history.query(expr);
  if (feed.state === 'waiting') return unknown('waiting', 'not asked yet');
  if (feed.state === 'failed') return unknown('query-error', feed.error.message);
  const picked = pick(feed.value);
  const age = (now - feed.at) / 1000;
  const ago = `${formatAge(age)} ago: ${feed.state === 'stale' ? feed.error.message : 'nothing was asked since'}`;
  if (feed.value.partial)
    return feed.state === 'ok' && age <= staleAfter
      ? readPart(feed.value, picked, feed.at)
      : unknown('stale', `last known in part ${ago}`);
  // That there was nothing is as old as any other answer.
  if ('known' in picked) return age > staleAfter ? unknown('stale', `last known ${ago}`) : picked;
  const { value } = picked;
  if (Number.isNaN(value)) return unknown('not-a-number', 'not a number: usually nothing to divide by, so no traffic');
  if (age > staleAfter) return unknown('stale', `last known ${ago}`, { value, at: feed.at });
  const aging = feed.state === 'stale' || age > 2 * refresh;
  return { known: true, value, at: feed.at, aging };
}

/** What part of the data says, be it that there is nothing, is not known of the whole. */
function readPart({ warnings }: InstantResult, picked: Sample | Reading, at: Millis): Reading {
  const [first = 'the server warns', ...others] = warnings;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const detail = `answered in part: ${first}${more}`;
  if ('known' in picked || Number.isNaN(picked.value)) return unknown('partial', detail);
  return unknown('partial', detail, { value: picked.value, at });
}
