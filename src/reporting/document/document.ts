import { say } from '../../text/say.ts';
import { worstResult } from '../figures.ts';
import type { Figure, Report } from '../schema/report.ts';
import { type Block, cell, heading, type ReportDocument, tableOf, text } from './blocks.ts';
import { deploymentBlocks, onCallBlocks } from './deployments.ts';
import { figureBlocks, slaBlocks } from './figures.ts';
import { incidentBlocks } from './incidents.ts';
import { rolloutBlocks } from './rollout.ts';
import { counted, coveredText, whenText } from './words.ts';

const TITLES: Readonly<Record<Report['kind'], string>> = {
  daily: 'Daily report',
  weekly: 'Weekly report',
  monthly: 'Monthly report',
  sla: 'SLA report',
  rollout: 'Rollout report (draft of a post-mortem)',
};

/** A report as people read it. */
export function reportDocument(report: Report): ReportDocument {
  const { kind, profile, period } = report;
  return {
    title: say`${TITLES[kind]} · ${profile.name}`,
    subtitle: say`${period.title} (${profile.environment}, times in ${period.timeZone})`,
    blocks: [
      ...summaryBlocks(report),
      ...slaBlocks(report),
      ...figureBlocks(report),
      ...rolloutBlocks(report),
      ...incidentBlocks(report),
      ...deploymentBlocks(report),
      ...onCallBlocks(report),
      ...sourceBlocks(report),
    ],
  };
}

function summaryBlocks({ coverage, figures, slas, period, incidents }: Report): Block[] {
  const judged = [...figures, ...slas].filter(({ result }) => result !== null);
  const of = (result: Figure['result']) => judged.filter((figure) => figure.result === result);
  const part = coverage.unknown ? null : coveredText(coverage.covered);
  const fired = incidents.levels.reduce((sum, { count }) => sum + count, 0);
  return [
    heading('Summary'),
    ...(coverage.unknown
      ? [text(say`Nothing is known of this period: ${coverage.unknown.text}.`, 'unknown')]
      : part === null
        ? []
        : [text(say`Prometheus ${part}: this report is about that part only.`, 'unknown')]),
    ...(judged.length > 0
      ? [
          text(
            say`${of('PASS').length} of ${judged.length} targets kept, ${of('FAIL').length} missed, ${of('UNKNOWN').length} not known.`,
            ({ PASS: 'good', FAIL: 'bad', UNKNOWN: 'unknown' } as const)[worstResult(judged) ?? 'UNKNOWN'],
          ),
        ]
      : []),
    ...(of('FAIL').length > 0 ? [{ kind: 'list', items: of('FAIL').map(missedText) } as const] : []),
    text(
      incidents.unknown
        ? say`Incidents are not known.`
        : say`${counted(fired, 'incident', 'incidents')}${coveredText(incidents.covered) === null ? '' : ' known'} from ${whenText(period.from, period.timeZone)} to ${whenText(period.to, period.timeZone)}.`,
    ),
  ];
}

const missedText = ({ label }: Figure) => say`Missed: ${label}`;

/** What each number was asked by, so that everybody can ask again. */
function sourceBlocks({ figures, slas, coverage, incidents, deployments, generatedAt, period }: Report): Block[] {
  const asked = [...figures, ...slas, ...(deployments.counted ? [deployments.counted] : [])];
  const rows = asked.map(({ label, asked: { query, at, source, server } }) => [
    cell(label),
    cell(server === undefined ? source : say`${source} ${server}`),
    cell(query, 'code'),
    cell(at),
  ]);
  const others = [
    [
      cell(say`Coverage`),
      cell(coverage.asked.source),
      cell(coverage.asked.query, 'code'),
      cell(say`${coverage.asked.from} – ${coverage.asked.to}, every ${coverage.asked.stepSeconds} s`),
    ],
    [cell(say`Incidents`), cell(incidents.asked.source), cell(incidents.asked.query, 'code'), cell(incidents.asked.at)],
  ];
  return [
    heading('How it was asked'),
    text(
      say`Each number is the answer to its query at that instant (promtool query instant --time). Made at ${whenText(generatedAt, period.timeZone)}.`,
      'quiet',
    ),
    tableOf([{ text: 'Number' }, { text: 'Source' }, { text: 'Query' }, { text: 'Instant' }], [...rows, ...others], ''),
  ];
}
