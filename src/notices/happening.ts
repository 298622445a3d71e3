import type { Room, RoomAlert } from '../room/shown.ts';
import type { Sentence } from '../text/say.ts';
import { type Millis, type Seconds, seconds } from '../units.ts';
import {
  alertNotice,
  calledNotice,
  lapsedNotice,
  ringNotice,
  sourceNotice,
  verdictNotice,
} from '../wording/notices.ts';

/** What somebody may want to be told of, while it is so. */
export interface Happening {
  /** Names it as long as it is the same: what was told once is not told again. */
  readonly key: string;
  readonly kind: 'alert' | 'unanswered' | 'lapsed' | 'verdict' | 'ring' | 'source';
  readonly tier: RoomAlert['tier'];
  readonly text: Sentence;
  /** Since when it is so, where that is known. */
  readonly since: Millis | null;
  /** What may happen again and again, each time as another one: it is told of no more often than each `A_WHILE`. */
  readonly recurs?: string;
  /** What was not so for this long is another one when it comes back. */
  readonly forgottenAfter: Seconds;
}

/** An alert says itself which incident of it this is: it is none other for having been out of sight. */
const A_DAY = seconds(24 * 3600);
/** What has no name of its own for each time it happens may flicker meanwhile; what has one may flap. */
export const A_WHILE = seconds(5 * 60);

/** Everything of a room that may be told, the gravest first. */
export function happeningsIn(room: Room): readonly Happening[] {
  const all = [
    ...verdictHappening(room),
    ...room.alerts.list.flatMap(alertHappenings),
    ...ringHappenings(room),
    ...sourceHappenings(room),
  ];
  return all.toSorted((a, b) => (a.tier < b.tier ? -1 : a.tier > b.tier ? 1 : 0));
}

function alertHappenings(alert: RoomAlert): readonly Happening[] {
  const { fingerprint, began, startsAt, tier, state, clocks, lapsed } = alert;
  if (state !== 'firing') return [];
  const incident = `${fingerprint} ${began}`;
  const called = clocks.escalate?.called ?? null;
  const of = (kind: Happening['kind'], key: string, text: Sentence): Happening => ({
    key: `${kind} ${incident}${key}`,
    kind,
    tier,
    text,
    since: startsAt,
    forgottenAfter: A_DAY,
  });
  return [
    { ...of('alert', '', alertNotice(alert)), recurs: fingerprint },
    ...(called === null ? [] : [of('unanswered', ` ${called.to} ${called.at}`, calledNotice(alert, called.who))]),
    ...(lapsed === null ? [] : [of('lapsed', ` ${lapsed.silenceId}`, lapsedNotice(alert, lapsed))]),
  ];
}

/** That V2 is worse is as grave as the alert that somebody will have written for it. */
function verdictHappening(room: Room): readonly Happening[] {
  const { comparison } = room;
  if (comparison?.verdict.level !== 'fail') return [];
  const since = comparison.verdict.judged?.since ?? '';
  return [
    {
      key: `verdict ${since}`,
      kind: 'verdict',
      tier: 'P0',
      text: verdictNotice(room),
      since: null,
      forgottenAfter: A_WHILE,
    },
  ];
}

function ringHappenings(room: Room): readonly Happening[] {
  return room.rings.flatMap((ring): Happening[] => {
    const tier = RING_TIERS[ring.state];
    if (tier === undefined) return [];
    const key = `ring ${ring.id} ${ring.state} ${ring.deployedAt ?? ''}`;
    return [{ key, kind: 'ring', tier, text: ringNotice(ring, room), since: null, forgottenAfter: A_WHILE }];
  });
}

const RING_TIERS: Readonly<Record<string, RoomAlert['tier'] | undefined>> = {
  failing: 'P1',
  'rolled-back': 'P1',
  ready: 'P2',
};

const sourceHappenings = ({ sources }: Room): readonly Happening[] =>
  sources
    .filter(({ state }) => state === 'failed')
    .map((source) => ({
      key: `source ${source.id}`,
      kind: 'source',
      tier: 'P1',
      text: sourceNotice(source),
      since: null,
      forgottenAfter: A_WHILE,
    }));

/**
 * The kinds of which a room knows all there is. While it does not, as just after it was opened, what it comes to know may have
 * been so for long.
 */
export function knownKinds({ alerts, comparison, rings }: Room): ReadonlySet<Happening['kind']> {
  const known = new Set<Happening['kind']>(['source']);
  if (alerts.freshness !== 'unknown') for (const kind of ['alert', 'unanswered', 'lapsed'] as const) known.add(kind);
  if (comparison?.verdict.state !== 'unknown') known.add('verdict');
  if (rings.every(({ state }) => state !== 'unknown')) known.add('ring');
  return known;
}
