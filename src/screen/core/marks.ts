import type { Ring, Room } from '../../room/shown.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import type { Millis } from '../../units.ts';
import { once } from './once.ts';

/** Something that happened, as charts show it at its instant. */
export interface Mark {
  readonly at: Millis;
  /** A validation that was taken back is one, too. */
  readonly kind: 'deploy' | 'validation' | 'alert' | 'rollback';
  /** What happened, in two or three words. */
  readonly word: Safe;
}

/** What of a room tells what happened. */
type Happening = Pick<Room, 'rings' | 'alerts' | 'incidents' | 'journal'>;

/** All that marks are made of: while each is the same object, so are they. */
export const happening = ({ rings, alerts, incidents, journal }: Happening): readonly unknown[] => [
  ...[rings, alerts.list, alerts.ended, incidents?.recent, journal],
];

/** What happened in a room that its charts may have to do with, what tells the most first. */
export const marksOf = ({ rings, alerts, incidents, journal }: Happening): readonly Mark[] => [
  ...ringMarks(rings),
  ...alertMarks(alerts.list),
  ...(incidents === null ? endedMarks(alerts.ended) : overMarks(incidents.recent)),
  ...validationMarks(journal),
];

const ringMarks = once((rings: readonly Ring[]): readonly Mark[] => {
  const places = rings.flatMap(placesOf);
  return [
    ...together(
      places.flatMap(({ name, goneAt }) => (goneAt === null ? [] : [{ name, at: goneAt }])),
      (names, at) => ({ at, kind: 'rollback', word: safe(`${names} rolled back`) }),
    ),
    ...together(
      places.flatMap(({ name, deployments }) => deployments.map((at) => ({ name, at }))),
      (names, at) => ({ at, kind: 'deploy', word: safe(`${names} deployed`) }),
    ),
  ];
});

/** A mark of each instant, which names all to which it happened then. */
const together = (
  happened: readonly { readonly name: Safe; readonly at: Millis }[],
  markOf: (names: Safe, at: Millis) => Mark,
): readonly Mark[] =>
  [...Map.groupBy(happened, ({ at }) => at)].map(([at, all]) =>
    markOf(
      joined(
        all.map(({ name }) => name),
        ', ',
      ),
      at,
    ),
  );

/** Where a ring is, or was, deployed: in each of its regions at times of its own. */
const placesOf = ({ id, deployments, goneAt, regions }: Ring) =>
  regions?.list.map((region) => ({ ...region, name: safe(`${id} ${region.id}`) })) ?? [
    { name: id, deployments, goneAt },
  ];

const alertMarks = once((list: Room['alerts']['list']): readonly Mark[] =>
  list.map(({ startsAt, name }) => ({ at: startsAt, kind: 'alert', word: name })),
);

/** Incidents that are over. */
const overMarks = once((recent: NonNullable<Room['incidents']>['recent']): readonly Mark[] =>
  recent.map(({ from, name }) => ({ at: from, kind: 'alert', word: name })),
);

/** Without Prometheus' record, those of alerts that were acknowledged: of others nobody knows when they began. */
const endedMarks = once((ended: Room['alerts']['ended']): readonly Mark[] =>
  ended.flatMap(({ began, name }) => (began === null ? [] : [{ at: began, kind: 'alert', word: name }])),
);

const validationMarks = once((journal: Room['journal']): readonly Mark[] =>
  journal.flatMap(({ at, act, target, result }): readonly Mark[] => {
    if (result !== 'done' || (act !== 'validate' && act !== 'revoke')) return [];
    return [{ at, kind: 'validation', word: safe(`${target} ${act === 'validate' ? 'validated' : 'revoked'}`) }];
  }),
);
