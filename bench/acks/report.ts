import { type Millis, millis } from '../../src/units.ts';
import { median } from '../figure.ts';
import { type Case, CHECKS, casesOf } from './case.ts';
import type { Judgement } from './judge.ts';
import type { Sight } from './observed-room.ts';
import type { Run } from './run.ts';

const CAME = [
  'told',
  'told-by-room',
  'late',
  'untold',
  'fired-again',
  'group-told',
  'log-lost',
  'members-differ',
] as const;

/** A run and what came of it. */
export interface Judged {
  readonly run: Run;
  readonly judgement: Judgement;
}

/** The figures of runs, one column for each size of the cluster. */
export function figures(all: readonly Judged[]): string {
  const columns = [...Map.groupBy(all, ({ run }) => run.size)].map(([size, runs]) => columnOf(size, runs));
  const lines = (columns[0] ?? []).map(([what], row) => [what, ...columns.map((column) => column[row]?.[1] ?? '')]);
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const padded = (cell: string, i: number) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0));
  return lines.map((line) => `${line.map(padded).join('   ').trimEnd()}\n`).join('');
}

type Row = readonly [what: string, figure: string];

function columnOf(size: number, runs: readonly Judged[]): readonly Row[] {
  const sum = (count: (judged: Judged) => number) => `${runs.reduce((total, judged) => total + count(judged), 0)}`;
  const outlived = runs.flatMap(({ judgement }) => judgement.outlived);
  const ends = runs.flatMap(({ judgement }) => judgement.ends);
  const waits = ends
    .filter(({ came }) => came !== 'fired-again')
    .flatMap(({ at, told }) => (told === null ? [] : (told - at) / 1000));
  return [
    ['', size === 1 ? 'one member' : `${size} members`],
    ['this program held up at worst, s', most(runs.map(({ run }) => run.lag / 1000))],
    ['schedules', sum(({ run }) => run.plan.schedules.length)],
    ['incidents', sum(({ judgement }) => judgement.incidents)],
    ['acknowledgements', sum(({ judgement }) => judgement.acks)],
    ['longest after the end, refreshes', `${Math.max(0, ...outlived.map(({ refreshes }) => refreshes))}`],
    ['longest after the end, s', most(outlived.map(({ seconds }) => seconds))],
    ['ends to be told', `${ends.length}`],
    ...CAME.map((came): Row => [`  ${came}`, `${ends.filter((end) => end.came === came).length}`]),
    ['end until told, median s', median(waits).toFixed(1)],
    ['end until told, longest s', most(waits)],
    ...CHECKS.map(
      (check): Row => [
        `broken: ${check}`,
        sum(({ judgement }) => judgement.findings.filter((finding) => finding.check === check).length),
      ],
    ),
  ];
}

const most = (values: readonly number[]): string => Math.max(0, ...values).toFixed(1);

type Event = readonly [at: Millis, text: string];

/** Everything that was seen of one alert, in order of time: seconds from the beginning of the run. */
export function timeline(run: Run, id: string): string {
  const one = casesOf(run).find((found) => found.id === id);
  if (!one) return `there is no ${id}\n`;
  return [...planned(run, id), ...happened(one), ...heard(one), ...shown(run, id), ...broke(run)]
    .toSorted(([a], [b]) => a - b)
    .map(([at, text]) => `${((at - run.began) / 1000).toFixed(2).padStart(8)}  ${text}\n`)
    .join('');
}

const planned = ({ began, plan }: Run, id: string): readonly Event[] =>
  plan.schedules
    .filter((schedule) => schedule.id === id)
    .flatMap(({ steps }) => steps.map((step): Event => [millis(began + step.at), `plan      ${step.do}`]));

const happened = ({ incidents, done, silences }: Case): readonly Event[] => [
  ...incidents.flatMap(({ began, ended }): Event[] => [[began, 'ALERTS    fires'], ...at(ended, 'ALERTS    over')]),
  ...done.map((one): Event => [one.at, `act       ${one.room} ${one.act}: ${one.result}, ${one.message}`]),
  ...silences.flatMap(({ from, to, by, cut, silence }): Event[] => [
    [from, `silence   ${short(silence)} by ${by}`],
    [to, `silence   ${short(silence)} ${cut ? 'ended' : 'runs out'}`],
  ]),
];

const heard = ({ id, group }: Case): readonly Event[] =>
  group.map(({ at, status, alerts, externalURL }) => {
    const words = alerts.map(({ labels, status: its }) => `${labels.id === id ? '*' : ''}${labels.id} ${its}`);
    return [at, `receiver  ${status} from ${new URL(externalURL).port}: ${words.join(', ')}`];
  });

const shown = ({ rooms, began }: Run, id: string): readonly Event[] =>
  rooms.flatMap(({ name, sights, named }) => [
    ...sights
      .filter((sight) => sight.id === id)
      .map(({ at, shown }): Event => [at, `room      ${name}: ${shown ? sightText(shown, began) : 'none'}`]),
    ...named
      .filter((sight) => sight.id === id)
      .map(({ at, telling, text }): Event => [at, `room      ${name} says ${telling}: ${text}`]),
  ]);

function sightText({ state, ack, lapsed, startsAt }: NonNullable<Sight['shown']>, began: Millis): string {
  const by = ack ? ` by ${short(ack.silence)}` : '';
  const why = lapsed ? ` lapsed ${lapsed}` : '';
  return `${state}${by}${why}, since ${((startsAt - began) / 1000).toFixed(2)}`;
}

const broke = ({ down }: Run): readonly Event[] =>
  down.flatMap(({ what, which, from, to }): Event[] => [
    [from, `down      ${what} ${which}`],
    ...at(to, `up        ${what} ${which}`),
  ]);

const at = (when: Millis | null, text: string): readonly Event[] => (when === null ? [] : [[when, text]]);
const short = (silence: string): string => silence.slice(0, 8);
