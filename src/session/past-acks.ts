import type { AlertmanagerSource } from '../frames/servers/alertmanager.ts';
import type { JournalRecord } from '../operations/journal/journal.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { formatAckComment } from '../room/acks/comment.ts';
import type { Alert, AlertmanagerView, Silence } from '../sources/alertmanager/types.ts';
import { succeeded } from '../sources/error.ts';
import { addSeconds, type Millis } from '../units.ts';
import type { RecordedLedger } from './past-ledger.ts';

type AckSettings = Pick<Profile['alerts'], 'ack_duration' | 'ack_mark'>;

/** The alerts of a past instant, acknowledged where the journal says so. @param ledger with the journal up to then */
export const withPastAcks = (
  { id, view }: AlertmanagerSource,
  ledger: Promise<Pick<RecordedLedger, 'journal'>>,
  at: Millis,
  settings: AckSettings,
): AlertmanagerSource => ({
  id,
  async view(signal) {
    const [listed, { journal }] = await Promise.all([view(signal), ledger]);
    return listed.ok ? succeeded(withAcks(listed.value, journal, at, settings)) : listed;
  },
});

/**
 * Alertmanager keeps no past, so that of acknowledgements only those with a line in the journal are known. Each counts
 * for `ack_duration` from its line, until it was taken back: whether a room extended it is written down nowhere. Where
 * Prometheus adds labels when it sends, the journal knows alerts by other fingerprints, and none counts.
 */
function withAcks(view: AlertmanagerView, journal: readonly JournalRecord[], at: Millis, settings: AckSettings) {
  const done = journal.filter(({ result }) => result === 'done');
  const found = view.alerts.map((alert) => {
    const silence = ackOf(alert, done, at, settings);
    return { alert: silence ? { ...alert, silencedBy: [silence.id] } : alert, silence };
  });
  const silences = found.flatMap(({ silence }) => silence ?? []);
  return { ...view, alerts: found.map(({ alert }) => alert), silences };
}

function ackOf(alert: Alert, done: readonly JournalRecord[], at: Millis, settings: AckSettings): Silence | null {
  const { labels, startsAt, fingerprint } = alert;
  const last = done.findLast((entry) => entry.fingerprint === fingerprint && ACKS.includes(entry.act));
  if (last?.act !== 'acknowledge' || last.at < startsAt) return null;
  const endsAt = addSeconds(last.at, settings.ack_duration);
  if (endsAt <= at) return null;
  const { by: user, note = '' } = last;
  return {
    id: `journal-${fingerprint}`,
    matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    startsAt: last.at,
    endsAt,
    createdBy: user,
    comment: formatAckComment({ user, ring: '', fingerprint, nonce: NO_NONCE, note }, settings.ack_mark),
    state: 'active',
  };
}

const ACKS: readonly JournalRecord['act'][] = ['acknowledge', 'unacknowledge'];
/** Nothing was sent that would have to be found again. */
const NO_NONCE = '00000000';
