import { fingerprint } from '../sources/alertmanager/fingerprint.ts';
import type { Alert } from '../sources/alertmanager/types.ts';
import { failed, succeeded } from '../sources/error.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import { type Millis, millis } from '../units.ts';
import type { PrometheusSource } from './ask-prometheus.ts';
import type { AlertmanagerSource } from './servers/alertmanager.ts';

const ALERTS = 'ALERTS{alertstate="firing"}';
const SINCE = 'ALERTS_FOR_STATE';
/** What is in Alertmanager's place in the past. */
export const RECORD = 'alerts-in-prometheus';

/**
 * The alerts that fired at an instant in the past, from Prometheus' own record of them. Alertmanager keeps no past:
 * what was silenced or acknowledged is not known of it, and annotations are missing. So are the
 * `external_labels` that Prometheus adds when it sends: with such labels, fingerprints differ from Alertmanager's.
 */
export function pastAlerts(prometheus: Pick<PrometheusSource, 'instant'>, at: Millis): AlertmanagerSource {
  return {
    id: RECORD,
    async view(signal) {
      const [firing, since] = await Promise.all([
        prometheus.instant(ALERTS, at, signal),
        prometheus.instant(SINCE, at, signal),
      ]);
      if (!firing.ok) return firing;
      if (!since.ok) return since;
      // Whatever the profile allows of numbers: an alert that is left out must not read as none.
      const [warning] = [firing.value, since.value].flatMap(({ warnings }) => warnings);
      if (warning !== undefined)
        return failed({ kind: 'server', message: `some alerts may be missing from Prometheus' record: ${warning}` });
      const startOf = new Map(since.value.samples.map(({ labels, value }) => [fingerprint(ownLabels(labels)), value]));
      const alerts = firing.value.samples.map(({ labels }): Alert => {
        const bare = ownLabels(labels);
        const id = fingerprint(bare);
        return {
          fingerprint: id,
          labels: bare,
          annotations: {},
          startsAt: millis((startOf.get(id) ?? at / 1000) * 1000),
          updatedAt: at,
          generatorURL: '',
          receivers: [],
          silencedBy: [],
          inhibitedBy: [],
        };
      });
      return succeeded({ alerts, silences: [], clockOffset: 0, recorded: true });
    },
  };
}

export function ownLabels({ __name__: _, alertstate: __, ...own }: Labels): Labels {
  return own;
}

export { fingerprint } from '../sources/alertmanager/fingerprint.ts';
