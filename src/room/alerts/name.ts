import { own } from '../../own.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { matchersText } from '../silences/matchers.ts';

/** What an alert is called: its `alertname`, or where it has none what it has, `{instance="a", job="backup"}`. */
export function alertName(labels: Labels): string {
  const name = own(labels, 'alertname') ?? '';
  if (name !== '') return name;
  const given = Object.entries(labels).filter(([, value]) => value !== '');
  const matchers = given
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
  return `{${matchersText(matchers)}}`;
}
