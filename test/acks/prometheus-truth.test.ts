import { expect, it } from 'vitest';
import { incidentsOf } from '../../bench/acks/prometheus-truth.ts';
import { type Millis, millis } from '../../src/units.ts';

const at = (second: number): Millis => millis(second * 1000);
/** Evaluations second by second: `#` fired, `-` did not, a space was missed. */
const evaluated = (marks: string) => {
  const seconds = [...marks].flatMap((mark, second) => (mark === ' ' ? [] : [{ mark, at: at(second) }]));
  const firing = new Set(seconds.filter(({ mark }) => mark === '#').map((one) => one.at));
  return [seconds.map((one) => one.at), firing] as const;
};
const incidents = (marks: string, outages: readonly (readonly [number, number])[] = []) =>
  incidentsOf(...evaluated(marks), {
    outages: outages.map(([from, to]) => ({ from: at(from), to: at(to) })),
    hold: 8000,
    resend: 3000,
  }).map(({ began, ended }) => [began / 1000, ended === null ? null : ended / 1000]);

it.each<readonly [string, string, readonly (readonly [number, number | null])[]]>([
  [
    'fires from its first evaluation to the first that does not find it',
    '--##--#-',
    [
      [2, 4],
      [6, 7],
    ],
  ],
  ['goes on over an evaluation that was missed', '-## ##-', [[1, 6]]],
  ['goes on to the end of the record', '--##', [[2, null]]],
])('an alert %s', (_, marks, expected) => {
  expect(incidents(marks)).toEqual(expected);
});

it.each<readonly [string, string, readonly (readonly [number, number | null])[]]>([
  ['goes on over a restart that it fired before and after', '-##    ##-', [[1, 9]]],
  ['that Prometheus finds again soon after its restart goes on', '-##    -##-', [[1, 10]]],
  ['that went away meanwhile is over when Alertmanager drops it', '-##    -------', [[1, 10]]],
  ['that fires when Prometheus is up again may have begun as soon as it was', '----    ##-', [[6, 10]]],
  [
    'that comes back after that fires anew',
    '-##    -----##-',
    [
      [1, 10],
      [12, 14],
    ],
  ],
])('an alert %s', (_, marks, expected) => {
  expect(incidents(marks, [[3, 6]])).toEqual(expected);
});
