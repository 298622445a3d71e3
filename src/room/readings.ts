import type { History } from '../frames/history.ts';
import { own } from '../own.ts';
import type { Query } from '../profile/query.ts';
import type { Feed } from '../sources/feed.ts';
import type { InstantResult, Labels, Sample } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, type Seconds, seconds } from '../units.ts';
import type { Moment } from './moment.ts';

/** A number that is not known, and what is known instead. */
export type Unread = {
  readonly known: false;
  readonly last?: LastValue;
  /** Of several servers the one for which it is not known. */
  readonly server?: string;
} /** Not asked yet; or 0/0: no traffic, usually. */ & (
  | { readonly reason: 'waiting' | 'not-a-number' }
  /** The query answered nothing. The server's warning, where that explains it. */
  | { readonly reason: 'no-series'; readonly warning: string | null; readonly each?: true }
  /** So many series answered; of those with one value of a label, where each value has a number of its own. */
  | {
      readonly reason: 'ambiguous';
      readonly series: number;
      readonly each: { readonly label: string; readonly value: string } | null;
      /** How many of each server, where it is asked of several and more than one has some. */
      readonly servers?: readonly { readonly server: string; readonly series: number }[];
    }
  | { readonly reason: 'partial'; readonly warnings: readonly string[] }
  /** The last answer came at `at`, in part or not; null: not asked since. */
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

/** A query that must answer exactly one number, whichever of the servers it is asked of has it. */
export const readScalar = (expr: Query, observed: Observed): Reading =>
  joined(
    observed.history.answersTo(expr).map(({ server, feed }) => ({
      server: server?.id ?? null,
      reading: readFrom(feed, observed, ({ samples, warnings }) => {
        if (samples.length > 1) return { known: false, reason: 'ambiguous', series: samples.length, each: null };
        return samples[0] ?? { known: false, reason: 'no-series', warning: warnings[0] ?? null };
      }),
    })),
  );

/** A query that answers one number for each value of a label; rows in the order of that label. */
export function readEach(
  expr: Query,
  label: string,
  observed: Observed,
): { readonly name: string; readonly reading: Reading }[] {
  const rows = observed.history
    .answersTo(expr)
    .flatMap(({ server, feed }) =>
      rowsOf(feed, label, observed).map(({ name, reading }) => ({ name, server: server?.id ?? null, reading })),
    );
  const byName = Map.groupBy(rows, ({ name }) => name);
  return [...byName.keys()].sort().map((name) => ({ name, reading: joined(byName.get(name) ?? []) }));
}

/** The servers of which a query that is asked of several has no series, and why: their rows are not known. */
export const silentServers = (
  expr: Query,
  observed: Observed,
): { readonly server: string; readonly labels: Labels; readonly reading: Unread }[] =>
  observed.history.answersTo(expr).flatMap(({ server, feed }) => {
    if (server === null || feed.state === 'ok' || feed.state === 'stale') return [];
    const reading = readFrom(feed, observed, () => ({ known: false, reason: 'no-series', warning: null, each: true }));
    if (reading.known) return [];
    const { id, labels } = server;
    return [
      {
        server: id,
        labels: Object.keys(labels).length > 0 ? labels : { server: id },
        reading: { ...reading, server: id },
      },
    ];
  });

/** The rows of one server. */
function rowsOf(feed: Feed<InstantResult>, label: string, observed: Observed) {
  if (feed.state !== 'ok' && feed.state !== 'stale') return [];
  const byName = Map.groupBy(feed.value.samples, (sample) => own(sample.labels, label) ?? '');
  return [...byName].map(([name, [sample, ...others]]) => ({
    name,
    reading: readFrom(feed, observed, () => {
      const each = { label, value: name };
      if (others.length > 0) return { known: false, reason: 'ambiguous', series: others.length + 1, each };
      return sample ?? { known: false, reason: 'no-series', warning: null, each: true };
    }),
  }));
}

/** What one server says. */
interface ServerReading {
  /** Null where it is asked alone. */
  readonly server: string | null;
  readonly reading: Reading;
}

/** The one number that some servers have between them: as long as one is silent, it may have another. */
function joined(told: readonly ServerReading[]): Reading {
  const [first, ...others] = told;
  if (first === undefined) return { known: false, reason: 'waiting' };
  if (others.length === 0) return named(first);
  const having = told.flatMap(({ server, reading }): readonly { server: string; series: number; each: EachValue }[] => {
    if (reading.known) return [{ server: server ?? '', series: 1, each: null }];
    if (reading.reason !== 'ambiguous') return [];
    return [{ server: server ?? '', series: reading.series, each: reading.each }];
  });
  if (having.length > 1) {
    const each = having.find((one) => one.each !== null)?.each ?? null;
    const servers = having.map(({ server, series }) => ({ server, series }));
    return { known: false, reason: 'ambiguous', series: servers.reduce((n, one) => n + one.series, 0), each, servers };
  }
  const known = told.find(({ reading }) => reading.known)?.reading;
  const silent = told.find(({ reading }) => !reading.known && reading.reason !== 'no-series');
  if (silent === undefined) return known ?? first.reading;
  const reading = named(silent);
  if (reading.known || !known?.known) return reading;
  return { ...reading, last: { value: known.value, at: known.at } };
}

type EachValue = Extract<Unread, { readonly reason: 'ambiguous' }>['each'];

const named = ({ server, reading }: ServerReading): Reading =>
  reading.known || server === null ? reading : { ...reading, server };

/** One series of an answer. */
export interface ReadSeries {
  readonly labels: Labels;
  readonly reading: Reading;
  /** Of several servers the one that has it; null where one is asked alone. */
  readonly server: string | null;
  /** It stands for all that its server does not tell. */
  readonly silent: boolean;
}

/**
 * A query that answers any number of series, each with its number; or why there are none. Of several servers one that is
 * silent has a series by its own labels alone, of which nothing is known.
 */
export function readSeries(
  expr: Query,
  observed: Observed,
): { readonly series: readonly ReadSeries[]; readonly unread: Unread | null } {
  const told = observed.history.answersTo(expr).flatMap(({ server, feed }) => {
    if (feed.state !== 'ok' && feed.state !== 'stale') return [];
    const id = server?.id ?? null;
    return feed.value.samples.map((sample): ReadSeries => {
      const reading = readFrom(feed, observed, () => sample);
      return { labels: sample.labels, reading: named({ server: id, reading }), server: id, silent: false };
    });
  });
  const nothing = told.length > 0 ? null : readScalar(expr, observed);
  if (nothing) return { series: [], unread: nothing.known ? null : nothing };
  const silent = silentServers(expr, observed).map((one): ReadSeries => ({ ...one, silent: true }));
  return { series: [...told, ...silent], unread: null };
}

function readFrom(
  feed: Feed<InstantResult>,
  observed: Observed,
  pick: (result: InstantResult) => Sample | Reading,
): Reading {
  const { moment, staleAfter, refresh } = observed;
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
  // What an old answer said is not what is true now, be it that there was no traffic.
  if (isOld()) return Number.isNaN(value) ? stale(false) : { ...stale(false), last: { value, at } };
  if (Number.isNaN(value)) return { known: false, reason: 'not-a-number' };
  const aging = feed.state === 'stale' || moment.isOver(addSeconds(at, seconds(2 * refresh)));
  return { known: true, value, at, aging };
}

/** What part of the data says, be it that there is nothing, is not known of the whole. */
function readPart({ warnings }: InstantResult, picked: Sample | Reading, at: Millis): Reading {
  const partial = { known: false, reason: 'partial', warnings } as const;
  if ('known' in picked || Number.isNaN(picked.value)) return partial;
  return { ...partial, last: { value: picked.value, at } };
}

const BROKEN: ReadonlySet<UnknownReason> = new Set<UnknownReason>(['waiting', 'stale', 'query-error', 'ambiguous']);

/** Whether it cannot be asked for, as it is asked or whom. */
export const isBroken = (reading: Reading): boolean => !reading.known && BROKEN.has(reading.reason);

/** Time will tell: 0/0 is no traffic, not wrong data but too little of it; and stores that do not answer come back. */
export const isUndecided = (reading: Reading): boolean =>
  !reading.known && (reading.reason === 'not-a-number' || reading.reason === 'partial');
