import { describe, expect, test } from 'vitest';
import { FiringLog } from '../../../src/frames/firing-log.ts';
import { fingerprint } from '../../../src/frames/past-alerts.ts';
import { formatAckComment } from '../../../src/room/acks/comment.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { countIncidents } from '../../../src/room/alerts/incidents.ts';
import { Answers } from '../../../src/room/answers.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { JournalEntry, RoomAlert } from '../../../src/room/room.ts';
import type { Silence } from '../../../src/sources/alertmanager/types.ts';
import { succeeded } from '../../../src/sources/error.ts';
import { seconds } from '../../../src/units.ts';
import { ago, NOW, roomAlert, silence } from '../fixtures.ts';
import { planOf } from '../observe.ts';

const LABELS = { alertname: 'V2ErrorSpike', severity: 'critical' };
const OTHER = { alertname: 'CacheHitRateLow', severity: 'warning' };
const MINUTE = 60;
const HOUR = 3600;

interface Fired {
  readonly labels?: Record<string, string>;
  /** Seconds ago. */
  readonly from: number;
  readonly to: number;
}
interface World {
  readonly fired?: readonly Fired[];
  readonly silences?: readonly Silence[];
  readonly journal?: readonly JournalEntry[];
  readonly list?: readonly RoomAlert[];
  readonly profile?: Record<string, unknown>;
  /** When Prometheus was heard last, in seconds ago. */
  readonly heard?: number;
}

/** The incidents of a world whose rules are evaluated every 15 s. */
function count({ fired = [], silences = [], journal = [], list = [], profile = {}, heard = 0 }: World) {
  const plan = planOf({
    ...profile,
    datasources: { prometheus: { url: 'http://p' }, alertmanagers: [{ url: 'http://a' }] },
  });
  if (!plan.firing) throw new Error('alerts are not watched');
  const log = new FiringLog(plan.firing);
  const series = fired.map(({ labels = LABELS, from, to }) => ({
    labels: { __name__: 'ALERTS', alertstate: 'firing', ...labels },
    points: Array.from({ length: Math.floor((from - to) / 15) + 1 }, (_, i) => [ago(from - i * 15), 1] as const),
  }));
  log.take({
    selector: plan.firing.selector,
    since: ago(86_400),
    from: ago(86_700),
    to: ago(heard),
    outcome: succeeded({ series, warnings: [] }),
  });
  const view = { alerts: [], silences, clockOffset: 0 };
  const alertmanagers = alertmanagersOf({ a: { state: 'ok', at: NOW, value: view } }, new Moment(NOW), seconds(15));
  const answers = new Answers(alertmanagers, journal, plan.profile.alerts);
  return countIncidents({
    log,
    alerts: { list },
    answers,
    profile: plan.profile,
    staleAfter: seconds(15),
    moment: new Moment(NOW),
  });
}

const acked = (
  labels: Readonly<Record<string, string>>,
  from: number,
  to: number,
  fields: Partial<Silence> = {},
): Silence =>
  silence({
    id: `${from}`,
    matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    startsAt: ago(from),
    endsAt: ago(to),
    state: to > 0 ? 'expired' : 'active',
    ...fields,
  });

const entry = (act: JournalEntry['act'], at: number, fields: Partial<JournalEntry> = {}): JournalEntry => ({
  at: ago(at),
  by: 'alice',
  act,
  target: 'V2ErrorSpike',
  fingerprint: fingerprint(LABELS),
  result: 'done',
  detail: '',
  ...fields,
});

describe('incidents of the window', () => {
  test('are counted, open or closed, with their mean lengths', () => {
    const fired = [
      { from: 10 * HOUR, to: 10 * HOUR - 10 * MINUTE },
      { from: 5 * HOUR, to: 5 * HOUR - 20 * MINUTE },
      { labels: OTHER, from: 30 * MINUTE, to: 0 },
    ];
    const { total, byTier } = count({ fired });
    // Each ends at the evaluation after its last sample.
    expect(total).toEqual({ count: 3, open: 1, closed: 2, answered: 0, mtta: null, mttr: 15 * MINUTE + 15 });
    expect(byTier).toMatchObject({ P0: { count: 2, open: 0, mttr: 915 }, P1: { count: 1, open: 1, mttr: null } });
    expect(byTier).not.toHaveProperty('P2');
  });

  test('that are over are listed, the newest end first, with who answered', () => {
    const fired = [
      { from: 10 * HOUR, to: 10 * HOUR - 10 * MINUTE },
      { from: 5 * HOUR, to: 5 * HOUR - 20 * MINUTE },
      { labels: OTHER, from: 30 * MINUTE, to: 0 },
    ];
    const { recent } = count({ fired, journal: [entry('claim', 10 * HOUR - 60)] });
    expect(recent).toEqual([
      { name: 'V2ErrorSpike', tier: 'P0', from: ago(5 * HOUR), end: ago(5 * HOUR - 20 * MINUTE - 15), by: null },
      { name: 'V2ErrorSpike', tier: 'P0', from: ago(10 * HOUR), end: ago(10 * HOUR - 10 * MINUTE - 15), by: 'alice' },
    ]);
  });

  test('that began before it count only while they are open', () => {
    const profile = { incidents: { window: '2h' } };
    const over = { from: 3 * HOUR, to: 1 * HOUR };
    const open = { labels: OTHER, from: 3 * HOUR, to: 0 };
    expect(count({ fired: [over, open], profile }).total).toMatchObject({ count: 1, open: 1, closed: 0 });
  });

  test('of tiers nobody must answer are counted for themselves, and not in the total', () => {
    const info = { labels: { alertname: 'Milestone', severity: 'info' }, from: HOUR, to: HOUR - 60 };
    const { total, byTier, detail } = count({ fired: [info] });
    expect(total?.count).toBe(0);
    expect(byTier.P2?.count).toBe(1);
    expect(detail).toBe('alerts of P0, P1 that fired within 1d');
  });

  test('go on through a pause shorter than the profile says', () => {
    const flapping = [
      { from: HOUR, to: HOUR - 300 },
      { from: HOUR - 500, to: HOUR - 800 },
    ];
    expect(count({ fired: flapping }).total?.count).toBe(1);
    expect(count({ fired: flapping, profile: { incidents: { pause: '1m' } } }).total?.count).toBe(2);
  });

  test('are open until an evaluation has been missed, and for as long as Alertmanager lists them', () => {
    const fired = [{ from: 10 * MINUTE, to: 15 }];
    expect(count({ fired }).total).toMatchObject({ open: 1 });
    expect(count({ fired: [{ from: 10 * MINUTE, to: 40 }] }).total).toMatchObject({ open: 0, closed: 1 });
    const list = [roomAlert({ startsAt: ago(600), labels: { ...LABELS, cluster: 'eu' } })];
    expect(count({ fired: [{ from: 10 * MINUTE, to: 40 }], list }).total).toMatchObject({ count: 1, open: 1 });
  });

  test('that Alertmanager lists and Prometheus has no record of count as open', () => {
    const list = [roomAlert({ name: 'FromLoki', labels: { alertname: 'FromLoki', severity: 'critical' } })];
    expect(count({ list }).total).toMatchObject({ count: 1, open: 1 });
  });

  test('are unknown before Prometheus was heard, and told with their age when it is silent', () => {
    const plan = planOf({ datasources: { prometheus: { url: 'http://p' }, alertmanagers: [{ url: 'http://a' }] } });
    const log = new FiringLog(plan.firing ?? { selector: '', window: seconds(1), pause: seconds(1) });
    const answers = new Answers({ silences: new Map() }, [], plan.profile.alerts);
    const alerts = { list: [] };
    expect(
      countIncidents({ log, alerts, answers, profile: plan.profile, staleAfter: seconds(15), moment: new Moment(NOW) }),
    ).toMatchObject({
      total: null,
      detail: 'when alerts fired has not been read from Prometheus yet',
    });
    expect(count({ heard: 180 }).detail).toMatch(/; as known 3m ago$/);
  });
});

describe('an incident is answered', () => {
  const fired = [{ from: HOUR, to: HOUR - 30 * MINUTE }];
  const answer = (world: World) => {
    const { total } = count({ fired, ...world });
    return [total?.answered, total?.mtta];
  };
  const comment = (fp: string) =>
    formatAckComment({ user: 'bob', ring: '', fingerprint: fp, nonce: '0123abcd', note: '' }, 'ACK!');
  const whole = acked(LABELS, HOUR - 120, HOUR - 600);

  test.each([
    ['by an acknowledgement, long ended', { silences: [whole] }, [1, 120]],
    ['by one of ringdeck', { silences: [{ ...whole, comment: comment(fingerprint(LABELS)) }] }, [1, 120]],
    ['by the first of several', { silences: [acked(LABELS, HOUR - 400, 0), whole] }, [1, 120]],
    ['by one for its group', { silences: [acked({ alertname: 'V2ErrorSpike' }, HOUR - 60, 0)] }, [1, 60]],
    [
      'by one with labels Prometheus adds when it sends',
      { silences: [acked({ ...LABELS, cluster: 'eu' }, HOUR - 60, 0)] },
      [1, 60],
    ],
    ['by an entry of the journal', { journal: [entry('acknowledge', HOUR - 90)] }, [1, 90]],
    ['by a claim', { journal: [entry('claim', HOUR - 45)] }, [1, 45]],
    ['not by a silence', { silences: [{ ...whole, comment: 'maintenance' }] }, [0, null]],
    ['not by one that had not begun', { silences: [{ ...whole, state: 'pending' as const }] }, [0, null]],
    ['not by one of another alert', { silences: [acked(OTHER, HOUR - 60, 0)] }, [0, null]],
    [
      'not by one of an alert that has more labels of its own',
      {
        silences: [acked({ ...LABELS, version: 'v1' }, HOUR - 60, 0)],
        fired: [{ labels: { ...LABELS, version: 'v2' }, from: HOUR, to: 0 }],
      },
      [0, null],
    ],
    ['not before it began', { silences: [acked(LABELS, HOUR + 60, 0)] }, [0, null]],
    ['not after it was over', { silences: [acked(LABELS, 10, 0)] }, [0, null]],
    ['not by what was refused', { journal: [entry('acknowledge', HOUR - 90, { result: 'refused' })] }, [0, null]],
    [
      'not by an act on another of its name',
      { journal: [entry('claim', HOUR - 90, { fingerprint: 'ffff' })] },
      [0, null],
    ],
  ] as const)('%s', (_, world, expected) => {
    expect(answer(world)).toEqual(expected);
  });

  test('and the mean is over those that were', () => {
    const two = [
      ...fired,
      { labels: OTHER, from: HOUR, to: HOUR - 60 },
      { labels: { ...OTHER, alertname: 'B' }, from: HOUR, to: 0 },
    ];
    const silences = [acked(LABELS, HOUR - 120, 0), acked(OTHER, HOUR - 30, 0)];
    expect(count({ fired: two, silences }).total).toMatchObject({ count: 3, answered: 2, mtta: 75 });
  });
});

test('an answer ends with its silence, or when the claim is released', () => {
  const view = { alerts: [], silences: [acked(LABELS, 1000, 400), acked(LABELS, 300, -60)], clockOffset: 0 };
  const alertmanagers = alertmanagersOf({ a: { state: 'ok', at: NOW, value: view } }, new Moment(NOW), seconds(15));
  const journal = [entry('claim', 1200), entry('release', 1100)];
  const incident = {
    name: 'V2ErrorSpike',
    labels: LABELS,
    fingerprints: [fingerprint(LABELS)],
    from: ago(2000),
    to: NOW,
  };
  expect(new Answers(alertmanagers, journal, { ack_mark: 'ACK!' }).to(incident)).toEqual([
    { by: 'alice', at: ago(1200), until: ago(1100) },
    { by: 'alice', at: ago(1000), until: ago(400) },
    { by: 'alice', at: ago(300), until: null },
  ]);
});
