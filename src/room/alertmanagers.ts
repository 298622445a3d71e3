import type { AlertmanagerView } from '../sources/alertmanager-types.ts';
import type { Feed } from '../sources/feed.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, type Seconds, secondsBetween } from '../units.ts';
import { collectSilences, type Member, type SeenSilence } from './silences.ts';

/** What the members of one Alertmanager cluster say together. */
export interface Alertmanagers {
  readonly members: readonly Member[];
  readonly silences: ReadonlyMap<string, SeenSilence>;
  readonly freshness: 'ok' | 'partial' | 'stale' | 'unknown';
  readonly detail: string;
}

/** Less than this, in milliseconds, is the whole second of the `Date` header and the way there, not a clock that is wrong. */
export const NOTICEABLE_SKEW = 5000;

/**
 * Members that do not answer are left out while another does, since every member gets every alert; when none answers,
 * the last known stand: as partial while they are fresh enough, then as stale.
 */
export function alertmanagersOf(
  feeds: Readonly<Record<string, Feed<AlertmanagerView>>>,
  now: Millis,
  staleAfter: Seconds,
): Alertmanagers {
  const answers = answersOf(feeds, now, staleAfter);
  return { ...answers, silences: collectSilences(answers.members, now) };
}

function answersOf(feeds: Readonly<Record<string, Feed<AlertmanagerView>>>, now: Millis, staleAfter: Seconds) {
  const all = Object.entries(feeds);
  const answers = all.flatMap(([id, feed]) => {
    if (feed.state !== 'ok' && feed.state !== 'stale') return [];
    const { clockOffset } = feed.value;
    const offset = Math.abs(clockOffset) < NOTICEABLE_SKEW ? 0 : clockOffset;
    const age = secondsBetween(feed.at, now);
    return [{ id, view: feed.value, offset, age, answered: feed.state === 'ok' && age <= staleAfter }];
  });
  const errors = all.flatMap(([, feed]) =>
    feed.state === 'stale' || feed.state === 'failed' ? [feed.error.message] : [],
  );
  const because = errors.length > 0 ? `: ${errors.join('; ')}` : '';
  const fresh = answers.filter(({ answered }) => answered);
  const detail = `${fresh.length} of ${all.length} Alertmanager members answered`;
  if (all.length === 0) return { members: [], freshness: 'unknown', detail: 'no Alertmanager is configured' } as const;
  if (fresh.length === all.length) return { members: fresh, freshness: 'ok', detail } as const;
  if (fresh.length > 0) return { members: fresh, freshness: 'partial', detail: detail + because } as const;
  if (answers.length === 0) {
    const nothing = errors.length > 0 ? `no Alertmanager answers${because}` : 'waiting for Alertmanager';
    return { members: [], freshness: 'unknown', detail: nothing } as const;
  }
  const age = Math.min(...answers.map((answer) => answer.age));
  // One refresh that failed is a hiccup: what was said a moment ago still stands.
  const freshness = age <= staleAfter ? 'partial' : 'stale';
  return {
    members: answers,
    freshness,
    detail: `Alertmanager answered last ${formatAge(age)} ago${because}`,
  } as const;
}
