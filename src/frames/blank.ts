import { own } from '../own.ts';
import { failed, type Outcome } from '../sources/error.ts';
import { asksStored } from '../text/promql-parts.ts';
import { askedServer, type Frame, type QueryAnswer } from './frame.ts';
import { RECORD } from './past-alerts.ts';

/**
 * Prometheus servers of whose answers none shows that something was stored: they may have nothing of then. A query such as
 * `vector(0)` answers for every instant there ever was, and one that fails says nothing of any.
 */
export function emptyHanded(frame: Frame): readonly string[] {
  const asked = Map.groupBy(
    frame.queries.filter(({ expr }) => expr.source === 'prometheus'),
    ({ expr }) => askedServer(frame, expr),
  );
  return [...asked].filter(([, answers]) => !answers.some(showsStored)).map(([id]) => id);
}

const showsStored = ({ expr, outcome }: QueryAnswer): boolean =>
  outcome.ok && outcome.value.samples.length > 0 && asksStored(expr.text);

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
