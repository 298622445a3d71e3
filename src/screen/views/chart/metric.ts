import { isBeyond, type Limit } from '../../../limits/limit.ts';
import { labelsAsked } from '../../../logs/jump.ts';
import type { ComparisonMetric, Room } from '../../../room/shown.ts';
import { differenceState, keepsLimits } from '../../../room/versions/comparison.ts';
import { formatDelta, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { metricSentence } from '../../../wording/incident.ts';
import { limitText, missedText } from '../../../wording/limits.ts';
import { verdictSentence } from '../../../wording/verdict.ts';
import { type Line, run, type Tone, wrap } from '../../canvas/runs.ts';
import { stateMark } from '../../panels/parts.ts';
import { metricLimits } from '../../panels/relative-limits.ts';
import { type Gauge, gaugeOf } from '../incident/gauge.ts';
import { placesOf } from '../incident/places.ts';
import { candidateAlert, ringInStage, stageOf } from '../incident/stage.ts';
import type { DetailInput } from '../shared/detail.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { Charted, SubjectKind, Watched } from './subject.ts';

const metricOf = ({ metric }: Subject<'metric'>, room: Room): ComparisonMetric | undefined =>
  room.comparison?.metrics.find(({ id }) => id === metric);

/** A metric of both versions. */
export const metric: SubjectKind<Subject<'metric'>> = {
  all: ({ comparison }) => (comparison?.metrics ?? []).map(({ id }) => ({ kind: 'metric', metric: id })),
  standing: (subject, room) => metricOf(subject, room)?.state ?? null,
  told(subject, room) {
    const { comparison, at } = room;
    const found = metricOf(subject, room);
    if (!comparison || found === undefined) return null;
    return {
      title: found.label,
      sentence: metricSentence(found, comparison, at),
      gauge: gaugeOfMetric(found, comparison.baseline.label),
      more: comparison.verdict.method === 'e-process' ? [verdictSentence(room)] : [],
      places: [comparison.candidate.label, ...stageOf(room), ...placesOf(labelsAsked(found.candidateExpr.text))],
      alert: candidateAlert(room),
      ring: ringInStage(room),
    };
  },
  watched(subject, room) {
    const found = metricOf(subject, room);
    return found ? watchedMetric(found) : null;
  },
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

/** Every limit, kept or not. */
function limitWords(metric: ComparisonMetric, baseline: Safe): Safe {
  return Object.keys(metric.limits).length === 0 ? safe('') : safe(`${limitText(metric, baseline)}; `);
}

function charted(metric: ComparisonMetric, input: DetailInput): Charted {
  const { room, glyphs, width } = input;
  const { comparison } = room;
  const paragraph = (text: Safe, tone: Tone): Line[] => wrap(text, width).map((row) => [run(row, tone)]);
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
      ],
      ...(keepsLimits(metric) ? [] : paragraph(safe(`misses ${missedText(metric, baselineName)}`), metric.state)),
      ...paragraph(safe(`${limitWords(metric, baselineName)}${metric.better} is better`), 'dim'),
    ],
  };
}

/** Its own limit, unless it misses another. */
function gaugeOfMetric(metric: ComparisonMetric, old: Safe): Gauge | null {
  const { candidate, baseline, delta, limits, states, unit } = metric;
  const isMissed = (of: 'delta' | 'factor') => limits[of] !== undefined && states[of] !== 'ok';
  if (limits.own && (states.own !== 'ok' || !(isMissed('delta') || isMissed('factor'))))
    return gaugeOf({ reading: candidate, limit: limits.own, unit });
  if (limits.delta && delta !== null && (isMissed('delta') || !isMissed('factor')))
    return {
      value: delta,
      limit: limits.delta,
      unit,
      told: safe(`${formatDelta(delta, unit)} against ${old}`),
    };
  if (limits.factor && candidate.known && baseline.known && baseline.value !== 0)
    return factorGauge(candidate.value / baseline.value, limits.factor, old);
  return null;
}

const factorGauge = (value: number, limit: Limit, old: Safe): Gauge => ({
  value,
  limit,
  unit: 'factor',
  told: safe(`${formatValue(value, 'factor')} ${old}`),
});

/** By the limits that it misses now. */
function watchedMetric({ limits, states, candidateExpr, baselineExpr }: ComparisonMetric): Watched {
  const missed = {
    own: states.own === 'fail' ? limits.own : undefined,
    delta: states.delta === 'fail' ? limits.delta : undefined,
    factor: states.factor === 'fail' ? limits.factor : undefined,
  };
  return {
    sources: [{ expr: candidateExpr }, { expr: baselineExpr }],
    isBad([candidate = NaN, baseline = NaN]) {
      const { own, delta, factor } = missed;
      return (
        (own !== undefined && isBeyond(candidate, own)) ||
        (delta !== undefined && isBeyond(candidate - baseline, delta)) ||
        (factor !== undefined && isBeyond(candidate / baseline, factor))
      );
    },
  };
}
