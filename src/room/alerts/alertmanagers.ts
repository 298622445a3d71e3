import type { AlertmanagerView } from '../../sources/alertmanager/types.ts';
import type { Feed } from '../../sources/feed.ts';
import { formatAge } from '../../text/format.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import { collectSilences, type Member, type SeenSilence } from '../silences/silences.ts';

/** What the members of one Alertmanager cluster say together. */
export interface Alertmanagers {
  readonly members: readonly Member[];
  readonly silences: ReadonlyMap<string, SeenSilence>;
  readonly freshness: 'ok' | 'partial' | 'stale' | 'unknown';
  readonly detail: string;
  /** Whether no member may list an alert that is not among those of `members`. */
  readonly complete: boolean;
  /** Of each that was started so short a while ago that it may not have been sent again what fires, one sentence. */
  readonly startedOfLate: readonly string[];
  /** Whether at least one answered of late. */
  readonly answered: boolean;
  /** Whether it is what is on record of an instant in the past. */
  readonly recorded: boolean;
}

/** Less than this, in milliseconds, is the whole second of the `Date` header and the way there, not a clock that is wrong. */
export const NOTICEABLE_SKEW = 5000;

/** A member that has run for less may not have been sent yet what fires. */
const UNINFORMED = seconds(5 * 60);

/**
 * Whether a member that began to run at `startedAt` had heard by `by` of every alert that fired at `at`, or since: all by
 * its clock. Of what it hears anew before, it does not know the start either, nor whether it went on.
 */
export const isInformed = (startedAt: Millis | null, at: Millis, by: Millis): boolean =>
  startedAt === null || startedAt <= at || addSeconds(startedAt, UNINFORMED) <= by;

/**
 * Members that do not answer are left out while another does; when none answers, the last known stand: as partial while
 * they are fresh enough, then as stale. Members tell each other of silences and not of alerts: each lists what it was sent,
 * so that one which is left out may be the only one to list an alert.
 */
export function alertmanagersOf(
  feeds: Readonly<Record<string, Feed<AlertmanagerView>>>,
  now: Millis,
  staleAfter: Seconds,
): Alertmanagers {
  const answers = answersOf(feeds, now, staleAfter);
  const recorded = answers.members.some(({ view }) => view.recorded === true);
  return {
    ...answers,
    answered: Object.values(feeds).some((feed) => feed.state === 'ok' && secondsBetween(feed.at, now) <= staleAfter),
    ...(recorded && { detail: RECORD }),
    recorded,
    startedOfLate: answers.members.flatMap((member) => startText(member, now)),
    silences: collectSilences(answers.members, now),
  };
}

/** It does not keep alerts when it stops; what it is not sent again within its `resolve_timeout` is over for it. */
function startText({ id, view, offset }: Member, now: Millis): readonly string[] {
  if (view.startedAt === undefined) return [];
  const age = secondsBetween(millis(view.startedAt - offset), now);
  const enough = Math.min(UNINFORMED, view.resolveTimeout ?? UNINFORMED);
  return age >= enough
    ? []
    : [`${id} was started ${formatAge(seconds(Math.max(0, age)))} ago, and may not have been sent again what fires`];
}

const RECORD =
  "Prometheus' record of what fired; acknowledgements are those of ringdeck's journal, and silences are not known";

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
  const partly = { complete: false } as const;
  if (all.length === 0)
    return { members: [], freshness: 'unknown', detail: 'no Alertmanager is configured', ...partly } as const;
  const unread = fresh.flatMap(({ id, view }) => (view.unread === undefined ? [] : [`${id}: ${view.unread}`]));
  const undated = fresh.flatMap(({ id, view }) => (view.undated === undefined ? [] : [`${id}: ${view.undated}`]));
  if (fresh.length === all.length) {
    const complete = unread.length === 0;
    if (complete && undated.length === 0) return { members: fresh, freshness: 'ok', detail, complete } as const;
    const odd = [...unread, ...undated].join('; ');
    return { members: fresh, freshness: 'partial', detail: `${detail}, ${odd}`, complete } as const;
  }
  if (fresh.length > 0) return { members: fresh, freshness: 'partial', detail: detail + because, ...partly } as const;
  if (answers.length === 0) {
    const nothing = errors.length > 0 ? `no Alertmanager answers${because}` : 'waiting for Alertmanager';
    return { members: [], freshness: 'unknown', detail: nothing, ...partly } as const;
  }
  const ages = answers.map((answer) => answer.age);
  const age = Math.min(...ages);
  // One refresh that failed is a hiccup: what was said a moment ago still stands.
  const freshness = age <= staleAfter ? 'partial' : 'stale';
  return {
    members: answers,
    freshness,
    detail: `Alertmanager answered last ${formatAge(age)} ago${because}`,
    complete: answers.length === all.length && Math.max(...ages) <= staleAfter,
  } as const;
}
