import { REPORT_SECTIONS, type ReportSection } from '../../profile/schema/reports.ts';
import { say } from '../../text/say.ts';
import type { Figure, Report } from '../schema/report.ts';
import { type Block, type Cell, type Column, cell, heading, tableOf } from './blocks.ts';
import { changeText, coveredText, figureText, notesOf, resultCell, targetText, valueText } from './words.ts';

const TITLES: Readonly<Record<ReportSection, string>> = {
  uptime: 'Availability',
  performance: 'Performance',
  errors: 'Errors',
  resources: 'Resources',
  deployments: 'Deployment figures',
  security: 'Security',
  business: 'Business',
};

const COLUMNS: readonly Column[] = [
  { text: 'Metric' },
  { text: 'Value', isNumber: true },
  { text: 'Target', isNumber: true },
  { text: 'Result' },
  { text: 'Period before', isNumber: true },
  { text: 'Change', isNumber: true },
  { text: 'Note' },
];

/** The figures of each section that has any, with a plot of those that are to have one. */
export function figureBlocks({ figures, period }: Report): Block[] {
  return REPORT_SECTIONS.flatMap((section) => {
    const own = figures.filter((figure) => figure.section === section);
    if (own.length === 0) return [];
    return [heading(TITLES[section]), figureTable(own, period.timeZone), ...plotsOf(own, period)];
  });
}

/** What was agreed: each with its target, what it really was, and whether that is enough. */
export function slaBlocks({ slas, period }: Report): Block[] {
  if (slas.length === 0) return [];
  const columns: readonly Column[] = [
    { text: 'What' },
    { text: 'Target', isNumber: true },
    { text: 'Actual', isNumber: true },
    { text: 'Result' },
    { text: 'Note' },
  ];
  const rows = slas.map((figure) => [
    cell(figure.label),
    cell(targetText(figure)),
    valueCell(figure),
    resultCell(figure),
    cell(notesOf(figure, period.timeZone).join('; '), 'quiet'),
  ]);
  return [heading('Objectives and agreements'), tableOf(columns, rows, ''), ...plotsOf(slas, period)];
}

export const figureTable = (figures: readonly Figure[], timeZone: string): Block =>
  tableOf(
    COLUMNS,
    figures.map((figure) => [
      cell(figure.label),
      valueCell(figure),
      cell(targetText(figure)),
      resultCell(figure),
      beforeCell(figure),
      cell(changeText(figure)),
      cell(notesOf(figure, timeZone).join('; '), 'quiet'),
    ]),
    say`No figure.`,
  );

const valueCell = (figure: Figure): Cell => cell(figureText(figure), figure.value === null ? 'unknown' : 'plain');

function beforeCell({ before, unit }: Figure): Cell {
  if (before === null) return cell('');
  if (before.value === null) return cell(say`unknown`, 'unknown');
  const part = coveredText(before.covered);
  return cell(say`${valueText(before.value, unit)}${part === null ? '' : ' (in part)'}`);
}

function plotsOf(figures: readonly Figure[], period: Report['period']): Block[] {
  const drawn = figures.filter(({ trend }) => trend && trend.points.length > 1);
  return drawn.length > 0 ? [{ kind: 'plots', figures: drawn, period }] : [];
}
