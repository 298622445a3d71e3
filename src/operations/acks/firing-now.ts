import type { Clock } from '../../clock.ts';
import { ownLabels } from '../../frames/past-alerts.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import type { Prometheus } from '../../sources/prometheus/prometheus.ts';
import type { Labels } from '../../sources/prometheus/types.ts';

/**
 * The labels of all that is pending or firing at this moment, without `external_labels`. The rules tell it; of alerts of other
 * servers' rules their record does, which a server that was restarted goes on with for some minutes. It fails when one of
 * them may lack something, since what is missing would read as over.
 */
export const firingIn =
  ({ activeAlerts, instant }: Pick<Prometheus, 'activeAlerts' | 'instant'>, clock: Clock) =>
  async (): Promise<Outcome<readonly Labels[]>> => {
    const [active, recorded] = await Promise.all([activeAlerts(), instant('ALERTS', clock.now())]);
    if (!recorded.ok) return recorded;
    const [warning] = recorded.value.warnings;
    if (warning !== undefined)
      return failed({ kind: 'server', message: `some alerts may be missing from Prometheus' record: ${warning}` });
    if (!active.ok && !showsNoRules(active.error)) return active;
    const { ruled, labels } = active.ok ? active.value : { ruled: new Set<string>(), labels: [] };
    const stored = recorded.value.samples.map((sample) => ownLabels(sample.labels));
    return succeeded([...labels, ...stored.filter(({ alertname = '' }) => !ruled.has(alertname))]);
  };

/** It answers for others, or hides its rules: that says nothing of now, as a server does that is just not well. */
const showsNoRules = ({ httpStatus = 0, kind }: SourceError): boolean =>
  httpStatus >= 400 && httpStatus < 500 && kind !== 'rate-limited' && kind !== 'timeout';
