import { own } from '../own.ts';
import { failed, type Outcome } from '../sources/error.ts';
import { askedServer, type Frame } from './frame.ts';
import { RECORD } from './past-alerts.ts';

/** Prometheus servers that answered all that they were asked, and nothing with a value: they may have nothing of then. */
export function emptyHanded(frame: Frame): readonly string[] {
  const asked = Map.groupBy(
    frame.queries.filter(({ expr }) => expr.source === 'prometheus'),
    ({ expr }) => askedServer(frame, expr),
  );
  return [...asked]
    .filter(([, answers]) => answers.every(({ outcome }) => outcome.ok && outcome.value.samples.length === 0))
    .map(([id]) => id);
}

/** A frame of an instant of which servers have nothing: that no alert is on record then does not say that none fired. */
export function withoutRecord(frame: Frame, blank: readonly string[]): Frame {
  const record = own(frame.alertmanagers, RECORD);
  if (blank.length === 0 || record?.ok !== true || record.value.alerts.length > 0) return frame;
  const outcome: Outcome<never> = failed({
    kind: 'server',
    message: `nothing is stored of then (${blank.join(', ')})`,
  });
  return { ...frame, alertmanagers: { ...frame.alertmanagers, [RECORD]: outcome } };
}
