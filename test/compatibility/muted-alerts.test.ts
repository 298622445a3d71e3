import { describe, expect, it, onTestFinished } from 'vitest';
import { datasource } from '../../src/profile/schema/http.ts';
import { alertmanagersOf } from '../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../src/room/alerts/alerts.ts';
import { Moment } from '../../src/room/moment.ts';
import { createAlertmanager } from '../../src/sources/alertmanager/alertmanager.ts';
import { millis, seconds } from '../../src/units.ts';
import { planOf } from '../room/observe.ts';
import { eventually, haveServers, RELEASES, startAlertmanager } from '../stack/servers.ts';

const CONFIG = `
route:
  receiver: none
  group_wait: 0s
  group_by: [alertname]
  routes:
    - { receiver: pager, matchers: [ 'severity="critical"' ], mute_time_intervals: [always] }
receivers: [ { name: none }, { name: pager } ]
time_intervals: [ { name: always, time_intervals: [ { times: [ { start_time: "00:00", end_time: "24:00" } ] } ] } ]
`;

for (const release of RELEASES) {
  describe.skipIf(!haveServers(['alertmanager'], release))(`time intervals on Alertmanager: ${release}`, () => {
    it('an alert that one mutes is in a state of its own where the server tells, with its name and no clocks', async () => {
      const server = await startAlertmanager({ release, config: CONFIG });
      onTestFinished(server.stop);
      await fetch(`${server.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          { labels: { alertname: 'Nightly', severity: 'critical' } },
          { labels: { alertname: 'Other', severity: 'warning' } },
        ]),
      });
      const { versionInfo } = (await (await fetch(`${server.url}/api/v2/status`)).json()) as {
        versionInfo: { version: string };
      };
      const [major = 0, minor = 0] = versionInfo.version.split('.').map(Number);
      const tells = major > 0 || minor >= 28;
      const member = createAlertmanager('am', datasource.parse({ url: server.url }));
      onTestFinished(() => member.close());
      const list = await eventually(async () => {
        const answer = await member.view();
        if (!answer.ok || answer.value.alerts.length < 2) return undefined;
        const now = millis(Date.now());
        const feed = { state: 'ok', at: now, value: answer.value } as const;
        const { list } = alertsOf(
          alertmanagersOf({ am: feed }, new Moment(now), seconds(15)),
          planOf({}).profile.alerts,
          new Moment(now),
        );
        const done = !tells || list.some(({ state }) => state === 'muted');
        return done ? list : undefined;
      });
      const nightly = list.find(({ name }) => name === 'Nightly');
      expect(list.find(({ name }) => name === 'Other')?.state).toBe('firing');
      if (tells)
        expect(nightly).toMatchObject({
          state: 'muted',
          mutedBy: ['always'],
          clocks: { respond: null, escalate: null, resolve: null },
        });
      else expect(nightly?.state).toBe('firing');
    });
  });
}
