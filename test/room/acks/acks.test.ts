import { describe, expect, it } from 'vitest';
import { formatAckComment } from '../../../src/room/acks/comment.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { type AlertSettings, alertsOf } from '../../../src/room/alerts/alerts.ts';
import { Moment } from '../../../src/room/moment.ts';
import { foreignSilences } from '../../../src/room/silences/foreign-silences.ts';
import { covers, exactMatchers } from '../../../src/room/silences/matchers.ts';
import type { Alert, Matcher, Silence } from '../../../src/sources/alertmanager/types.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { millis, seconds } from '../../../src/units.ts';
import { lapsedText } from '../../../src/wording/acks.ts';
import { ago, alert, NOW, silence } from '../fixtures.ts';
import { planOf } from '../observe.ts';

const settings: AlertSettings = planOf({
  alerts: { tiers: { P0: { severities: ['critical'] }, P1: { severities: ['warning'] } } },
}).profile.alerts;

const listed = (fingerprint: string, labels: Labels, age: number): Alert =>
  alert({ fingerprint, labels: { alertname: 'ErrorRate', ...labels }, startsAt: ago(age) });

const regex = (name: string, value: string): Matcher => ({ name, value, isRegex: true, isEqual: true });
const equal = (labels: Labels) => exactMatchers({ alertname: 'ErrorRate', ...labels }, []);

/** An acknowledgement by ringdeck of one label set, so many seconds ago. */
const ours = (id: string, fingerprint: string, labels: Labels, age: number, fields: Partial<Silence> = {}) =>
  silence({
    id,
    matchers: equal(labels),
    startsAt: ago(age),
    comment: formatAckComment({ user: 'alice', ring: '', fingerprint, nonce: '0123abcd', note: 'on it' }, 'ACK!'),
    ...fields,
  });

const karma = (id: string, matchers: readonly Matcher[], age: number, fields: Partial<Silence> = {}) =>
  silence({
    id,
    matchers,
    startsAt: ago(age),
    createdBy: 'karma',
    comment: 'ACK! acknowledged using karma',
    ...fields,
  });

/** What one Alertmanager answers: alerts name the active silences that cover them. */
function view(alerts: readonly Alert[], silences: readonly Silence[], changed: Partial<AlertSettings> = {}) {
  const silenced = alerts.map((one) => ({
    ...one,
    silencedBy: silences.filter((s) => s.state === 'active' && covers(s.matchers, one.labels)).map(({ id }) => id),
  }));
  const feed = { state: 'ok', at: NOW, value: { alerts: silenced, silences, clockOffset: 0 } } as const;
  const alertmanagers = alertmanagersOf({ a: feed }, new Moment(NOW), seconds(15));
  const all = { ...settings, ...changed };
  const seen = alertsOf(alertmanagers, all, new Moment(NOW));
  const list = seen.list.map((one) => ({
    ...one,
    lapsed: one.lapsed && { ...one.lapsed, text: lapsedText(one.lapsed, NOW) },
  }));
  return { ...seen, list, silences: foreignSilences(alertmanagers, all) };
}

const shown = (alerts: readonly Alert[], silences: readonly Silence[], changed: Partial<AlertSettings> = {}) =>
  view(alerts, silences, changed).list[0];

describe('severity that grew', () => {
  const grown = listed('cc', { severity: 'critical' }, 120);

  it('leaves the alert firing, and says at which tier who had acknowledged it', () => {
    const alerts = view([grown], [ours('s1', 'aa', { severity: 'warning' }, 360)]);
    expect(alerts.list[0]).toMatchObject({
      state: 'firing',
      ack: null,
      lapsed: {
        by: 'alice',
        why: 'severity-grew',
        tier: 'P1',
        silences: false,
        text: 'was acknowledged at P1 by alice 6m ago, before its severity rose',
      },
    });
    expect(alerts.counts.firing).toBe(1);
  });

  it.each<[string, Silence]>([
    ['had ended before', ours('s1', 'aa', { severity: 'warning' }, 900, { state: 'expired', endsAt: ago(130) })],
    ['was made after it began', ours('s1', 'aa', { severity: 'warning' }, 60)],
    ['was for another alert', ours('s1', 'aa', { severity: 'warning', job: 'api' }, 360)],
    ['was for a worse severity', ours('s1', 'ad', { severity: 'page' }, 360)],
    ['is no acknowledgement', ours('s1', 'aa', { severity: 'warning' }, 360, { comment: 'maintenance' })],
  ])('is not told of an acknowledgement that %s', (_, made) => {
    expect(shown([grown], [made])?.lapsed).toBeNull();
  });

  it('is not told of an acknowledgement that names not all of its labels', () => {
    const more = listed('cc', { severity: 'critical', job: 'api' }, 120);
    expect(shown([more], [ours('s1', 'aa', { severity: 'warning' }, 360)])?.lapsed).toBeNull();
    expect(shown([more], [karma('s1', equal({ severity: 'warning' }), 360)])?.lapsed?.tier).toBe('P1');
  });

  it('is told even when the acknowledgement has ended since, and no longer once it is acknowledged itself', () => {
    const ended = ours('s1', 'aa', { severity: 'warning' }, 360, { state: 'expired', endsAt: ago(30) });
    expect(shown([grown], [ended])?.lapsed?.why).toBe('severity-grew');
    const anew = ours('s2', 'cc', { severity: 'critical' }, 10);
    expect(shown([grown], [ended, anew])).toMatchObject({ state: 'acknowledged', lapsed: null });
  });

  it('is told of what karma acknowledged for a group', () => {
    const group = karma('s1', [...equal({}), regex('severity', 'warning|info')], 360);
    expect(shown([grown], [group])?.lapsed?.text).toBe(
      'was acknowledged at P1 by karma 6m ago, before its severity rose',
    );
  });
});

describe('an acknowledgement of a group', () => {
  const group = karma('s1', equal({}), 360);

  it('stands for what fired when it was made, whatever its severity', () => {
    expect(shown([listed('a', { severity: 'critical' }, 400)], [group])?.state).toBe('acknowledged');
  });

  it('does not stand for a later alert that is worse than what was known then', () => {
    const { list } = view(
      [listed('cc', { severity: 'critical' }, 100), listed('aa', { severity: 'warning' }, 400)],
      [group],
    );
    expect(list.map(({ state, lapsed }) => [state, lapsed?.text ?? null])).toEqual([
      ['firing', 'is silenced by an acknowledgement that karma made at P1 6m ago; nobody has acknowledged this one'],
      ['acknowledged', null],
    ]);
    expect(list[0]?.lapsed).toMatchObject({ silences: true, tier: 'P1' });
  });

  it('does not stand for a later alert when nothing tells what it was made for', () => {
    expect(shown([listed('cc', { severity: 'critical' }, 100)], [group])).toMatchObject({
      state: 'firing',
      lapsed: {
        tier: null,
        text: 'is silenced by an acknowledgement that karma made before it began 6m ago; nobody has acknowledged this one',
      },
    });
  });

  it.each([
    ['as bad as another that fired then', equal({}), [listed('old', { severity: 'critical' }, 400)]],
    ['of a severity that its matchers name', equal({ severity: 'critical' }), []],
    ['of one of the severities that its regex names', [...equal({}), regex('severity', '(critical|warning)')], []],
  ])('does not stand for a later alert %s either', (_, matchers, others) => {
    const late = listed('late', { severity: 'critical', instance: 'b' }, 100);
    const { list } = view([late, ...others], [karma('s1', matchers, 360)]);
    expect(list.map(({ state, lapsed }) => [state, lapsed?.why ?? null])).toEqual([
      ['firing', 'began-later'],
      ...others.map(() => ['acknowledged', null]),
    ]);
  });

  it('is known by another mark where karma is told to use one', () => {
    const other = karma('s1', equal({}), 360, { comment: 'SEEN by karma' });
    const [old] = [listed('a', { severity: 'critical' }, 400)];
    if (!old) throw new Error('no alert');
    expect(shown([old], [other])?.state).toBe('silenced');
    expect(shown([old], [other], { ack_mark: 'SEEN' })).toMatchObject({
      state: 'acknowledged',
      ack: { note: 'by karma' },
    });
  });
});

describe('an acknowledgement of one alert', () => {
  const acked = listed('01', { severity: 'critical' }, 400);
  const made = ours('s1', '01', { severity: 'critical' }, 360);
  const later = listed('02', { severity: 'critical', ring: 'ring1' }, 100);

  it('does not stand for a later one that has all its labels and more, though Alertmanager keeps it quiet', () => {
    const { list, acks, counts } = view([acked, later], [made]);
    expect(list.map(({ fingerprint, state, lapsed }) => [fingerprint, state, lapsed?.text ?? null])).toEqual([
      [
        '02',
        'firing',
        'is silenced by an acknowledgement that alice made for another alert 6m ago; nobody has acknowledged this one',
      ],
      ['01', 'acknowledged', null],
    ]);
    expect(counts).toMatchObject({ firing: 1, acknowledged: 1 });
    expect(acks).toEqual([
      {
        id: 's1',
        by: 'alice',
        fingerprint: '01',
        at: ago(360),
        expiresAt: made.endsAt,
        fixed: false,
        matchers: 2,
        name: 'ErrorRate',
        exactLabels: { alertname: 'ErrorRate', severity: 'critical' },
        covers: ['01', '02'],
      },
    ]);
  });

  it('counts from the first of the silences that took each other’s place', () => {
    const words = { user: 'alice', ring: '', fingerprint: '01', nonce: '0123abcd', note: '' };
    const comment = formatAckComment({ ...words, since: ago(7200) }, 'ACK!');
    const { list, acks } = view([{ ...acked, startsAt: ago(8000) }], [{ ...made, comment }]);
    expect([list[0]?.ack?.at, acks[0]?.at]).toEqual([ago(7200), ago(7200)]);
  });

  it('says whether its operator chose how long', () => {
    const words = { user: 'alice', ring: '', fingerprint: '01', nonce: '0123abcd', note: 'back at 5' };
    const comment = formatAckComment({ ...words, duration: seconds(1800) }, 'ACK!');
    expect(comment).toBe('ACK! [ringdeck] user=alice ring= fp=01 nonce=0123abcd for=1800s – back at 5');
    expect(shown([acked], [{ ...made, comment }])?.ack).toMatchObject({ fixed: true, note: 'back at 5' });
    expect(shown([acked], [made])?.ack).toMatchObject({ fixed: false, note: 'on it' });
  });
});

describe('silences that ringdeck did not make', () => {
  const here = listed('aaaa', { severity: 'critical', system: 'v2' }, 400);
  const elsewhere = listed('elsewhere', { severity: 'critical', system: 'v1' }, 400);

  it('are listed with who, why, until when and what they cover now; those that cover the room first', () => {
    const silences = [
      silence({ id: 'idle', matchers: [regex('job', 'x.*')], comment: 'nothing', endsAt: ago(-60) }),
      karma('group', equal({}), 360, { endsAt: ago(-600) }),
      silence({ id: 'next', matchers: equal({ system: 'v2' }), comment: 'work', startsAt: ago(-60), state: 'pending' }),
      silence({ id: 'over', state: 'expired', endsAt: ago(10) }),
      ours('ours', 'aaaa', { severity: 'critical', system: 'v2' }, 100),
    ];
    const listing = view([here, elsewhere], silences, { where: { system: 'v2' } }).silences;
    expect(listing).toMatchObject([
      { id: 'group', kind: 'ack', state: 'active', by: 'karma', covers: ['aaaa'], elsewhere: 1, endsAt: ago(-600) },
      { id: 'next', kind: 'silence', state: 'pending', covers: ['aaaa'], elsewhere: 0 },
      { id: 'idle', kind: 'silence', matchers: 'job=~"x.*"', covers: [], elsewhere: 0, comment: 'nothing' },
    ]);
    expect(listing).toHaveLength(3);
  });

  it('say while not every member shows them', () => {
    const made = karma('s1', equal({}), 30);
    const knows = { alerts: [], silences: [made], clockOffset: 0 };
    const feed = (value: typeof knows) => ({ state: 'ok', at: NOW, value }) as const;
    const both = { a: feed(knows), b: feed({ ...knows, silences: [] }) };
    expect(foreignSilences(alertmanagersOf(both, new Moment(NOW), seconds(15)), settings)[0]?.propagating).toBe(true);
    const agreed = { a: feed(knows), b: feed(knows) };
    expect(foreignSilences(alertmanagersOf(agreed, new Moment(NOW), seconds(15)), settings)[0]?.propagating).toBe(
      false,
    );
  });

  it('are told in our clock', () => {
    const skew = 20 * 60_000;
    const made = karma('s1', equal({}), 30);
    const later = { ...made, startsAt: millis(made.startsAt + skew), endsAt: millis(made.endsAt + skew) };
    const feed = { state: 'ok', at: NOW, value: { alerts: [], silences: [later], clockOffset: skew } } as const;
    const [told] = foreignSilences(alertmanagersOf({ a: feed }, new Moment(NOW), seconds(15)), settings);
    expect([told?.startsAt, told?.endsAt]).toEqual([made.startsAt, made.endsAt]);
  });
});
