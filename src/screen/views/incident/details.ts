import { formatAge, formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import { findingText } from '../../../wording/patterns.ts';
import { sourceSentence } from '../../../wording/silence.ts';
import { countedReasons } from '../../../wording/verdict-plain.ts';
import { type Line, run, wrap } from '../../canvas/runs.ts';
import { alertLook, alertStanding } from '../../panels/alert-row.ts';
import { stateMark } from '../../panels/parts.ts';
import { isSubject, subjectCopy } from '../chart/subjects.ts';
import type { DetailInput } from '../shared/detail.ts';
import { alertLines } from './alert-lines.ts';
import type { Facts } from './facts.ts';
import { othersFailing } from './others.ts';
import type { Incident } from './state.ts';

/** Of alerts so many at most: all are in their panel. */
const MOST_ALERTS = 200;

/** All else that is known, below what is read at once. */
export function detailLines(about: Incident, facts: Facts, input: DetailInput): Line[] {
  const also = section('Also failing now', othersLines(facts, input));
  switch (about.kind) {
    case 'alert':
      return facts.alert === null ? also : [...also, [], ...alertLines(facts.alert, input)];
    case 'source':
    case 'unanswered':
      return section('Servers', sourceLines(input));
    case 'alerts':
      return [...section('Servers', sourceLines(input)), ...section('Alerts as last known', listLines(input))];
    case 'patterns':
      return [...section('What the logs say differently', findingLines(input)), ...also];
    case 'verdict':
      return also;
    case 'slo':
      return [
        ...section('How fast the budget is spent', burnLines(about, input)),
        ...also,
        ...queryLines(about, input),
      ];
    case 'metric':
      return [...section('The verdict', reasonLines(input)), ...also, ...queryLines(about, input)];
    default:
      return isSubject(about) ? [...also, ...queryLines(about, input)] : [];
  }
}

type Heading =
  | 'Servers'
  | 'Alerts as last known'
  | 'What the logs say differently'
  | 'Also failing now'
  | 'The verdict'
  | 'How fast the budget is spent'
  | 'Query';

const section = (title: Heading, lines: readonly Line[]): Line[] =>
  lines.length === 0 ? [] : [[], [run(title, 'title')], ...lines];

const reasonLines = (input: DetailInput): Line[] => countedReasons(input.room).flatMap((text) => wrapped(text, input));

/** What else fails: the same cause may have more than one face. */
const othersLines = ({ subject }: Facts, { room, width, glyphs }: DetailInput): Line[] =>
  othersFailing(subject, room).flatMap((text) =>
    wrap(text, width - 2).map((row, i): Line => [i === 0 ? stateMark('fail', glyphs) : run(' '), run(` ${row}`)]),
  );

const wrapped = (text: Safe, { width }: DetailInput): Line[] => wrap(text, width).map((row) => [run(row)]);

function queryLines(about: Incident, input: DetailInput): Line[] {
  const expr = isSubject(about) ? subjectCopy(about, input.room) : null;
  const lines = (expr ?? '').split('\n').flatMap((row) => wrap(sanitiseLine(row), input.width));
  return expr === null
    ? []
    : section(
        'Query',
        lines.map((row): Line => [run(row, 'dim')]),
      );
}

const sourceLines = ({ room, width }: DetailInput): readonly Line[] =>
  room.sources.flatMap((source) =>
    wrap(sourceSentence(source, room.at), width).map((row): Line => [run(row, source.state === 'ok' ? 'dim' : 'warn')]),
  );

const listLines = ({ room, glyphs }: DetailInput): readonly Line[] => [
  ...room.alerts.list.slice(0, MOST_ALERTS).map((alert): Line => {
    const { glyph, tone } = alertLook(alert, glyphs);
    const age = formatAge(secondsBetween(alert.startsAt, room.at));
    return [
      run(`${glyph} ${alert.tier} ${alert.name} ${age}`, tone),
      run(`  ${alertStanding(alert, room.at).text}`, 'dim'),
    ];
  }),
  ...(room.alerts.list.length <= MOST_ALERTS
    ? []
    : [[run(`${room.alerts.list.length - MOST_ALERTS} more in the panel of alerts`, 'dim')]]),
];

const findingLines = ({ room: { patterns, at }, width }: DetailInput): readonly Line[] =>
  (patterns?.findings ?? []).flatMap((finding) =>
    patterns === null
      ? []
      : wrap(safe(`${findingText(finding, patterns.sides, at)}: ${finding.template}`), width).map(
          (row): Line => [run(row, finding.state === 'ok' ? 'dim' : finding.state)],
        ),
  );

/** Both windows of each pace against the rate that is too fast. */
const burnLines = ({ slo }: { readonly slo: string }, { room, glyphs }: DetailInput): readonly Line[] => {
  const found = room.slos.find(({ id }) => id === slo);
  return Object.values(found?.burns ?? {}).flatMap(({ factor, short, long }) =>
    [short, long].map(({ window, rate }): Line => {
      const isFast = rate !== null && rate > factor;
      const told = rate === null ? safe('not known') : safe(`${formatValue(rate, 'factor')} of what may be spent`);
      return [
        stateMark(rate === null ? 'unknown' : isFast ? 'fail' : 'ok', glyphs),
        run(` ${formatDuration(window)}: ${told}`, isFast ? 'fail' : 'text'),
        run(`  too fast above ${formatValue(factor, 'factor')}`, 'dim'),
      ];
    }),
  );
};
