import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiringLog } from '../../../src/frames/firing-log.ts';
import { formatAckComment, parseAckComment } from '../../../src/room/acks/comment.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { ALONE, type AlertSettings, alertsOf as alertsIn } from '../../../src/room/alerts/alerts.ts';
import { PrometheusWord } from '../../../src/room/alerts/prometheus-word.ts';
import { leftOf } from '../../../src/room/clocks.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { Alert, AlertmanagerView, Silence } from '../../../src/sources/alertmanager/types.ts';
import { type SourceError, succeeded } from '../../../src/sources/error.ts';
import type { Feed } from '../../../src/sources/feed.ts';
import { millis, seconds } from '../../../src/units.ts';
import { listingText } from '../../../src/wording/alerts.ts';
import { ago, alert, NOW, silence } from '../fixtures.ts';

const settings: AlertSettings = {
  where: {},
  severity_label: 'severity',
  version_label: ['version'],
  ring_label: ['ring'],
  concern_every_ring: ['candidate', 'baseline', 'infrastructure', 'system'],
  tiers: { P0: { severities: ['critical'], respond: seconds(300) }, P1: { severities: ['warning'] } },
  ack_duration: seconds(900),
  ack_max: seconds(28_800),
  ack_mark: 'ACK!',
};

/** The alerts, with what is said of the list. */
function alertsOf(...given: Parameters<typeof alertsIn>) {
  const alerts = alertsIn(...given);
  return { ...alerts, detail: listingText(alerts, NOW) };
}

type View = Feed<AlertmanagerView>;
const view = (alerts: readonly Alert[], silences: readonly Silence[] = [], clockOffset = 0): AlertmanagerView => ({
  alerts,
  silences,
  clockOffset,
});
const ok = (...args: Parameters<typeof view>): View => ({ state: 'ok', at: ago(1), value: view(...args) });
const error: SourceError = { kind: 'unreachable', message: 'am-1 refused the connection' };
const stale = (...args: Parameters<typeof view>): View => ({
  state: 'stale',
  at: ago(45),
  value: view(...args),
  error,
});
const dead: View = { state: 'failed', error };

const of = (feeds: Record<string, View>, changed: Partial<AlertSettings> = {}) =>
  alertsOf(alertmanagersOf(feeds, new Moment(NOW), seconds(15)), { ...settings, ...changed }, new Moment(NOW));
const only = (feeds: Record<string, View>) => of(feeds).list[0];

describe('what of an answer cannot be read', () => {
  const said = (odd: Partial<AlertmanagerView>): View => ({
    state: 'ok',
    at: ago(1),
    value: { ...view([alert()]), ...odd },
  });

  it('stands in the room, and a list that lacks none is complete', () => {
    expect(of({ a: said({ undated: 'the start of 1 of its 1 alerts cannot be read' }) })).toMatchObject({
      freshness: 'partial',
      complete: true,
      detail: '1 of 1 Alertmanager members answered, a: the start of 1 of its 1 alerts cannot be read',
    });
    expect(of({ a: said({ unread: 'a label of 1 of its 1 alerts cannot be read', undated: 'so' }) })).toMatchObject({
      freshness: 'partial',
      complete: false,
      detail: '1 of 1 Alertmanager members answered, a: a label of 1 of its 1 alerts cannot be read; a: so',
    });
  });

  it('is no start that an acknowledgement of an earlier incident can stand for', () => {
    const updatedAt = ago(10);
    const made = silence({ id: 's1', comment: 'ACK! on it', startsAt: ago(600) });
    const odd = alert({ startsAt: updatedAt, updatedAt, silencedBy: ['s1'] });
    expect(only({ a: ok([odd], [made]) })).toMatchObject({ ack: null, lapsed: { why: 'began-later' } });
  });
});

describe('of members of several releases', () => {
  const listing = (mutedBy?: readonly string[], updatedAt = ago(5)): View =>
    ok([alert({ updatedAt, ...(mutedBy && { mutedBy }) })]);

  it.each<[string, Record<string, View>, string, readonly string[] | undefined]>([
    ['one that tells', { new: listing(['night']) }, 'muted', ['night']],
    ['one that cannot tell', { old: listing() }, 'firing', undefined],
    ['one that cannot tell beside one that does', { old: listing(), new: listing(['night']) }, 'muted', ['night']],
    ['the same, heard later', { new: listing(['night'], ago(9)), old: listing(undefined, ago(1)) }, 'muted', ['night']],
    ['one that tells of no interval', { old: listing(), a: listing(['night']), b: listing([]) }, 'firing', undefined],
    ['two that name others', { a: listing(['night']), b: listing(['weekend']) }, 'muted', ['night', 'weekend']],
  ])('whoever can tell says what is muted: %s', (_, feeds, state, mutedBy) => {
    expect(only(feeds)?.state).toBe(state);
    expect(only(feeds)?.mutedBy).toEqual(mutedBy);
  });
});

/** What Prometheus says fires, in full or in part, and what it has on record, last so many seconds ago. */
function wordOf(
  firing: readonly Alert[],
  record: readonly Alert[] = [alert()],
  warnings: readonly string[] = [],
  last = 30,
): PrometheusWord {
  const log = new FiringLog({ selector: 'ALERTS', window: seconds(86_400), pause: seconds(60) });
  const series = record.map(({ labels }) => ({ labels, points: [[ago(last), 1] as const] }));
  const reach = { selector: 'ALERTS', since: ago(86_400), from: ago(86_400), to: NOW };
  log.take({ ...reach, outcome: succeeded({ series, warnings: [] }) });
  const samples = firing.map(({ labels }) => ({ labels: { ...labels, alertstate: 'firing' }, value: 1 }));
  const firingNow = { state: 'ok', at: NOW, value: { samples, warnings } } as const;
  return new PrometheusWord({ firing: log, sender: { state: 'waiting' }, firingNow });
}

it('what ringdeck itself told of a ring is no alert to worry about', () => {
  const event = alert({
    fingerprint: 'f2',
    labels: { alertname: 'RingValidated', source: 'ringdeck', severity: 'info' },
  });
  expect(of({ a: ok([alert(), event]) }).list.map(({ name }) => name)).toEqual(['V2ErrorSpike']);
});

describe('the state of an alert', () => {
  const naming = alert({ silencedBy: ['s1'] });
  it.each([
    ['firing', 'nothing covers it', alert(), []],
    ['acknowledged', 'an active silence of whoever says ACK!', naming, [silence()]],
    ['silenced', 'the silence has another comment', naming, [silence({ comment: 'maintenance, ACK!' })]],
    ['silenced', 'the silence is not listed yet', naming, []],
    ['firing', 'the silence has expired since', naming, [silence({ state: 'expired', endsAt: ago(1) })]],
    ['firing', 'the silence ends while the answer stands', naming, [silence({ endsAt: ago(1) })]],
    ['firing', 'a silence that matches does not cover it', alert(), [silence()]],
    ['inhibited', 'another alert inhibits it', alert({ inhibitedBy: ['f2'] }), []],
  ] as const)('is %s when %s', (state, _, listed, silences) => {
    expect(only({ a: ok([listed], silences) })?.state).toBe(state);
  });

  it('shows who acknowledged it, when, and until when', () => {
    const comment = formatAckComment(
      { user: 'bob', ring: 'ring1', fingerprint: 'f1', nonce: '0123abcd', note: 'x' },
      'ACK!',
    );
    const shown = only({ a: ok([naming], [silence({ comment })]) });
    expect(shown?.ack).toMatchObject({
      by: 'alice',
      at: ago(30),
      expiresAt: ago(-870),
      ours: true,
      propagating: false,
    });
    expect(shown?.clocks.respond).toMatchObject({ state: 'met', metAt: ago(30) });
  });

  it('takes the acknowledgement that lasts longest, before any other silence', () => {
    const silences = [
      silence({ id: 'plain', comment: 'later', endsAt: ago(-9999) }),
      silence({ id: 'short', endsAt: ago(-10) }),
      silence({ id: 'long' }),
    ];
    const shown = only({ a: ok([alert({ silencedBy: ['plain', 'short', 'long'] })], silences) });
    expect(shown).toMatchObject({ state: 'acknowledged', ack: { silenceId: 'long' }, silence: null });
  });

  it('is told in our clock when the server has another', () => {
    const skew = 20 * 60_000;
    const later = (at: number) => millis(at + skew);
    const skewed = silence({ startsAt: later(ago(30)), endsAt: later(ago(-870)) });
    const shown = only({ a: ok([alert({ ...naming, startsAt: later(ago(60)) })], [skewed], skew) });
    expect(shown).toMatchObject({ startsAt: ago(60), ack: { at: ago(30), expiresAt: ago(-870) } });
  });
});

describe('several members', () => {
  const acked = alert({ silencedBy: ['s1'] });

  it('show an acknowledgement as propagating until all that answer have it', () => {
    expect(only({ a: ok([acked], [silence()]), b: ok([alert()]) })).toMatchObject({
      state: 'acknowledged',
      ack: { propagating: true },
    });
    const agreed = ok([acked], [silence()]);
    expect(only({ a: agreed, b: agreed, c: dead })?.ack?.propagating).toBe(false);
  });

  it('show an expiry as soon as one of them knows it', () => {
    const expired = silence({ state: 'expired', endsAt: ago(0) });
    expect(only({ a: ok([acked], [silence()]), b: ok([alert()], [expired]) })?.state).toBe('firing');
  });

  it('list the union, and say who lists an alert that not all do', () => {
    const { list } = of({ a: ok([alert()]), b: ok([alert(), alert({ fingerprint: 'f2', startsAt: ago(90) })]) });
    expect(list.map(({ fingerprint, seenBy }) => [fingerprint, seenBy])).toEqual([
      ['f2', ['b']],
      ['f1', []],
    ]);
  });

  const hiccup = (...args: Parameters<typeof view>): View => ({
    state: 'stale',
    at: ago(7),
    value: view(...args),
    error,
  });
  it.each([
    ['ok', true, '2 of 2 Alertmanager members answered', { a: ok([alert()]), b: ok([alert()]) }, 1],
    ['partial', false, '1 of 2 Alertmanager members answered: am-1 refused', { a: ok([alert()]), b: dead }, 1],
    ['partial', false, '1 of 2', { a: ok([]), b: stale([alert()]) }, 0],
    ['partial', false, '1 of 2', { a: ok([]), b: hiccup([alert()]) }, 0],
    ['partial', true, 'Alertmanager last answered 7s ago: am-1 refused', { a: hiccup([alert()]) }, 1],
    ['partial', true, 'Alertmanager last answered 7s ago', { a: hiccup([]), b: hiccup([alert()]) }, 1],
    ['partial', false, 'Alertmanager last answered 7s ago', { a: hiccup([]), b: stale([alert()]) }, 1],
    ['partial', false, 'Alertmanager last answered 7s ago', { a: hiccup([]), b: dead }, 0],
    ['stale', false, 'Alertmanager last answered 45s ago: am-1 refused', { a: stale([alert()]), b: dead }, 1],
    ['unknown', false, 'no Alertmanager answers: am-1 refused', { a: dead }, 0],
    ['unknown', false, 'waiting for Alertmanager', { a: { state: 'waiting' } as View }, 0],
    ['unknown', false, 'no Alertmanager is configured', {}, 0],
  ] as const)('are %s, and complete: %s, as in "%s"', (freshness, complete, detail, feeds, length) => {
    const alerts = of(feeds);
    expect(alerts).toMatchObject({ freshness, complete, recorded: false });
    expect(alerts.detail).toContain(detail);
    expect(alerts.list).toHaveLength(length);
  });
});

describe('a member that is silent', () => {
  const spike = alert();
  const other = alert({ fingerprint: 'f2', labels: { alertname: 'Down', severity: 'critical' } });
  const sent = (one: Alert): Alert => ({ ...one, labels: { ...one.labels, cluster: 'eu' } });
  const event = alert({ fingerprint: 'f3', labels: { alertname: 'RingValidated', source: 'ringdeck' } });

  it.each([
    ['all that Prometheus has firing is listed', [spike], wordOf([spike]), true],
    ['it is listed with the labels Prometheus adds when it sends', [sent(spike)], wordOf([spike]), true],
    ['nothing fires, and Prometheus has known of alerts', [], wordOf([]), true],
    ['beside it only an event of ringdeck’s own is listed', [spike, event], wordOf([spike]), true],
    ['Prometheus has another firing', [spike], wordOf([spike, other]), false],
    ['Prometheus has one of that name firing with more labels', [spike], wordOf([sent(spike)]), false],
    ['one is listed that somebody else sends', [spike, other], wordOf([spike]), false],
    ['nothing tells that Prometheus sends alerts at all', [], wordOf([], []), false],
    ['Prometheus gives incomplete answers', [spike], wordOf([spike], [spike], ['a store did not answer']), false],
    ['Prometheus does not answer', [spike], PrometheusWord.none, false],
  ] as const)('where %s', (_, listed, said, known) => {
    const look = (feeds: Readonly<Record<string, View>>) =>
      alertsOf(alertmanagersOf(feeds, new Moment(NOW), seconds(15)), settings, new Moment(NOW), {
        ...ALONE,
        word: said,
      }).complete;
    expect(look({ a: ok(listed), b: dead })).toBe(known);
    expect(look({ a: dead, b: dead })).toBe(false);
  });
});

describe('what members do not list though all of them answer', () => {
  const spike = alert();
  const named = (fields: Record<string, string>) => alert({ labels: { ...spike.labels, ...fields } });
  const look = (listed: readonly Alert[], word: PrometheusWord, changed: Partial<AlertSettings> = {}) =>
    alertsOf(
      alertmanagersOf({ a: ok(listed) }, new Moment(NOW), seconds(15)),
      { ...settings, ...changed },
      new Moment(NOW),
      {
        ...ALONE,
        word,
      },
    );

  it.each([
    ['a P0 that Prometheus has firing', [], wordOf([spike]), 'P0 V2ErrorSpike'],
    [
      'one it has firing beside the one that is listed',
      [named({ i: 'a' })],
      wordOf(['a', 'b'].map((i) => named({ i }))),
      'P0 V2ErrorSpike',
    ],
    [
      'one of which it says no more than that, for part of the answer is missing',
      [],
      wordOf([spike], [], ['no store']),
      'P0 V2ErrorSpike',
    ],
    ['one it has had firing since this moment, and has not on record', [], wordOf([spike], []), 'P0 V2ErrorSpike'],
    ['many', [], wordOf(['a', 'b', 'c'].map((i) => named({ i, alertname: i }))), 'P0 a and 2 more'],
  ] as const)('%s, leaves it open whether there are others', (_, listed, said, what) => {
    expect(look(listed, said)).toMatchObject({
      complete: false,
      freshness: 'ok',
      detail: `Prometheus has ${what} firing, but no Alertmanager lists it`,
    });
  });

  it.each([
    ['is listed with the labels Prometheus adds when it sends', [named({ cluster: 'eu' })], wordOf([spike])],
    ['is listed without a label that was taken away on the way', [spike], wordOf([named({ replica: 'a' })])],
    ['is listed, and silenced or inhibited', [alert({ silencedBy: ['s1'], inhibitedBy: ['f2'] })], wordOf([spike])],
    ['is no P0', [], wordOf([named({ severity: 'none' }), named({ severity: 'warning' })])],
    ['is only looked back upon, since a server that was restarted', [], wordOf([spike], [spike], [], 3600)],
    ['is none, for Prometheus evaluates no rules', [spike], wordOf([], [])],
    ['is none, for Prometheus does not answer', [], PrometheusWord.none],
  ] as const)('does not matter where what Prometheus has firing %s', (_, listed, said) => {
    expect(look(listed, said)).toMatchObject({ complete: true, freshness: 'ok' });
  });

  it('is looked for among all they list, though the room shows part of it', () => {
    const moved = named({ team: 'b' });
    expect(look([moved], wordOf([spike]), { where: { team: 'a' } })).toMatchObject({ complete: true, list: [] });
  });
});

describe('a Prometheus that does not answer', () => {
  const look = (listed: readonly Alert[], word: PrometheusWord = PrometheusWord.none) =>
    alertsOf(alertmanagersOf({ a: ok(listed) }, new Moment(NOW), seconds(15)), settings, new Moment(NOW), {
      ...ALONE,
      word,
      silent: ['eu', 'us'],
    });

  it('raises no alert, so that nobody knows what would fire, also where another has just what is listed firing', () => {
    const detail = 'eu and us are silent: alerts may be missing';
    expect(look([])).toMatchObject({ complete: false, freshness: 'ok', detail });
    expect(look([alert()], wordOf([alert()]))).toMatchObject({ complete: false, detail });
  });

  it('is not needed for what is on record', () => {
    const recorded = { state: 'ok' as const, at: NOW, value: { ...view([]), recorded: true as const } };
    const seen = alertsOf(alertmanagersOf({ a: recorded }, new Moment(NOW), seconds(15)), settings, new Moment(NOW), {
      ...ALONE,
      silent: ['eu'],
    });
    expect(seen).toMatchObject({ complete: true, doubt: null });
  });
});

describe('a member that was just started', () => {
  const since = (age: number, listed: readonly Alert[] = [], more: Partial<AlertmanagerView> = {}): View => ({
    state: 'ok',
    at: ago(1),
    value: { ...view(listed), startedAt: ago(age), ...more },
  });
  const look = (feeds: Record<string, View>, word = PrometheusWord.none) =>
    alertsOf(alertmanagersOf(feeds, new Moment(NOW), seconds(15)), settings, new Moment(NOW), { ...ALONE, word });

  it('may not have been sent again what fires, for five minutes', () => {
    expect(look({ a: since(299) })).toMatchObject({
      complete: false,
      freshness: 'ok',
      detail: 'a started 4m ago and may not know every alert yet',
    });
    expect(look({ a: since(301) })).toMatchObject({ complete: true, freshness: 'ok' });
    expect(look({ a: since(301), b: since(10) })).toMatchObject({ complete: false });
  });

  it('or for as long as it takes for over what is not sent again, where that is shorter', () => {
    const asked = { resolveTimeout: seconds(60) };
    expect(look({ a: since(59, [], asked) }).complete).toBe(false);
    expect(look({ a: since(61, [], asked) }).complete).toBe(true);
    expect(look({ a: since(301, [], { resolveTimeout: seconds(3600) }) }).complete).toBe(true);
  });

  it('tells its start by its own clock', () => {
    const skew = 3_600_000;
    const ahead = { startedAt: millis(ago(301) + skew), clockOffset: skew };
    expect(look({ a: since(0, [], ahead) }).complete).toBe(true);
  });

  it('lists all while Prometheus, who sends them, is a witness of it', () => {
    expect(look({ a: since(10, [alert()]) }, wordOf([alert()]))).toMatchObject({ complete: true, freshness: 'ok' });
    expect(look({ a: since(10) }, wordOf([alert()])).detail).toContain('Prometheus has P0 V2ErrorSpike firing');
  });
});

describe('the list of alerts', () => {
  const named = (fingerprint: string, severity: string, age: number, more: Partial<Alert> = {}) =>
    alert({ fingerprint, labels: { alertname: fingerprint, severity }, startsAt: ago(age), ...more });

  it('is worst first: tier, then what needs somebody, then age', () => {
    const alerts = [
      named('p3', 'whatever', 900),
      named('p0-acked', 'critical', 500, { silencedBy: ['s1'] }),
      named('p1', 'warning', 900),
      named('p0-new', 'critical', 10),
      named('p0-old', 'critical', 400),
      named('p2', 'info', 900),
    ];
    const { list, counts } = of({ a: ok(alerts, [silence()]) });
    expect(list.map(({ name }) => name)).toEqual(['p0-old', 'p0-new', 'p0-acked', 'p1', 'p2', 'p3']);
    expect(counts).toEqual({ firing: 5, acknowledged: 1, silenced: 0, inhibited: 0 });
    expect(list.map(({ clocks: { respond } }) => [respond && leftOf(respond, NOW), respond?.state])).toEqual([
      [-100, 'overdue'],
      [290, 'running'],
      [-170, 'met'],
      [0, 'running'],
      [null, undefined],
      [null, undefined],
    ]);
  });

  it('holds only alerts with the labels the profile asks for; a missing label is the empty string', () => {
    const v2 = alert({ labels: { system: 'v2' } });
    expect(of({ a: ok([v2, alert({ fingerprint: 'f2' })]) }, { where: { system: 'v2' } }).list).toHaveLength(1);
    expect(of({ a: ok([v2, alert({ fingerprint: 'f2' })]) }, { where: { system: '' } }).list).toHaveLength(1);
  });

  it.each([
    [{ runbook_url: 'https://wiki/x' }, 'https://wiki/x'],
    [{ runbook: 'http://wiki/x' }, 'http://wiki/x'],
    [{ runbook_url: 'javascript:alert(1)', runbook: 'https://wiki/y' }, 'https://wiki/y'],
    [{ runbook_url: 'file:///etc/passwd' }, null],
    [{ runbook_url: 'see the wiki' }, null],
    [{}, null],
  ])('links %j to %s', (annotations, runbook) => {
    expect(only({ a: ok([alert({ annotations: annotations as Alert['annotations'] })]) })?.runbook).toBe(runbook);
  });

  it('does not depend on the order members and alerts come in', () => {
    const one = fc.record({ id: fc.nat(6), severity: fc.constantFrom('critical', 'warning', 'x'), age: fc.nat(3) });
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ id }) => id }), fc.infiniteStream(fc.nat()), (all, random) => {
        const alerts = all.map(({ id, severity, age }) => named(`f${id}`, severity, age));
        const shuffled = alerts.map((a) => [random.next().value, a] as const).sort(([a], [b]) => a - b);
        const again = ok(shuffled.map(([, a]) => a));
        expect(of({ b: again, a: ok(alerts) }).list).toEqual(of({ a: ok(alerts), b: ok(alerts) }).list);
      }),
    );
  });
});

describe('the comment of an acknowledgement', () => {
  it('reads as karma and a person read it', () => {
    const comment = { user: 'ann lee', ring: '', fingerprint: 'ab12', nonce: '0123abcd', note: 'looking – at it' };
    expect(formatAckComment(comment, 'ACK!')).toBe(
      'ACK! [ringdeck] user=ann%20lee ring= fp=ab12 nonce=0123abcd – looking – at it',
    );
  });

  it('gives back what was put in', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    const text = fc.string({ unit: 'grapheme' });
    const any = fc.record({ user: text, ring: text, fingerprint: hex(16), nonce: hex(8), note: text });
    fc.assert(
      fc.property(any, (comment) => {
        expect(parseAckComment(formatAckComment(comment, 'ACK!'), 'ACK!')).toEqual(comment);
      }),
    );
  });

  it.each(['ACK! by karma', 'maintenance', 'x ACK! [ringdeck] user=a ring= fp=1 nonce=0123abcd', ''])(
    'is not ours when it says %j',
    (comment) => {
      expect(parseAckComment(comment, 'ACK!')).toBeNull();
    },
  );
});
