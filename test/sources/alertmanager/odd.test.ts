import { describe, expect, test } from 'vitest';
import { createAlertmanager } from '../../../src/sources/alertmanager/alertmanager.ts';
import { json, serve, source } from '../serve.ts';

/* Whatever one field of one answer holds, the other alerts are shown. */

const ALERT = {
  annotations: { summary: 'V2 fails' },
  endsAt: '2026-03-01T12:04:00.000Z',
  fingerprint: '1f2e3d4c5b6a7988',
  receivers: [{ name: 'team' }],
  startsAt: '2026-03-01T11:30:00.000Z',
  status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
  updatedAt: '2026-03-01T12:00:00.000Z',
  generatorURL: '',
  labels: { alertname: 'Odd', severity: 'critical' },
};
const SILENCE = {
  id: 'a-1',
  matchers: [{ isEqual: true, isRegex: false, name: 'alertname', value: 'X' }],
  startsAt: '2026-03-01T11:59:00.000Z',
  endsAt: '2026-03-01T12:14:00.000Z',
  updatedAt: '2026-03-01T11:59:00.000Z',
  createdBy: 'alice',
  comment: 'ACK! on it',
  status: { state: 'active' },
};
const GOOD = { ...ALERT, fingerprint: 'aaaaaaaaaaaaaaaa', labels: { alertname: 'Good' } };
const CONFIG = { original: 'route: { receiver: a, routes: [{ mute_time_intervals: [night] }] }' };

interface Bodies {
  readonly alerts?: unknown;
  readonly silences?: unknown;
  readonly groups?: unknown;
  readonly status?: unknown;
}
const view = async ({ alerts = [GOOD], silences = [], groups = [], status = { config: CONFIG } }: Bodies) => {
  const server = await serve(({ url }, response) => {
    const at = new URL(url, 'http://x').pathname.split('/v2/')[1];
    json(response, { alerts, silences, status, 'alerts/groups': groups }[at ?? '']);
  });
  const outcome = await createAlertmanager('am', source({ url: server.url })).view();
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

const ODD: readonly unknown[] = [
  null,
  undefined,
  7,
  '',
  'odd',
  true,
  [],
  [null],
  {},
  { a: 1 },
  '0001-01-01T00:00:00.000Z',
];
const CASES = [
  ...Object.keys(ALERT).map((field) => [field]),
  ...Object.keys(ALERT.status).map((field) => ['status', field]),
].flatMap((path) => ODD.map((value) => [path.join('.'), path, value] as const));

const STARTS: readonly unknown[] = [
  ...[undefined, null, '', 'yesterday', 1_796_000_000, true, {}, []],
  ...['0001-01-01T00:00:00.000Z', '2026-03-01T11:30:60Z', '2026-03-01 11:30:00+00:00', '2026-02-30T00:00:00Z'],
];

describe('an alert whose start cannot be read', () => {
  test.each(STARTS)('began at the last moment it can have, and that is said: %j', async (startsAt) => {
    const { alerts, unread, undated } = await view({ alerts: [{ ...ALERT, startsAt }, GOOD] });
    expect(alerts.map((alert) => new Date(alert.startsAt).toISOString())).toEqual([ALERT.updatedAt, GOOD.startsAt]);
    expect([unread, undated]).toEqual([undefined, 'the start of 1 of its 2 alerts cannot be read']);
  });

  test.each(STARTS)(
    'began when it was listed where nothing else is known, and not all is known then: %j',
    async (odd) => {
      const { startsAt: _, updatedAt: __, ...rest } = ALERT;
      const times = odd === undefined ? {} : { startsAt: odd, updatedAt: odd };
      const before = Date.now() - 2000;
      const { alerts, unread } = await view({ alerts: [{ ...rest, ...times }] });
      expect(alerts[0]?.startsAt).toBeGreaterThan(before);
      expect(unread).toBe('the times of 1 of its 1 alerts cannot be read');
    },
  );
});

test.each([
  [{ code: 500, on: true }, { code: '500', on: 'true' }, undefined],
  [{ team: null }, {}, 'a label of 1 of its 2 alerts cannot be read'],
  [{ team: ['a'], zone: {} }, {}, 'a label of 1 of its 2 alerts cannot be read'],
])('a label that is no text leaves the alert with the others: %j', async (odd, read, said) => {
  const { alerts, unread } = await view({ alerts: [{ ...ALERT, labels: { ...ALERT.labels, ...odd } }, GOOD] });
  expect(alerts[0]).toMatchObject({ fingerprint: ALERT.fingerprint });
  expect([alerts[0]?.labels, unread]).toEqual([{ ...ALERT.labels, ...read }, said]);
});

describe('an alert whose field is odd', () => {
  test.each(CASES)('%s: %j %j', async (_, [field = '', inner], value) => {
    const odd =
      inner === undefined ? { ...ALERT, [field]: value } : { ...ALERT, status: { ...ALERT.status, [inner]: value } };
    const { alerts, unread } = await view({ alerts: [odd, GOOD] });
    expect(alerts).toContainEqual(expect.objectContaining({ fingerprint: GOOD.fingerprint }));
    // Either it is shown, too, or it is said that there is one that cannot be.
    expect(alerts.length === 2).toBe(unread === undefined);
    if (field !== 'labels') expect(alerts).toHaveLength(2);
    if (alerts.length === 2) expect(alerts[0]?.startsAt).toBeGreaterThan(0);
  });

  test('that is no alert at all is counted', async () => {
    const { alerts, unread } = await view({ alerts: [null, 7, GOOD] });
    expect([alerts.length, unread]).toEqual([1, '2 of its 3 alerts cannot be read']);
  });
});

test.each(Object.keys(SILENCE).flatMap((field) => ODD.map((value) => [field, value] as const)))(
  'a silence whose %s is %j leaves the others',
  async (field, value) => {
    const { silences, alerts } = await view({
      silences: [
        { ...SILENCE, [field]: value },
        { ...SILENCE, id: 'good' },
      ],
    });
    expect([alerts.length, silences.some(({ id }) => id === 'good')]).toEqual([1, true]);
  },
);

test.each([
  [[{ ...SILENCE, matchers: null }], '1 of its 1 silences cannot be read'],
  [[{ ...SILENCE, id: 'good' }, { ...SILENCE, startsAt: 'soon' }, null], '2 of its 3 silences cannot be read'],
  [[{ ...SILENCE, matchers: null, status: { state: 'expired' } }], undefined],
  [[{ ...SILENCE, id: 'good' }], undefined],
])('silences that cannot be read are told of unless they are over, and hide nothing: %j', async (silences, said) => {
  const { alerts, unread } = await view({ silences });
  expect([alerts.length, unread]).toEqual([1, said]);
});

test.each(
  ['groups', 'status'].flatMap((what) =>
    [...ODD, [{ alerts: null }], [{ alerts: [{ fingerprint: GOOD.fingerprint }] }]].map(
      (value) => [what, value] as const,
    ),
  ),
)('%s that are %j leave the alerts', async (what, value) => {
  expect((await view({ [what]: value ?? null })).alerts).toMatchObject([{ fingerprint: GOOD.fingerprint }]);
});

describe('what a time interval mutes', () => {
  const group = (mutedBy: unknown) => ({ alerts: [{ ...GOOD, status: { ...GOOD.status, mutedBy } }], labels: {} });

  test.each([
    [[group(['night'])], ['night']],
    [
      [group(['night']), group(['weekend'])],
      ['night', 'weekend'],
    ],
    [[group(['night']), group([])], []],
    [[group([])], []],
    [[group(null)], []],
    [[], []],
    [null, undefined],
  ])('is what every group of the alert says: %j', async (groups, mutedBy) => {
    expect((await view({ groups })).alerts[0]?.mutedBy).toEqual(mutedBy);
  });

  test('is not asked for where no route has an interval', async () => {
    const { alerts } = await view({
      groups: [group(['night'])],
      status: { config: { original: 'route: { receiver: a }' } },
    });
    expect(alerts[0]?.mutedBy).toEqual([]);
  });

  test.each([
    ['a server of before 0.28', { alerts: [{ ...GOOD, status: { ...GOOD.status, mutedBy: undefined } }] }],
    ['one whose status holds no configuration', { status: {} }],
  ])('is not known of %s', async (_, bodies) => {
    expect((await view(bodies)).alerts[0]?.mutedBy).toBeUndefined();
  });
});
