import { expect, test } from 'vitest';
import type { JournalRecord } from '../../src/operations/journal/journal.ts';
import { ACK_MARK } from '../../src/room/acks/comment.ts';
import { alertmanagersOf } from '../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../src/room/alerts/alerts.ts';
import { Moment } from '../../src/room/moment.ts';
import { withPastAcks } from '../../src/session/past-acks.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { seconds } from '../../src/units.ts';
import { listingText } from '../../src/wording/alerts.ts';
import { ago, alert, NOW } from '../room/fixtures.ts';
import { DOWN, planOf } from '../room/observe.ts';

const settings = planOf({ alerts: { ack_duration: '15m' } }).profile.alerts;

const line = (act: JournalRecord['act'], at: number, more: Partial<JournalRecord> = {}): JournalRecord => ({
  at: ago(at),
  by: 'alice',
  act,
  target: 'V2ErrorSpike',
  fingerprint: 'f1',
  result: 'done',
  detail: '',
  ...more,
});

/** An alert that fired 20 minutes long, as the room of then has it. */
async function then(journal: readonly JournalRecord[]) {
  const view = { alerts: [alert({ startsAt: ago(1200) })], silences: [], clockOffset: 0, recorded: true } as const;
  const recorded = { id: 'record', view: async () => succeeded(view) };
  const outcome = await withPastAcks(recorded, Promise.resolve({ journal }), NOW, settings).view();
  if (!outcome.ok) throw new Error(outcome.error.message);
  const feeds = { record: { state: 'ok', at: NOW, value: outcome.value } as const };
  return alertsOf(alertmanagersOf(feeds, new Moment(NOW), seconds(15)), settings, new Moment(NOW));
}

test.each([
  ['acknowledged by a line', [line('acknowledge', 600)], 'acknowledged'],
  ['acknowledged again', [line('acknowledge', 1100), line('acknowledge', 60)], 'acknowledged'],
  ['taken back', [line('acknowledge', 600), line('unacknowledge', 60)], 'firing'],
  ['acknowledged for longer than is known', [line('acknowledge', 901)], 'firing'],
  ['acknowledged before it began', [line('acknowledge', 1300)], 'firing'],
  ['not acknowledged, for it failed', [line('acknowledge', 600, { result: 'failed' })], 'firing'],
  ['acknowledged while another was', [line('acknowledge', 600, { fingerprint: 'f2' })], 'firing'],
  ['claimed', [line('claim', 600)], 'firing'],
  ['without a line', [], 'firing'],
] as const)('an alert of the past that was %s counts as such', async (_, journal, state) => {
  const alerts = await then(journal);
  expect(alerts.list.map((one) => one.state)).toEqual([state]);
  expect(alerts).toMatchObject({ freshness: 'ok', complete: true, recorded: true });
  expect(listingText(alerts, NOW)).toContain('acknowledgements from ringdeck');
});

test('it tells who acknowledged it and why', async () => {
  const [shown] = (await then([line('acknowledge', 600, { note: 'rolling back' })])).list;
  expect(shown?.ack).toMatchObject({ by: 'alice', at: ago(600), note: 'rolling back', ours: true });
});

test('a record that cannot be read is no past without alerts', async () => {
  const broken = { id: 'record', view: async () => failed(DOWN) };
  expect(await withPastAcks(broken, Promise.resolve({ journal: [] }), NOW, settings).view()).toEqual(failed(DOWN));
  expect(settings.ack_mark).toBe(ACK_MARK);
});
