import { own } from '../../../own.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { partsOf, type QueryPart, type Selector } from '../../../text/promql-parts.ts';

/** Labels of where something runs: a rule of all places and a row of one ask the same, as far as both go. */
const PLACES: ReadonlySet<string> = new Set([
  ...['instance', 'host', 'hostname', 'node', 'pod', 'container', 'service', 'job'],
  ...['zone', 'region', 'cluster', 'namespace', 'environment'],
]);

/**
 * Whether a query shows what an alert's rule asks: the same metrics, calculated alike, of the same labels. One metric in
 * common says little: everything of Prometheus has `up`.
 * @param alert the alert's labels, which tell which of the rule's series fires
 * @param row labels that tell the row from others of its query
 */
export const asksTheSame = (rule: readonly QueryPart[], query: string, alert: Labels, row: Labels): boolean =>
  partsOf(query).some((shown) => rule.some((asked) => isSame(asked, shown, alert, row)));

function isSame(asked: QueryPart, shown: QueryPart, alert: Labels, row: Labels): boolean {
  if (asked.shape !== shown.shape) return false;
  const isPinned = (label: string): boolean =>
    own(row, label) !== undefined || shown.selectors.every(({ matchers }) => matchers.has(label));
  // A sum over everything is not that of the one place which fires.
  const isApart = asked.by.every(
    (label) => own(alert, label) === undefined || shown.by.includes(label) || isPinned(label),
  );
  return isApart && asked.selectors.every((selector, i) => agree(selector, shown.selectors[i], alert, row));
}

/** Whether two selectors of one metric take the same of it, as far as the alert tells. */
function agree({ matchers: asked }: Selector, shown: Selector | undefined, alert: Labels, row: Labels): boolean {
  if (shown === undefined) return false;
  return [...new Set([...asked.keys(), ...shown.matchers.keys()])].every((label) => {
    const [a, b] = [asked.get(label), shown.matchers.get(label)];
    if (a?.operator === b?.operator && a?.value === b?.value) return true;
    const isOfBoth = a?.operator === '=' && b?.operator === '=';
    if (PLACES.has(label)) return !isOfBoth;
    const told = own<string>(alert, label);
    if (b?.operator === '=') return !isOfBoth && told === b.value;
    return b === undefined && own(row, label) !== undefined && own(row, label) === told;
  });
}
