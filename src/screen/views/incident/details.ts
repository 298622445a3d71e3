import type { Room } from '../../../room/shown.ts';
import { formatAge } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import { checkSentence } from '../../../wording/incident.ts';
import { findingText } from '../../../wording/patterns.ts';
import { sourceSentence } from '../../../wording/silence.ts';
import { verdictReasons } from '../../../wording/verdict.ts';
import { type Line, run, wrap } from '../../canvas/runs.ts';
import { alertLook, alertStanding } from '../../panels/alert-row.ts';
import { stateMark } from '../../panels/parts.ts';
import { subjectCopy } from '../chart/subjects.ts';
import type { DetailInput } from '../shared/detail.ts';
import { alertLines } from './alert-lines.ts';
import { type Facts, isSubject } from './facts.ts';
import type { Incident } from './state.ts';

/** Rows of a list in the details. */
const MOST = 20;

/** All else that is known, below what is read at once. */
export function detailLines(about: Incident, { alert }: Facts, input: DetailInput): Line[] {
  switch (about.kind) {
    case 'alert':
      return alert === null ? [] : [[], ...alertLines(alert, input)];
    case 'source':
    case 'unanswered':
      return section('Servers', sourceLines(input));
    case 'alerts':
      return [...section('Servers', sourceLines(input)), ...section('Alerts as last known', listLines(input))];
    case 'patterns':
      return section('What the logs say differently', findingLines(input));
    case 'check':
      return [...section('Other checks that are not well', otherChecks(about, input)), ...queryLines(about, input)];
    case 'metric':
      return [
        ...section(
          'Why',
          verdictReasons(input.room).flatMap((text) => wrapped(text, input)),
        ),
        ...queryLines(about, input),
      ];
    default:
      return isSubject(about) ? queryLines(about, input) : [];
  }
}

type Heading =
  | 'Servers'
  | 'Alerts as last known'
  | 'What the logs say differently'
  | 'Other checks that are not well'
  | 'Why'
  | 'Query';

const section = (title: Heading, lines: readonly Line[]): Line[] =>
  lines.length === 0 ? [] : [[], [run(title, 'title')], ...lines.slice(0, MOST)];

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

const listLines = ({ room, glyphs }: DetailInput): readonly Line[] =>
  room.alerts.list.map((alert): Line => {
    const { glyph, tone } = alertLook(alert, glyphs);
    const age = formatAge(secondsBetween(alert.startsAt, room.at));
    return [
      run(`${glyph} ${alert.tier} ${alert.name} ${age}`, tone),
      run(`  ${alertStanding(alert, room.at).text}`, 'dim'),
    ];
  });

const findingLines = ({ room: { patterns, at }, width }: DetailInput): readonly Line[] =>
  (patterns?.findings ?? []).flatMap((finding) =>
    patterns === null
      ? []
      : wrap(safe(`${findingText(finding, patterns.sides, at)}: ${finding.template}`), width).map(
          (row): Line => [run(row, finding.state === 'ok' ? 'dim' : finding.state)],
        ),
  );

function otherChecks(
  { ring, check }: { readonly ring: string; readonly check: string },
  input: DetailInput,
): readonly Line[] {
  const { room, glyphs } = input;
  const found: Room['rings'][number] | undefined = room.rings.find(({ id }) => id === ring);
  return (found?.checks ?? [])
    .filter(({ id, state }) => id !== check && state !== 'ok')
    .map((one): Line => [stateMark(one.state, glyphs), run(` ${checkSentence(one, found?.id ?? safe(''), room.at)}`)]);
}
