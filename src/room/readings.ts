import type { History } from '../frames/history.ts';
import { own } from '../own.ts';
import type { Query } from '../profile/query.ts';
import type { InstantResult, Labels, Sample } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, type Seconds, seconds } from '../units.ts';
import type { Moment } from './moment.ts';

/** A number that is not known, and what is known instead. */
export type Unread = {
  readonly known: false;
  readonly last?: LastValue;
} /** Not asked yet; or 0/0: no traffic, usually. */ & (
  | { readonly reason: 'waiting' | 'not-a-number' }
  /** The query answered nothing. The server's warning, where that explains it. */
  | { readonly reason: 'no-series'; readonly warning: string | null; readonly each?: true }
  /** So many series answered; of those with one value of a label, where each value has a number of its own. */
  | {
      readonly reason: 'ambiguous';
      readonly series: number;
      readonly each: { readonly label: string; readonly value: string } | null;
    }
  | { readonly reason: 'partial'; readonly warnings: readonly string[] }
  /** The last answer came at `at`, in part or not; null: nothing was asked since. */
  | { readonly reason: 'stale'; readonly at: Millis; readonly part: boolean; readonly error: string | null }
  | { readonly reason: 'query-error'; readonly error: string }
);

/** Why a value is not known. Each has its own words on screen. */
export type UnknownReason = Unread['reason'];

interface LastValue {
  readonly value: number;
  readonly at: Millis;
}

/** A number that may not be known. A stale one keeps the last value to be drawn dim, a partial one that of the part. */
export type Reading =
  | {
      readonly known: true;
      readonly value: number;
      readonly at: Millis;
      readonly aging: boolean;
    }
  | Unread;

/** What the room builder knows of the world: the frames so far, the time, and when a value is too old. */
export interface Observed {
  readonly history: History;
  readonly moment: Moment;
  readonly staleAfter: Seconds;
  readonly refresh: Seconds;
}

/** A query that must answer exactly one number. */
export function readScalar(expr: Query, observed: Observed): Reading {
  return readFrom(expr, observed, ({ samples, warnings }) => {
    if (samples.length > 1) return { known: false, reason: 'ambiguous', series: samples.length, each: null };
    return samples[0] ?? { known: false, reason: 'no-series', warning: warnings[0] ?? null };
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
  const byName = Map.groupBy(feed.value.samples, (sample) => own(sample.labels, label) ?? '');
  return [...byName.keys()].sort().map((name) => ({
    name,
    reading: readFrom(expr, observed, () => {
      const [sample, ...others] = byName.get(name) ?? [];
      const each = { label, value: name };
      if (others.length > 0) return { known: false, reason: 'ambiguous', series: others.length + 1, each };
      return sample ?? { known: false, reason: 'no-series', warning: null, each: true };
    }),
  }));
}

/** A query that answers any number of series, each with its number; or why there are none. */
export function readSeries(
  expr: Query,
  observed: Observed,
): {
  readonly series: readonly { readonly labels: Labels; readonly reading: Reading }[];
  readonly unread: Unread | null;
} {
  const feed = observed.history.query(expr);
  const samples = feed.state === 'ok' || feed.state === 'stale' ? feed.value.samples : [];
  const series = samples.map((sample) => ({ labels: sample.labels, reading: readFrom(expr, observed, () => sample) }));
  if (series.length > 0) return { series, unread: null };
  const nothing = readScalar(expr, observed);
  return { series, unread: nothing.known ? null : nothing };
}

function readFrom(expr: Query, observed: Observed, pick: (result: InstantResult) => Sample | Reading): Reading {
  const { moment, staleAfter, refresh } = observed;
  const feed = observed.history.query(expr);
  if (feed.state === 'waiting') return { known: false, reason: 'waiting' };
  if (feed.state === 'failed') return { known: false, reason: 'query-error', error: feed.error.message };
  const picked = pick(feed.value);
  const { at } = feed;
  const isOld = () => moment.isOver(addSeconds(at, staleAfter));
  const stale = (part: boolean): Unread => ({
    known: false,
    reason: 'stale',
    at,
    part,
    error: feed.state === 'stale' ? feed.error.message : null,
  });
  if (feed.value.partial) return feed.state === 'ok' && !isOld() ? readPart(feed.value, picked, at) : stale(true);
  // That there was nothing is as old as any other answer.
  if ('known' in picked) return isOld() ? stale(false) : picked;
  const { value } = picked;
  if (Number.isNaN(value)) return { known: false, reason: 'not-a-number' };
  if (isOld()) return { ...stale(false), last: { value, at } };
  const aging = feed.state === 'stale' || moment.isOver(addSeconds(at, seconds(2 * refresh)));
  return { known: true, value, at, aging };
}

/** What part of the data says, be it that there is nothing, is not known of the whole. */
function readPart({ warnings }: InstantResult, picked: Sample | Reading, at: Millis): Reading {
  const partial = { known: false, reason: 'partial', warnings } as const;
  if ('known' in picked || Number.isNaN(picked.value)) return partial;
  return { ...partial, last: { value: picked.value, at } };
}
