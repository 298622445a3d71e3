import type { Room } from '../../room/room.ts';
import { formatClock, formatValue } from '../../text/format.ts';
import type { DetailDrawing } from '../details/detail.ts';
import { levelGlyph, levelTone } from '../logs/line-rows.ts';
import { countText, NO_MATCH } from '../panels/panel.ts';
import { kindOf, type PatternRow, patternId, patternRows } from '../pattern-rows.ts';
import { cell, type Line, run, wrap } from '../runs.ts';
import { drawList, type ListInput } from './list-view.ts';

const WHAT = 10;
const LINES = 9;

/** What the logs of the candidate say that those of the baseline do not, and the other way round; each opens its lines. */
export function drawPatterns(input: ListInput): DetailDrawing {
  const { room } = input;
  const rows = patternRows(room);
  const { baseline, candidate } = room.comparison ?? { baseline: { label: 'before' }, candidate: { label: 'since' } };
  return drawList<PatternRow>(
    {
      title: `What ${candidate.label} logs and ${baseline.label} does not ${countText(input.ids.length, rows.length)}`,
      badge: badgeOf(input),
      head: [
        run(`${cell('what', WHAT)}${cell('level', 8)}`, 'dim'),
        run(`${cell(baseline.label, LINES, 'right')} ${cell(candidate.label, LINES, 'right')}  line`, 'dim'),
      ],
      rows,
      idOf: patternId,
      draw: (row) => rowOf(row, input),
      about: (row) => aboutOf(row, input, [baseline.label, candidate.label]),
      empty: rows.length > 0 ? NO_MATCH : [run(emptyText(room), 'dim')],
    },
    input,
  );
}

function badgeOf({ room: { patterns }, glyphs }: ListInput): Line {
  if (patterns === null) return [];
  const { state, templates } = patterns;
  return [
    run(`${glyphs[state]} ${state.toUpperCase()}`, state, { bold: true }),
    run(` ${formatValue(templates, 'count')} kinds of line compared`, 'dim'),
  ];
}

const emptyText = ({ patterns }: Room): string =>
  patterns === null ? 'The profile does not say which logs to compare: docs/patterns.md tells how' : patterns.sentence;

function rowOf(row: PatternRow, { glyphs }: ListInput): Line {
  const kind = kindOf(row);
  const grave = 'state' in row && row.state !== 'ok';
  const tone = levelTone(row.level);
  return [
    run(cell(kind, WHAT), grave ? 'warn' : kind === 'suspect' ? 'dim' : 'accent', { bold: grave }),
    run(`${levelGlyph(row.level, glyphs)} ${cell(row.level === 'unknown' ? '' : row.level, 6)}`, tone),
    run(`${cell(formatValue(row.lines.baseline, 'count'), LINES, 'right')} `, 'baseline'),
    run(`${cell(formatValue(row.lines.candidate, 'count'), LINES, 'right')}  `, 'candidate'),
    run(row.template),
  ];
}

function aboutOf(row: PatternRow, input: ListInput, [v1, v2]: readonly [string, string]): Line[] {
  const { room, width, timeZone } = input;
  const per = room.patterns?.per ?? 'request';
  const fact = (name: string, value: string): Line[] =>
    wrap(value, Math.max(1, width - 12)).map((text, i) => [run(cell(i === 0 ? name : '', 12), 'dim'), run(text)]);
  const rate = (value: number | null) => (value === null ? 'not known' : formatValue(value, 'count'));
  const { baseline, candidate } = row.rates;
  return [
    ...wrap(row.text, width).map((text): Line => [run(text, 'title')]),
    ...fact('template', row.template),
    ...fact('example', row.example),
    ...fact('seen', `${formatClock(row.firstSeen, timeZone)} to ${formatClock(row.lastSeen, timeZone)}`),
    ...fact('rates', `${v1} ${rate(baseline)}, ${v2} ${rate(candidate)} lines per ${per}`),
    ...('p' in row ? fact('chance', `at most ${formatValue(row.p, 'ratio')}, were the versions alike`) : []),
    ...fact('enter', 'opens its lines'),
  ];
}
