import { labelsAsked } from '../../../logs/jump.ts';
import type { ComparisonMetric, Room } from '../../../room/shown.ts';
import { differenceState, keepsLimits } from '../../../room/versions/comparison.ts';
import { formatDelta } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { limitText, missedText } from '../../../wording/limits.ts';
import { run } from '../../canvas/runs.ts';
import { stateMark } from '../../panels/parts.ts';
import { metricLimits } from '../../panels/relative-limits.ts';
import type { DetailInput } from '../shared/detail.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { Charted, SubjectKind } from './subject.ts';

const metricOf = ({ metric }: Subject<'metric'>, room: Room): ComparisonMetric | undefined =>
  room.comparison?.metrics.find(({ id }) => id === metric);

/** A metric of both versions. */
export const metric: SubjectKind<Subject<'metric'>> = {
  chart(subject, input) {
    const found = metricOf(subject, input.room);
    return found === undefined ? null : charted(found, input);
  },
  expr: (subject, room) => metricOf(subject, room)?.candidateExpr.text ?? null,
  logs(subject, room) {
    const found = metricOf(subject, room);
    if (found === undefined) return null;
    // Where no query says it, the candidate may be found by its version.
    const version = room.comparison === null ? {} : { version: room.comparison.candidate.id };
    return { about: found.label, labels: { ...version, ...labelsAsked(found.candidateExpr.text) } };
  },
};

function charted(metric: ComparisonMetric, input: DetailInput): Charted {
  const { room, glyphs } = input;
  const { comparison } = room;
  const baselineName = comparison?.baseline.label ?? safe('');
  const delta = metric.delta === null ? safe('difference unknown') : formatDelta(metric.delta, metric.unit);
  const { limit = null, ...more } = metricLimits(metric, baselineName, glyphs);
  return {
    title: metric.label,
    unit: metric.unit,
    limit,
    more,
    curves: [
      { expr: metric.baselineExpr, line: 'baseline', name: baselineName, unjudged: true },
      { expr: metric.candidateExpr, line: 'candidate', name: comparison?.candidate.label ?? safe('') },
    ],
    facts: [
      [run(`${baselineName}  `, 'baseline', { bold: true }), ...newestRuns(metric.baseline, metric.unit, input)],
      [
        run(`${comparison?.candidate.label ?? ''}  `, 'candidate', { bold: true }),
        ...newestRuns(metric.candidate, metric.unit, input),
        run('   '),
        stateMark(metric.state, glyphs),
        run(` ${delta}`, differenceState(metric), { bold: true }),
        run(keepsLimits(metric) ? '' : `   misses ${missedText(metric, baselineName)}`, metric.state),
        run(`   ${limitText(metric, baselineName)}; ${metric.better} is better`, 'dim'),
      ],
    ],
  };
}
