import { RECORD } from '../../frames/past-alerts.ts';
import type { AlertmanagerView } from '../../sources/alertmanager/types.ts';
import type { Feed } from '../../sources/feed.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import type { Moment } from '../moment.ts';
import { collectSilences, type Member, type SeenSilence } from '../silences/silences.ts';

/** What the members of one Alertmanager cluster say together. */
export interface Alertmanagers {
  readonly members: readonly Member[];
  readonly silences: ReadonlyMap<string, SeenSilence>;
  readonly freshness: 'ok' | 'partial' | 'stale' | 'unknown';
  readonly standing: MembersStanding;
  /** Whether no member may list an alert that is not among those of `members`. */
  readonly complete: boolean;
  /** Those that were started so short a while ago that they may not have been sent again what fires. */
  readonly startedOfLate: readonly StartedOfLate[];
  /** Whether at least one answered of late. */
  readonly answered: boolean;
  /** Whether it is what is on record of an instant in the past. */
  readonly recorded: boolean;
}

export interface StartedOfLate {
  readonly id: string;
  /** When it began to run, in our clock. */
  readonly startedAt: Millis;
}

/**
 * Which members answered. `answered`: so many of all just now, with what is odd about their answers, each as "id: what".
 * `silent`: none ever. `last`: none just now, but at an instant. `recorded`: it is Prometheus' record of the past, which was not to be
 * had where it is `unrecorded`. `errors`: what came instead of answers.
 */
export type MembersStanding =
  | { readonly is: 'unconfigured' | 'recorded' }
  | {
      readonly is: 'answered';
      readonly fresh: number;
      readonly of: number;
      readonly odd: readonly string[];
      readonly errors: readonly string[];
    }
  | { readonly is: 'silent' | 'unrecorded'; readonly errors: readonly string[] }
  | { readonly is: 'last'; readonly at: Millis; readonly errors: readonly string[] };

/** Less than this, in milliseconds, is the whole second of the `Date` header and the way there, not a clock that is wrong. */
export const NOTICEABLE_SKEW = 5000;

/** A member that has run for less may not have been sent yet what fires. */
const UNINFORMED = seconds(5 * 60);

/**
 * Whether a member that began to run at `startedAt` had heard by `by` of every alert that fired at `at`, or since: all by
 * its clock. Of what it hears anew before, it does not know the start either, nor whether it went on.
 */
export const isInformed = (startedAt: Millis | null, at: Millis, by: Millis): boolean =>
  startedAt === null || startedAt <= at || informedAt(startedAt) <= by;

/** By when a member that began to run then has heard of all that fires, by its clock. */
export const informedAt = (startedAt: Millis): Millis => addSeconds(startedAt, UNINFORMED);

/**
 * Members that do not answer are left out while another does; when none answers, the last known stand: as partial while
 * they are fresh enough, then as stale. Members tell each other of silences and not of alerts: each lists what it was sent,
 * so that one which is left out may be the only one to list an alert.
 */
export function alertmanagersOf(
  feeds: Readonly<Record<string, Feed<AlertmanagerView>>>,
  moment: Moment,
  staleAfter: Seconds,
): Alertmanagers {
  const answers = answersOf(feeds, moment, staleAfter);
  const recorded = answers.members.some(({ view }) => view.recorded === true);
  return {
    ...answers,
    answered: Object.values(feeds).some(
      (feed) => feed.state === 'ok' && !moment.isOver(addSeconds(feed.at, staleAfter)),
    ),
    ...(recorded && { standing: { is: 'recorded' } }),
    recorded,
    startedOfLate: answers.members.flatMap((member) => startOf(member, moment)),
    silences: collectSilences(answers.members, moment),
  };
}

/** It does not keep alerts when it stops; what it is not sent again within its `resolve_timeout` is over for it. */
function startOf({ id, view, offset }: Member, moment: Moment): readonly StartedOfLate[] {
  if (view.startedAt === undefined) return [];
  const startedAt = millis(view.startedAt - offset);
  const enough = seconds(Math.min(UNINFORMED, view.resolveTimeout ?? UNINFORMED));
  return moment.hasCome(addSeconds(startedAt, enough)) ? [] : [{ id, startedAt }];
}

type Answers = Pick<Alertmanagers, 'members' | 'freshness' | 'standing' | 'complete'>;

function answersOf(
  feeds: Readonly<Record<string, Feed<AlertmanagerView>>>,
  moment: Moment,
  staleAfter: Seconds,
): Answers {
  const all = Object.entries(feeds);
  if (all.length === 0) return { members: [], freshness: 'unknown', standing: { is: 'unconfigured' }, complete: false };
  const answers = all.flatMap(([id, feed]) => {
    if (feed.state !== 'ok' && feed.state !== 'stale') return [];
    const { clockOffset } = feed.value;
    const offset = Math.abs(clockOffset) < NOTICEABLE_SKEW ? 0 : clockOffset;
    const { at, value: view } = feed;
    const isOld = moment.isOver(addSeconds(at, staleAfter));
    return [{ id, view, offset, at, isOld, answered: feed.state === 'ok' && !isOld }];
  });
  const errors = all.flatMap(([, feed]) =>
    feed.state === 'stale' || feed.state === 'failed' ? [feed.error.message] : [],
  );
  const fresh = answers.filter(({ answered }) => answered);
  const standing = { is: 'answered', fresh: fresh.length, of: all.length, odd: [], errors } as const;
  if (fresh.length === all.length) {
    const unread = fresh.flatMap(({ id, view }) => (view.unread === undefined ? [] : [`${id}: ${view.unread}`]));
    const undated = fresh.flatMap(({ id, view }) => (view.undated === undefined ? [] : [`${id}: ${view.undated}`]));
    const odd = [...unread, ...undated];
    return {
      members: fresh,
      freshness: odd.length === 0 ? 'ok' : 'partial',
      standing: { ...standing, odd },
      complete: unread.length === 0,
    };
  }
  if (fresh.length > 0) return { members: fresh, freshness: 'partial', standing, complete: false };
  if (answers.length === 0)
    return {
      members: [],
      freshness: 'unknown',
      standing: { is: Object.hasOwn(feeds, RECORD) ? 'unrecorded' : 'silent', errors },
      complete: false,
    };
  return {
    members: answers,
    // One refresh that failed is a hiccup: what was said a moment ago still stands.
    freshness: answers.some(({ isOld }) => !isOld) ? 'partial' : 'stale',
    standing: { is: 'last', at: millis(Math.max(...answers.map(({ at }) => at))), errors },
    complete: answers.length === all.length && answers.every(({ isOld }) => !isOld),
  };
}
