import { formatDuration } from '../../text/format.ts';
import { say } from '../../text/say.ts';
import type { Incident, Report } from '../schema/report.ts';
import { type Block, type Cell, type Column, cell, heading, tableOf, text } from './blocks.ts';
import { counted, coveredText, lengthCell, whenText } from './words.ts';

const LEVELS: readonly Column[] = [
  { text: 'Level' },
  { text: 'Incidents', isNumber: true },
  { text: 'Open at the end', isNumber: true },
  { text: 'Time with any', isNumber: true },
  { text: 'Answered', isNumber: true },
  { text: 'MTTA', isNumber: true },
  { text: 'MTTR', isNumber: true },
  { text: 'MTBF', isNumber: true },
];

const LIST: readonly Column[] = [
  { text: 'Level' },
  { text: 'Alert' },
  { text: 'Began' },
  { text: 'Over' },
  { text: 'Length', isNumber: true },
  { text: 'Answered' },
  { text: 'On call' },
];

/** How many incidents there were, by level, and each of them. */
export function incidentBlocks({ incidents, period: { timeZone } }: Report): Block[] {
  const { unknown, levels, list, unlisted, notes, covered } = incidents;
  if (unknown) return [heading('Incidents'), text(say`Unknown: ${unknown.text}.`, 'unknown')];
  const part = coveredText(covered);
  const names = new Map(levels.map(({ tier, name }) => [tier, name]));
  return [
    heading('Incidents'),
    ...(part === null ? [] : [text(say`What is known of them ${part}: there may have been more.`, 'unknown')]),
    tableOf(LEVELS, levels.map(levelRow), say`No alert fired.`),
    ...reasonsOf(incidents.levels),
    ...notes.map((note) => text(note, 'quiet')),
    ...(list.length === 0
      ? [text(part === null ? say`No alert fired in the period.` : say`None is known to have fired.`, 'quiet')]
      : [
          tableOf(
            LIST,
            list.map((one) => incidentRow(one, names.get(one.tier) ?? one.tier, timeZone)),
            '',
          ),
        ]),
    ...(unlisted > 0 ? [text(say`${counted(unlisted, 'more is', 'more are')} not listed.`, 'quiet')] : []),
  ];
}

type Level = Report['incidents']['levels'][number];

const levelRow = ({ name, tier, count, open, totalSeconds, answered, mtta, mttr, mtbf }: Level): Cell[] => [
  cell(name === tier ? tier : say`${name} (${tier})`),
  cell(`${count}`),
  cell(`${open}`),
  cell(formatDuration(totalSeconds)),
  cell(`${answered}`),
  lengthCell(mtta),
  lengthCell(mttr),
  lengthCell(mtbf),
];

/** Why a mean that could be expected is not there. */
function reasonsOf(levels: readonly Level[]): Block[] {
  const reasons = levels.flatMap(({ name, count, mtta, mttr, mtbf }) =>
    count === 0
      ? []
      : Object.entries({ MTTA: mtta, MTTR: mttr, MTBF: mtbf }).flatMap(([what, { unknown }]) =>
          unknown ? [say`${what} of ${name}: ${unknown.text}.`] : [],
        ),
  );
  return reasons.length > 0 ? [{ kind: 'list', items: reasons }] : [];
}

function incidentRow(one: Incident, level: string, timeZone: string): Cell[] {
  const others = one.labels.filter(([label]) => label !== 'alertname').map(([label, value]) => say`${label}=${value}`);
  return [
    cell(level),
    cell(say`${one.name}${others.length > 0 ? ` · ${others.join(', ')}` : ''}`),
    cell(one.isFromBefore ? say`before ${whenText(one.from, timeZone)}` : whenText(one.from, timeZone)),
    overCell(one, timeZone),
    cell(say`${one.isFromBefore || one.to === null || !one.isEndSeen ? '> ' : ''}${formatDuration(one.seconds)}`),
    cell(
      one.answeredAt === null
        ? say`not known`
        : say`${whenText(one.answeredAt, timeZone)}${one.answeredBy === null ? '' : ` by ${one.answeredBy}`}`,
      one.answeredAt === null ? 'quiet' : 'plain',
    ),
    cell(one.onCall ?? ''),
  ];
}

function overCell({ to, isEndSeen }: Incident, timeZone: string): Cell {
  if (to === null) return cell(say`not yet`, 'bad');
  const when = whenText(to, timeZone);
  return isEndSeen ? cell(when) : cell(say`not known: no data after ${when}`, 'unknown');
}
