import { own } from '../own.ts';
import type { RoomAlert } from './room.ts';

/** Labels that tell one thing from another, the most telling first; shown when an alert is the only one of its name. */
const TELLING = ['instance', 'ring', 'version', 'job'] as const;
/** Drawn elsewhere in the row. */
const ELSEWHERE: ReadonlySet<string> = new Set(['alertname', 'severity']);

/** What tells an alert from the others of its name: the values of the labels in which they differ; "" without any. */
export function distinguishing(alert: RoomAlert, all: readonly RoomAlert[]): string {
  const others = all.filter(({ name, fingerprint }) => name === alert.name && fingerprint !== alert.fingerprint);
  const names = new Set([alert, ...others].flatMap(({ labels }) => Object.keys(labels)));
  const differing = [...names]
    .filter(
      (name) => !ELSEWHERE.has(name) && others.some(({ labels }) => own(labels, name) !== own(alert.labels, name)),
    )
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const values = differing.flatMap((name) => own(alert.labels, name) ?? []);
  const usual = TELLING.flatMap((name) => alert.labels[name] ?? []).slice(0, 1);
  return [...new Set(values.length > 0 ? values : usual)].join(' ');
}

const rank = (name: string): number => {
  const at = (TELLING as readonly string[]).indexOf(name);
  return at < 0 ? TELLING.length : at;
};
