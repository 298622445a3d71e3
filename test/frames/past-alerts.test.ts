import { expect, test } from 'vitest';
import { fingerprint, pastAlerts } from '../../src/frames/past-alerts.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';

// As Alertmanager 0.25 itself gives them.
test.each([
  [{}, 'cbf29ce484222325'],
  [{ alertname: 'Test', severity: 'critical' }, 'efcaa50ee41c2d76'],
])('the fingerprint of %j is the one Alertmanager gives', (labels, expected) => {
  expect(fingerprint(labels)).toBe(expected);
});

const labels = { alertname: 'Down', severity: 'critical' };

test("an alert of the past has its own labels, since when it fires, and Alertmanager's fingerprint", async () => {
  const instant = async (expr: string) =>
    succeeded({
      samples: expr.startsWith('ALERTS{')
        ? [{ labels: { __name__: 'ALERTS', alertstate: 'firing', ...labels }, value: 1 }]
        : [{ labels: { __name__: 'ALERTS_FOR_STATE', ...labels }, value: 900 }],
      warnings: [],
    });
  const view = await pastAlerts({ instant }, millis(1_000_000)).view();
  expect(view.ok && view.value.alerts).toMatchObject([{ labels, startsAt: 900_000, fingerprint: fingerprint(labels) }]);
});

test.each(['ALERTS{', 'ALERTS_FOR_STATE'])(
  'alerts of the past are not known from an answer to %s… that may lack some, whatever the profile allows',
  async (doubtful) => {
    const instant = async (expr: string) =>
      succeeded({ samples: [], warnings: expr.startsWith(doubtful) ? ['a store did not answer'] : [] });
    expect(await pastAlerts({ instant }, millis(1_000_000)).view()).toMatchObject({
      ok: false,
      error: { message: "some alerts may be missing from Prometheus' record: a store did not answer" },
    });
  },
);
