import type { Room, RoomPatterns } from '../../../room/shown.ts';
import { formatAge, formatClock, formatValue } from '../../../text/format.ts';
import { joined, literals, type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Millis, secondsBetween } from '../../../units.ts';
import { findingText, patternsSentence, suspectText } from '../../../wording/patterns.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, wrap } from '../../canvas/runs.ts';
import { countText, NO_MATCH } from '../../panels/panel.ts';
import { levelGlyph, levelTone } from '../logs/line-rows.ts';
import { folded } from '../logs/prepared.ts';
import type { DetailDrawing } from '../shared/detail.ts';
import { factsOver } from '../shared/facts.ts';
import { drawList, type ListInput } from '../shared/list.ts';
import { exprOfPattern, kindOf, type PatternRow, patternId, patternRows } from './rows.ts';

/** Narrower than this, what the line says goes before what the details below tell too. */
const ROOMY = 90;

/** How many lines of each version, how many times the rate of the other, and when the last was seen. */
const tableOver = (width: number) =>
  columns(
    [
      { name: 'what', width: 9 },
      { name: 'level', width: 8 },
      { name: 'baseline', width: 7, align: 'right' },
      { name: 'candidate', width: 7, align: 'right', after: 2 },
      { name: 'rate', width: width < ROOMY ? 0 : 8 },
      { name: 'last', width: width < ROOMY ? 0 : 5 },
      { name: 'line', width: 'flows' },
    ],
    width,
  );

/** Where nothing is rolled out. */
const NAMELESS = literals({ baseline: { label: 'the baseline' }, candidate: { label: 'the candidate' } });

/** What the logs of the candidate say that those of the baseline do not, and the other way round; each opens its lines. */
export function drawPatterns(input: ListInput): DetailDrawing {
  const { room, width, glyphs } = input;
  const rows = patternRows(room);
  const { baseline, candidate } = room.comparison ?? NAMELESS;
  const sides = [baseline.label, candidate.label] as const;
  const title = safe(room.comparison === null ? 'Log diff' : `Log diff ${sides[0]} ${glyphs.right} ${sides[1]}`);
  const badge = badgeOf(input);
  const scope = scopeOf(input, sides);
  if (rows.length === 0) return { title, badge, lines: [...nothing(input), ...scope, ...legend(input, sides)] };
  const table = tableOver(width);
  const list = drawList<PatternRow>(
    {
      title: safe(`${title} ${glyphs.separator} ${countText(input.ids.length, rows.length)}`),
      badge,
      head: table.header({
        ...literals({ what: 'what', level: 'level', rate: 'rate', last: 'last', line: 'line' }),
        baseline: sides[0],
        candidate: sides[1],
      }),
      rows,
      idOf: patternId,
      draw: (row) => rowOf(row, table, input),
      about: (row) => aboutOf(row, input, sides),
      empty: NO_MATCH,
    },
    { ...input, height: Math.max(0, input.height - scope.length) },
  );
  return { ...list, lines: [...scope, ...list.lines] };
}

function badgeOf({ room: { patterns }, glyphs }: ListInput): Line {
  if (patterns === null) return [];
  const { state } = patterns;
  return [run(`${glyphs[state]} ${safe(state).toUpperCase()}`, state, { bold: true })];
}

/** A beginning of the stage that was not read is told when it is as long, in milliseconds. */
const MISSED = 60_000;

/** Of when and how many lines this is, and what is missing of them. */
function scopeOf(
  { room, width, timeZone, glyphs }: ListInput,
  [baselineName, candidateName]: readonly [Safe, Safe],
): readonly Line[] {
  const { patterns } = room;
  if (patterns === null || patterns.from === null || patterns.until === null) return [];
  const { since, from, until, lines, templates, read, overflow } = patterns;
  const count = (n: number) => formatValue(n, 'count');
  const clock = (at: Millis) => formatClock(at, timeZone);
  const began = safe(since !== null && from - since > MISSED ? ` (the stage began ${clock(since)})` : '');
  const parts = [
    safe(`${clock(from)} to ${clock(until)}${began}`),
    safe(`lines: ${baselineName} ${count(lines.baseline)}, ${candidateName} ${count(lines.candidate)}`),
    safe(`${count(templates)} kinds of line`),
  ];
  const gaps = [
    safe(patterns.problem === null ? '' : `not read recently: ${patterns.problem}`),
    safe(read !== null && read < 1 ? `only ${formatValue(read, 'ratio')} of the time could be read` : ''),
    safe(overflow > 0 ? `${count(overflow)} lines of too many kinds not counted` : ''),
  ].filter((text) => text !== '');
  const separator = safe(` ${glyphs.separator} `);
  return [
    ...wrap(joined(parts, separator), width).map((text): Line => [run(text, 'dim')]),
    ...(gaps.length === 0 ? [] : wrap(joined(gaps, separator), width).map((text): Line => [run(text, 'warn')])),
  ];
}

/** Why there is no row. */
function nothing({ room: { patterns, at }, width, glyphs }: ListInput): readonly Line[] {
  const [tone, sign, text] =
    patterns === null
      ? ([
          'dim',
          glyphs.unknown,
          'Logs are compared where there is a Loki (--loki URL) and the profile has patterns.',
        ] as const)
      : ([patterns.state, glyphs[patterns.state], sentenceOf(patterns, at)] as const);
  return wrap(`${sign} ${text}`, width).map((part): Line => [run(part, tone, { bold: patterns !== null })]);
}

const sentenceOf = (patterns: RoomPatterns, now: Millis): Safe =>
  patterns.because === 'not-compared-yet'
    ? safe(
        `${patternsSentence(patterns, now)}: this starts once the requests of that time are known, a few scrapes from now`,
      )
    : patternsSentence(patterns, now);

/** What would be listed: whoever opens this for the first time finds it empty. */
const legend = ({ width }: ListInput, [baselineName, candidateName]: readonly [Safe, Safe]): readonly Line[] => [
  [],
  ...(
    [
      ['new', safe(`${candidateName} logs it and ${baselineName} never logged it; a new error warns`)],
      ['grown', safe(`both log it, ${candidateName} more often per request; an error that has grown warns`)],
      [
        'vanished',
        safe(`${baselineName} logs it and ${candidateName} does not, although its traffic suggests it should`),
      ],
      ['suspect', safe(`an error that only ${candidateName} logged, too rarely so far to rule out chance`)],
    ] as const
  ).flatMap(([name, text]) => fact(name, text, width)),
];

function fact<N extends string>(name: SafeArgument<N>, value: Safe, width: number): Line[] {
  const facts = factsOver(10, width);
  const rows = folded(value, facts.width, MOST_ROWS).map(({ text }) => text);
  return facts.rows(safe<N>(name), rows);
}

const MOST_ROWS = 12;

function rowOf(row: PatternRow, table: ReturnType<typeof tableOver>, { glyphs, room }: ListInput): Line {
  const kind = kindOf(row);
  const grave = 'state' in row && row.state !== 'ok';
  const tone = levelTone(row.level);
  const { lines } = row;
  return table.row({
    what: run(kind, grave ? 'warn' : kind === 'suspect' ? 'dim' : 'accent', { bold: grave }),
    level: run(`${levelGlyph(row.level, glyphs)} ${row.level === 'unknown' ? '' : row.level}`, tone),
    baseline: run(formatValue(lines.baseline, 'count'), 'baseline'),
    candidate: run(formatValue(lines.candidate, 'count'), 'candidate'),
    rate: run(timesOf(row)),
    last: run(formatAge(secondsBetween(row.lastSeen, room.at)), 'dim'),
    line: run(row.template),
  });
}

/** How many times the rate of the baseline: by the number its sentence says, where it says one, and no other. */
function timesOf(row: PatternRow): Safe {
  if ('factor' in row && row.factor !== null) return formatValue(row.factor, 'factor');
  const { baseline, candidate } = row.rates;
  if (baseline === null || candidate === null || baseline === 0) return safe('');
  return candidate === 0 ? safe('') : formatValue(candidate / baseline, 'factor');
}

function rowText(row: PatternRow, { patterns, at }: Room): Safe {
  const sides = patterns?.sides ?? { kind: 'times' };
  return 'moments' in row ? suspectText(row, sides) : findingText(row, sides, at);
}

function aboutOf(
  row: PatternRow,
  { room, width, timeZone }: ListInput,
  [baselineName, candidateName]: readonly [Safe, Safe],
): Line[] {
  const per = room.patterns?.per ?? 'request';
  const facts = <N extends string, V extends string>(name: SafeArgument<N>, value: SafeArgument<V>): Line[] =>
    fact<N>(name, safe<V>(value), width);
  const { baseline, candidate } = row.rates;
  const when = (at: Millis) => safe(`${formatClock(at, timeZone)} (${formatAge(secondsBetween(at, room.at))} ago)`);
  const rates = safe(
    baseline === null || candidate === null
      ? 'not known'
      : `${baselineName} ${rateText(baseline, per)}, ${candidateName} ${rateText(candidate, per)}`,
  );
  return [
    ...wrap(rowText(row, room), width).map((text): Line => [run(text, 'title')]),
    ...facts('kind', row.template),
    ...facts('example', row.example),
    ...facts('seen', `first ${when(row.firstSeen)}, last ${when(row.lastSeen)}`),
    ...facts('rates', `${rates}, since the stage began`),
    ...('p' in row ? facts('chance', `${bound(row.p)}, were the versions alike`) : []),
    ...facts('enter', `opens its lines: ${sanitiseLine(exprOfPattern(row))}`),
  ];
}

/** "0.4 per request", "one in 50 requests", "none". */
function rateText(rate: number, per: RoomPatterns['per']): Safe {
  if (rate === 0) return safe('none');
  // Few of many requests are told apart by their number, not by their decimals.
  if (per === 'request' && rate < 0.1) return safe(`one in ${formatValue(Math.round(1 / rate), 'count')} requests`);
  return safe(`${formatValue(rate, 'count')} per ${per}`);
}

const bound = (p: number): Safe => {
  const text = formatValue(p, 'ratio');
  return safe(text.startsWith('<') ? `below ${text.slice(1)}` : `at most ${text}`);
};
