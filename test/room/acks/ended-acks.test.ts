import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiringLog } from '../../../src/frames/firing-log.ts';
import { fingerprint } from '../../../src/frames/past-alerts.ts';
import { formatAckComment } from '../../../src/room/acks/comment.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { ALONE, alertsOf } from '../../../src/room/alerts/alerts.ts';
import { PrometheusWord } from '../../../src/room/alerts/prometheus-word.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { EndedAck, JournalEntry } from '../../../src/room/room.ts';
import { exactMatchers } from '../../../src/room/silences/matchers.ts';
import type { Alert, AlertmanagerView, Route, Silence } from '../../../src/sources/alertmanager/types.ts';
import { succeeded } from '../../../src/sources/error.ts';
import type { AlertSender, Labels } from '../../../src/sources/prometheus/types.ts';
import { type Millis, millis, seconds } from '../../../src/units.ts';
import { endingText, lapsedText } from '../../../src/wording/acks.ts';
import { ago, alert, NOW, silence } from '../fixtures.ts';
import { planOf } from '../observe.ts';

const settings = planOf({}).profile.alerts;
const LABELS = { alertname: 'Load', group: 'g', id: '1' };
const ID = fingerprint(LABELS);
const STEP = 15;

const route: Route = {
  receiver: 'pager',
  matchers: [],
  continues: false,
  groupBy: ['group'],
  groupInterval: seconds(30),
  repeatInterval: seconds(3600),
  routes: [],
};

/** An acknowledgement made so many seconds ago of the incident that began before it. */
const acked = (fields: Partial<Silence> = {}, began: Millis = ago(990)): Silence =>
  silence({
    matchers: Object.entries(LABELS).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    startsAt: ago(900),
    endsAt: ago(-600),
    comment: formatAckComment({ user: 'alice', ring: '', fingerprint: ID, nonce: '0123abcd', began, note: '' }, 'ACK!'),
    ...fields,
  });

/** When one alert fired, in seconds before now. */
interface Fired {
  readonly labels?: Labels;
  readonly from: number;
  readonly to: number;
}

interface World {
  readonly silences?: readonly Silence[];
  readonly listed?: readonly Alert[];
  readonly fired?: readonly Fired[];
  /** What fires now; null when Prometheus does not answer. */
  readonly firing?: readonly Labels[] | null;
  /** What it says beside that. */
  readonly warnings?: readonly string[];
  readonly sender?: AlertSender;
  /** Seconds since the sender was asked. */
  readonly askedAt?: number;
  readonly journal?: readonly JournalEntry[];
  readonly up?: boolean;
  readonly routing?: Route;
  /** Its record is still being read: the room was just opened. */
  readonly reading?: boolean;
  /** When its Alertmanager began to run. */
  readonly runsSince?: Millis;
  /** What a second one lists, that never ceased to run. */
  readonly elsewhere?: readonly Alert[];
}

/** The room's alerts in a world. */
function look(world: World) {
  const {
    silences = [acked()],
    listed = [],
    fired = [],
    firing = [],
    sender,
    journal = [],
    up = true,
    warnings = [],
  } = world;
  const log = new FiringLog({ selector: 'ALERTS', window: seconds(86_400), pause: seconds(60) });
  const bySeries = Map.groupBy(fired, ({ labels = LABELS }) => fingerprint(labels));
  const series = [...bySeries.values()].map((spells) => {
    const times = spells.flatMap(({ from, to }) =>
      Array.from({ length: Math.floor((from - to) / STEP) + 1 }, (_, i) => ago(from - i * STEP)),
    );
    const points = [...new Set(times)].sort((a, b) => a - b).map((at) => [at, 1] as const);
    return { labels: { __name__: 'ALERTS', alertstate: 'firing', ...(spells[0]?.labels ?? LABELS) }, points };
  });
  log.take({
    selector: 'ALERTS',
    since: ago(86_400),
    from: ago(86_400),
    to: NOW,
    outcome: succeeded({ series, warnings: [] }),
  });
  const samples = (firing ?? []).map((labels) => ({ labels: { alertstate: 'firing', ...labels }, value: 1 }));
  const word = new PrometheusWord({
    firing: log,
    firingNow: firing === null ? { state: 'waiting' } : { state: 'ok', at: NOW, value: { samples, warnings } },
    sender: world.reading
      ? { state: 'waiting' }
      : sender
        ? { state: 'ok', at: ago(world.askedAt ?? 0), value: sender }
        : { state: 'failed', error: { kind: 'server', message: 'not found' } },
  });
  const viewOf = (alerts: readonly Alert[]) => ({
    alerts: alerts.map((one) => ({
      ...one,
      silencedBy: silences.filter((s) => s.state === 'active').map(({ id }) => id),
    })),
    silences,
    clockOffset: 0,
    routing: world.routing ?? route,
  });
  const { runsSince: startedAt, elsewhere } = world;
  const answer = (value: AlertmanagerView) => ({ state: 'ok', at: NOW, value }) as const;
  const feeds = {
    a: answer({ ...viewOf(listed), ...(startedAt !== undefined && { startedAt }) }),
    ...(elsewhere && { c: answer(viewOf(elsewhere)) }),
  };
  const down = { state: 'failed', error: { kind: 'unreachable', message: 'refused' } } as const;
  const members = alertmanagersOf({ ...feeds, ...(!up && { b: down }) }, new Moment(NOW), seconds(15));
  const alerts = alertsOf(members, settings, new Moment(NOW), { ...ALONE, word, journal });
  const list = alerts.list.map((one) => ({
    ...one,
    lapsed: one.lapsed && { ...one.lapsed, text: lapsedText(one.lapsed, NOW) },
  }));
  return { ...alerts, list, ended: alerts.ended.map((one) => ({ ...one, text: endingText(one, NOW) })) };
}

type Ended = EndedAck & { readonly text: string };
const ended = (world: World): readonly Ended[] => look(world).ended;
const firing = (startsAt: Millis) => alert({ fingerprint: ID, labels: LABELS, startsAt });
const expired = (at: number) => acked({ state: 'expired', endsAt: ago(at) });
const OVER = { fired: [{ from: 990, to: 75 }] } satisfies World;
/** Another alert of the group, and when it fired. */
const mate = (id: string, ...spells: readonly (readonly [from: number, to: number])[]): readonly Fired[] =>
  spells.map(([from, to]) => ({ labels: { ...LABELS, id }, from, to }));
const PARTLY = ['a store did not answer'];
const line = (act: JournalEntry['act'], at: number): JournalEntry => ({
  at: ago(at),
  by: 'bob',
  act,
  target: 'Load',
  fingerprint: ID,
  result: 'done',
  detail: '',
});

describe('an acknowledgement goes on', () => {
  it.each<[string, World]>([
    ['while its alert is listed, whatever Prometheus says', { ...OVER, listed: [firing(ago(990))] }],
    ['while Prometheus has it firing, whatever the members list: one was restarted', { firing: [LABELS], ...OVER }],
    ['while Prometheus has one firing that may be it', { firing: [{ alertname: 'Load', id: '1' }], ...OVER }],
    ['while a member that does not answer may list it, and Prometheus does not know it', { up: false }],
    ['while a member does not answer, nor Prometheus', { up: false, firing: null, ...OVER }],
    ['while a member does not answer, and Prometheus only in part', { up: false, warnings: PARTLY, ...OVER }],
    [
      'while Prometheus has it firing, though it gives incomplete answers',
      { firing: [LABELS], warnings: PARTLY, ...OVER },
    ],
  ])('%s', (_, world) => {
    expect(ended(world)).toEqual([]);
  });
});

describe('an acknowledgement whose incident is over', () => {
  it('is known by Prometheus’ own record, to the evaluation, also while a member does not answer', () => {
    expect(ended({ ...OVER, up: false })).toMatchObject([
      {
        fingerprint: ID,
        name: 'Load',
        by: 'alice',
        endedAt: ago(60),
        standing: ['s1'],
        telling: 'standing',
        recorded: true,
        resent: true,
        text: 'resolved 1m ago, still acknowledged by alice: receivers have not been told yet',
      },
    ]);
  });

  it('is known by the members’ lists where Prometheus has no record of it, and nobody sends it again', () => {
    expect(ended({})).toMatchObject([{ endedAt: NOW, recorded: false, resent: false, standing: ['s1'] }]);
  });

  it('is not known to be over while an Alertmanager that was restarted may not have been sent it', () => {
    const unlisted = { telling: 'unlisted', recorded: false, resent: false };
    const text =
      'not listed since Alertmanager restarted: it may still be firing, and nobody will be told when it ends';
    expect(ended({ runsSince: ago(20) })).toMatchObject([{ ...unlisted, standing: ['s1'], text }]);
    expect(ended({ runsSince: ago(20), silences: [expired(5)], journal: [line('end', 5)] })).toMatchObject([
      { ...unlisted, standing: [] },
    ]);
    expect(ended({ runsSince: ago(310) })).toMatchObject([{ telling: 'standing' }]);
    expect(ended({ runsSince: ago(950) })).toMatchObject([{ telling: 'standing' }]);
    expect(ended({ ...OVER, runsSince: ago(20) })).toMatchObject([{ telling: 'standing', recorded: true }]);
  });

  it('is over since a room ended it, where the lists alone told so and it was ended for that', () => {
    expect(ended({ silences: [expired(50)], journal: [line('end', 49)] })).toMatchObject([
      { endedAt: ago(50), recorded: false, telling: 'left-open' },
    ]);
    expect(ended({ silences: [expired(50)] })).toEqual([]);
  });

  it('is known though Prometheus, killed and started again, still looks back upon its last sample', () => {
    expect(ended({ fired: [{ from: 990, to: 90 }], firing: [LABELS] })).toMatchObject([{ endedAt: ago(75) }]);
    expect(ended({ fired: [{ from: 990, to: 75 }], firing: [LABELS] })).toEqual([]);
  });

  it('is said to be told only once Prometheus has told of no restart since', () => {
    const sender = { startedAt: ago(5000), resendDelay: seconds(60) };
    const world = { fired: [{ from: 990, to: 315 }], silences: [expired(298)], sender };
    expect(ended({ ...world, askedAt: 250 })).toMatchObject([
      {
        telling: 'soon',
        text: expect.stringMatching(
          /receivers have probably been told, or will be within a minute; acknowledged by alice$/,
        ),
      },
    ]);
    expect(ended({ ...world, askedAt: 200 })).toMatchObject([{ telling: 'told' }]);
  });

  it('is told of only while Prometheus answers, and is to be ended all the same', () => {
    expect(ended({ ...OVER, firing: null, silences: [expired(58)] })).toEqual([]);
    expect(ended({ ...OVER, firing: null })).toMatchObject([{ standing: ['s1'], recorded: false }]);
  });

  it('is known by the members’ lists alone where Prometheus gives incomplete answers', () => {
    expect(ended({ ...OVER, warnings: PARTLY })).toMatchObject([{ standing: ['s1'], recorded: false, resent: false }]);
    expect(ended({ ...OVER, warnings: PARTLY, silences: [expired(58)] })).toEqual([]);
  });

  it('is of no concern when it was taken back before', () => {
    expect(ended({ ...OVER, silences: [expired(120)] })).toEqual([]);
  });

  it.each<[string, World, Partial<Ended>]>([
    [
      'are told when Prometheus sends the end again, which the room waits for',
      { ...OVER, silences: [expired(58)] },
      { telling: 'soon', text: 'resolved 1m ago, receivers will be told within 47s; acknowledged by alice' },
    ],
    [
      'have been told once that time is over',
      { fired: [{ from: 990, to: 315 }], silences: [expired(298)] },
      { telling: 'told', text: 'resolved 5m ago, receivers have been told' },
    ],
    [
      'are left with an open page when the silence ended after Prometheus had sent it for the last time',
      { fired: [{ from: 3000, to: 990 }], silences: [{ ...expired(5), startsAt: ago(2000) }] },
      { telling: 'left-open', text: 'resolved 16m ago; its page is still open at pager: close it by hand' },
    ],
    [
      'are left with an open page when Prometheus was restarted before it sent the end again',
      { ...OVER, silences: [expired(58)], sender: { startedAt: ago(30), resendDelay: seconds(60) } },
      { telling: 'left-open' },
    ],
    [
      'are told when it was restarted only after that',
      {
        fired: [{ from: 990, to: 315 }],
        silences: [expired(298)],
        sender: { startedAt: ago(100), resendDelay: seconds(60) },
      },
      { telling: 'told' },
    ],
    [
      'have been told when a room did it',
      {
        fired: [{ from: 3000, to: 990 }],
        silences: [{ ...expired(5), startsAt: ago(2000) }],
        journal: [line('tell', 3)],
      },
      { telling: 'told' },
    ],
    [
      'may be left with an open page when the rest of its group had ended when it was acknowledged, and was told since',
      { fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 990, to: 930 }], silences: [expired(58)] },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group was told while its silence still stood',
      {
        fired: [
          { from: 990, to: 120 },
          { labels: { ...LABELS, id: '2' }, from: 990, to: 75 },
        ],
        silences: [expired(20)],
      },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page, also after a room tried to tell them, when the rest of its group had ended',
      {
        fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 990, to: 300 }],
        silences: [expired(58)],
        journal: [line('tell', 50)],
      },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group ended, or is muted',
      {
        fired: [
          ...OVER.fired,
          { labels: { ...LABELS, id: '2' }, from: 990, to: 300 },
          { labels: { ...LABELS, id: '3' }, from: 990, to: 0 },
        ],
        silences: [
          expired(58),
          silence({
            id: 's3',
            startsAt: ago(800),
            matchers: [{ name: 'id', value: '3', isRegex: false, isEqual: true }],
          }),
        ],
      },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group ended before',
      { fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 990, to: 300 }], silences: [expired(58)] },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group ended, and fires again since',
      { fired: [...OVER.fired, ...mate('2', [990, 90], [45, 0])], silences: [expired(58)] },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group ended for a moment in which its end could be told',
      { fired: [...OVER.fired, ...mate('2', [990, 300], [270, 0])], silences: [expired(58)] },
      { telling: 'with-its-group' },
    ],
    [
      'may be left with an open page when the rest of its group ended, and Prometheus was restarted before it fired again',
      {
        fired: [{ from: 990, to: 225 }, { from: 180, to: 75 }, ...mate('2', [990, 240], [180, 0])],
        silences: [expired(58)],
        sender: { startedAt: ago(220), resendDelay: seconds(60) },
      },
      { telling: 'with-its-group' },
    ],
  ])('receivers %s', (_, world, then) => {
    expect(ended(world)).toMatchObject([then]);
  });

  it('stays closed with its group whatever of the group fires afterwards', () => {
    const time = fc.integer({ min: 5, max: 60 }).map((steps) => steps * STEP);
    const spell = fc.uniqueArray(time, { minLength: 2, maxLength: 2 }).map((ends) => ends.toSorted((a, b) => b - a));
    const mates = fc.array(fc.tuple(fc.constantFrom('2', '3'), spell), { maxLength: 6 });
    const since = fc.integer({ min: 0, max: 3 }).map((steps) => steps * STEP);
    const later = fc.array(fc.tuple(fc.constantFrom('2', '3', '4'), since), { maxLength: 3 });
    fc.assert(
      fc.property(mates, later, (mates, later) => {
        const fired = [...OVER.fired, ...mates.flatMap(([id, [from = 0, to = 0]]) => mate(id, [from, to]))];
        const silences = [expired(58)];
        const again = later.flatMap(([id, from]) => mate(id, [from, 0]));
        const [before] = ended({ silences, fired });
        fc.pre(before?.telling === 'with-its-group');
        expect(ended({ silences, fired: [...fired, ...again] })).toMatchObject([{ telling: 'with-its-group' }]);
      }),
    );
  });

  it.each<[string, World]>([
    [
      'another of its group still fires',
      { fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 990, to: 0 }] },
    ],
    [
      'what ended before is of another group',
      { fired: [...OVER.fired, { labels: { ...LABELS, group: 'h' }, from: 990, to: 300 }] },
    ],
    [
      'what ended before had ended so long before it was acknowledged that it is sent no more',
      { fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 3000, to: 1860 }] },
    ],
    [
      'another of its group fires all along, and only Prometheus was restarted meanwhile',
      {
        fired: [{ from: 990, to: 240 }, { from: 180, to: 75 }, ...mate('2', [990, 240], [180, 0])],
        sender: { startedAt: ago(225), resendDelay: seconds(60) },
      },
    ],
    [
      'every alert is a group of its own',
      {
        routing: { ...route, groupBy: 'all' },
        fired: [...OVER.fired, { labels: { ...LABELS, id: '2' }, from: 990, to: 300 }],
      },
    ],
  ])('are told of it alone when %s', (_, world) => {
    expect(ended({ silences: [expired(58)], ...world })).toMatchObject([{ telling: 'soon' }]);
  });

  it('is told of for a quarter of an hour, and a page left open for a day', () => {
    const long = (to: number) => [{ from: 90_000, to }];
    const away = (at: number) => [acked({ state: 'expired', startsAt: ago(89_000), endsAt: ago(at) }, ago(90_000))];
    expect(ended({ fired: long(2000), silences: away(1990) })).toEqual([]);
    expect(ended({ fired: long(20_000), silences: away(10_000) })).toMatchObject([{ telling: 'left-open' }]);
  });
});

it('a silence that somebody widened in Alertmanager’s own pages is none of ringdeck’s, though the comment is kept', () => {
  const wide = (how: object) =>
    acked({ matchers: [{ name: 'alertname', value: 'Load|Other', isRegex: false, isEqual: true, ...how }] });
  expect(ended({ silences: [wide({})] })).toHaveLength(1);
  for (const how of [{ isRegex: true }, { isEqual: false }]) {
    expect(ended({ silences: [wide(how)] })).toEqual([]);
    expect(ended({ silences: [wide(how)], ...OVER })).toEqual([]);
    expect(look({ silences: [wide(how)] }).acks).toEqual([]);
  }
});

describe('a group is what one route takes', () => {
  const child = (matcher: string, receiver: string): Route => ({ ...route, receiver, matchers: [matcher] });
  const routing: Route = { ...route, routes: [child('id=~"1.*"', 'pager'), child('id="2"', 'mail')] };
  const late = {
    silences: [acked({ state: 'expired', endsAt: ago(10), startsAt: ago(5000) }, ago(5100))],
    fired: [{ from: 5100, to: 3000 }],
    routing,
  };
  const closed = { silences: [expired(58)], fired: [...OVER.fired, ...mate('12', [990, 400])], routing };

  it.each<[string, World, Partial<Ended>]>([
    ['left open', late, { telling: 'left-open', receivers: ['pager'] }],
    [
      'left open, whatever ended of another route',
      { ...late, fired: [...late.fired, ...mate('2', [5100, 4000])] },
      { telling: 'left-open' },
    ],
    ['closed with the rest of its group', closed, { telling: 'with-its-group' }],
    [
      'closed with the rest of its group, whatever fires on of another route',
      { ...closed, firing: [{ ...LABELS, id: '2' }], fired: [...closed.fired, ...mate('2', [990, 0])] },
      { telling: 'with-its-group' },
    ],
    [
      'told of where one that takes both routes fires on',
      {
        ...closed,
        routing: { ...route, routes: [{ ...child('id="2"', 'mail'), continues: true }, child('group="g"', 'pager')] },
        fired: [...closed.fired, ...mate('2', [990, 0])],
      },
      { telling: 'soon' },
    ],
  ])('its end is %s', (_, world, then) => {
    expect(ended(world)).toMatchObject([then]);
  });
});

it('a thousand acknowledged alerts that ended at once are told of one by one', () => {
  const all = Array.from({ length: 1000 }, (_, i) => ({ ...LABELS, id: `${i}`, job: 'node', severity: 'critical' }));
  const silences = all.map((labels, i) =>
    acked({
      id: `s${i}`,
      state: 'expired',
      endsAt: ago(10),
      matchers: exactMatchers(labels, []),
      comment: formatAckComment(
        { user: 'alice', ring: '', fingerprint: fingerprint(labels), nonce: '0123abcd', began: ago(990), note: '' },
        'ACK!',
      ),
    }),
  );
  const over = ended({ silences, fired: all.map((labels) => ({ labels, from: 990, to: 75 })) });
  expect(over.map(({ telling }) => telling)).toEqual(all.map(() => 'soon'));
});

describe('an alert that fires again', () => {
  const again = [firing(ago(20))];
  const fired = [
    { from: 990, to: 90 },
    { from: 20, to: 5 },
  ];

  it('counts as firing though the silence of the incident before still stands, which is to be ended', () => {
    const { list, ended } = look({ listed: again, fired, firing: [LABELS] });
    expect(list).toMatchObject([
      { state: 'firing', ack: null, lapsed: { by: 'alice', why: 'fired-again', silences: true } },
    ]);
    expect(list[0]?.lapsed?.text).toBe('fired again: alice acknowledged the incident before this one, 15m ago');
    expect(ended).toMatchObject([{ standing: ['s1'], again: ago(20), telling: 'standing' }]);
  });

  it('says when receivers may hear nothing of it, because they were not told of the end', () => {
    const { list } = look({
      listed: again,
      fired,
      firing: [LABELS],
      silences: [expired(74)],
      journal: [line('end', 74)],
    });
    expect(list[0]?.lapsed).toMatchObject({
      why: 'fired-again',
      silences: false,
      text: 'fired again, perhaps before receivers were told of its end: they may not be paged again for up to 1h; tell them yourself',
    });
  });

  it('says nothing of an incident whose end was told in time', () => {
    const { list, ended } = look({
      listed: again,
      fired: [
        { from: 990, to: 500 },
        { from: 20, to: 5 },
      ],
      firing: [LABELS],
      silences: [expired(480)],
    });
    expect([list[0]?.lapsed, ended]).toEqual([null, []]);
  });

  it('overtakes what was said of an earlier incident', () => {
    const first = acked({ id: 's0', state: 'expired', startsAt: ago(2900), endsAt: ago(1990) }, ago(3000));
    const world = {
      fired: [
        { from: 3000, to: 2010 },
        { from: 990, to: 315 },
      ],
      silences: [first, expired(298)],
    };
    expect(ended(world)).toMatchObject([{ began: ago(990), telling: 'told' }]);
  });

  it('is acknowledged by who acknowledges it anew', () => {
    const anew = acked({ id: 's2', startsAt: ago(10) }, ago(20));
    const { list } = look({ listed: again, fired, firing: [LABELS], silences: [expired(74), anew] });
    expect(list).toMatchObject([{ state: 'acknowledged', ack: { silenceId: 's2' } }]);
  });

  it('is told from the incident before where members disagree: one that missed the end goes on with the old start', () => {
    const world = { listed: [firing(ago(990)), firing(ago(20))], fired, firing: [LABELS] };
    expect(look(world).list).toMatchObject([{ state: 'firing' }]);
    // Senders that give no start leave it to the members.
    expect(look({ ...world, fired: [], firing: [] }).list).toMatchObject([{ state: 'acknowledged' }]);
  });
});

describe('a later start of an alert that fires', () => {
  const later = [firing(ago(20))];
  const ON = { listed: later, firing: [LABELS], fired: [{ from: 990, to: 0 }] } satisfies World;
  const OTHERS = { listed: later, runsSince: ago(40) } satisfies World;

  it.each<[string, World]>([
    ['where Prometheus has no end of it on record: another replica may have given it', ON],
    ['where one member was restarted and heard of it from another replica', { ...ON, elsewhere: [firing(ago(990))] }],
    [
      'where it began to fire a moment later for this Prometheus than for another replica',
      { ...ON, fired: [{ from: 975, to: 0 }] },
    ],
    [
      'where Prometheus was restarted, and Alertmanager no longer held it',
      {
        ...ON,
        fired: [
          { from: 990, to: 120 },
          { from: 60, to: 0 },
        ],
        sender: { startedAt: ago(100), resendDelay: seconds(60) },
      },
    ],
    ['where Alertmanager was restarted, and another sender leaves the start to it', OTHERS],
    ['where Alertmanager was restarted, and Prometheus does not answer', { ...OTHERS, firing: null }],
    [
      'where both were restarted, and Prometheus has not said so yet',
      {
        ...OTHERS,
        firing: [LABELS],
        fired: [
          { from: 990, to: 120 },
          { from: 30, to: 0 },
        ],
        sender: { startedAt: ago(5000), resendDelay: seconds(60) },
        askedAt: 45,
      },
    ],
  ])('is of the same incident %s', (_, world) => {
    const { list, ended } = look(world);
    expect(list).toMatchObject([{ state: 'acknowledged' }]);
    expect(ended).toEqual([]);
  });

  it.each<[string, World, boolean]>([
    [
      'where Prometheus recorded an end in between, though Alertmanager was restarted',
      {
        ...ON,
        runsSince: ago(40),
        fired: [
          { from: 990, to: 120 },
          { from: 20, to: 0 },
        ],
      },
      true,
    ],
    ['where Alertmanager ran all along, and it is another sender’s', { listed: later, runsSince: ago(5000) }, false],
    ['where Alertmanager had run for long when it began', { listed: later, runsSince: ago(330) }, false],
    ['where a member that ran all along lists no other start', { ...OTHERS, elsewhere: later }, false],
    ['where what is on record ended long ago', { ...ON, fired: [{ from: 990, to: 400 }] }, true],
  ])('is of the next incident %s', (_, world, recorded) => {
    const { list, ended } = look(world);
    expect(list).toMatchObject([{ state: 'firing', ack: null, lapsed: { why: 'fired-again' } }]);
    expect(ended).toMatchObject([{ again: ago(20), standing: ['s1'], recorded }]);
  });
});

describe('of which incident a later start is, is not known', () => {
  const later = [firing(ago(20))];

  it.each<[string, World]>([
    ['while nothing is on record of what fires since then', { fired: [{ from: 990, to: 30 }] }],
    ['while the record is still being read', { reading: true }],
    ['while it is, and Alertmanager was restarted', { reading: true, runsSince: ago(40) }],
  ])('%s: nobody is said to have acknowledged it, and nothing is ended', (_, world) => {
    const { list, ended } = look({ listed: later, firing: [LABELS], ...world });
    expect(list).toMatchObject([{ state: 'firing', ack: null, lapsed: { by: 'alice', silences: true } }]);
    expect(list[0]?.lapsed?.text).toBe(
      'may have fired again since alice acknowledged it 15m ago; Prometheus has not recorded it yet',
    );
    expect(ended).toEqual([]);
  });

  it('is of no concern to one that began before it was acknowledged', () => {
    const { list } = look({ listed: [firing(ago(990))], firing: [LABELS], reading: true });
    expect(list).toMatchObject([{ state: 'acknowledged' }]);
  });
});

it('a time of another clock names the same incident: only its own sender’s start counts', () => {
  const skewed = acked({ startsAt: millis(NOW - 900_000) }, ago(990));
  expect(
    look({ silences: [skewed], listed: [firing(ago(990))], fired: [{ from: 990, to: 0 }], firing: [LABELS] }).list,
  ).toMatchObject([{ state: 'acknowledged' }]);
});
