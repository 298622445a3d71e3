import { own } from '../../own.ts';
import type { RoomAlert } from '../alerts/alert.ts';

/** Labels that tell one thing from another, the most telling first; shown when an alert is the only one of its name. */
const TELLING = ['instance', 'ring', 'version', 'job'] as const;
/** Drawn elsewhere in the row. */
const ELSEWHERE: ReadonlySet<string> = new Set(['alertname', 'severity']);

/** What tells an alert from the others of its name: the values of the labels in which they differ; "" without any. */
export function distinguishing(alert: RoomAlert, all: readonly RoomAlert[]): string {
  const differing = differencesIn(all).get(alert.name) ?? [];
  const values = differing.flatMap((name) => {
    const value = own(alert.labels, name) ?? '';
    return value === '' ? [] : [isBare(value) ? `${name}=${value}` : value];
  });
  const usual = TELLING.flatMap((name) => alert.labels[name] ?? []).slice(0, 1);
  return [...new Set(values.length > 0 ? values : usual)].join(' ');
}

/** Whether a value says nothing without its name: a replica "a", a shard "1". */
const isBare = (value: string): boolean => value.length < 3;

type Differences = ReadonlyMap<string, readonly string[]>;
/** Of each list that was asked about: it is asked about every alert in it. */
const known = new WeakMap<readonly RoomAlert[], Differences>();

/** By the name of alerts, the labels in which those of that name differ. */
function differencesIn(all: readonly RoomAlert[]): Differences {
  const found =
    known.get(all) ??
    new Map([...Map.groupBy(all, ({ name }) => name)].map(([name, of]) => [name, labelsThatDiffer(of)]));
  known.set(all, found);
  return found;
}

function labelsThatDiffer(alerts: readonly RoomAlert[]): readonly string[] {
  const names = new Set(alerts.flatMap(({ labels }) => Object.keys(labels)));
  const [first] = alerts;
  if (!first) return [];
  return [...names]
    .filter(
      (name) => !ELSEWHERE.has(name) && alerts.some(({ labels }) => own(labels, name) !== own(first.labels, name)),
    )
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

const rank = (name: string): number => {
  const at = (TELLING as readonly string[]).indexOf(name);
  return at < 0 ? TELLING.length : at;
};
