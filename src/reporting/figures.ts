import { isBeyond, type Limit, nearness } from '../limits/limit.ts';
import { limitNumbers } from '../limits/record.ts';
import { own } from '../own.ts';
import type { QueryOver } from '../profile/plan/reports.ts';
import type { Query } from '../profile/query.ts';
import type { ReportSection } from '../profile/schema/reports.ts';
import type { RangeSeries } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, type Seconds, seconds, type Unit } from '../units.ts';
import {
  askedRangeOf,
  coverageOf,
  iso,
  isWhole,
  type Steps,
  stepsIn,
  stepsQuestion,
  unsampled,
  whomOf,
} from './coverage.ts';
import { lengthOf, type Period, type Span } from './period.ts';
import type { Answers, InstantQuestion, RangeQuestion } from './questions.ts';
import { readEach, readOne, type Told, untold } from './readings.ts';
import type { Asked } from './schema/parts.ts';
import type { Figure } from './schema/report.ts';

/** A number of a report before it was asked for. */
export interface PlannedFigure {
  readonly id: string;
  /** `{{label}}` stands for the value of `each`. */
  readonly label: string;
  readonly section: ReportSection;
  readonly unit: Unit;
  readonly over: QueryOver;
  readonly limit: Limit | null;
  readonly each?: string | undefined;
  readonly plot: boolean;
  readonly peak?: 'highest' | 'lowest' | undefined;
}

/** What a figure is asked by: over the period, over the one before, and over each step of both. */
interface FigureQuestions {
  readonly now: InstantQuestion;
  readonly before: InstantQuestion;
  readonly steps: RangeQuestion;
}

export function figureQuestions({ over }: PlannedFigure, period: Period, step: Seconds): FigureQuestions {
  return {
    now: overSpan(over, period),
    before: overSpan(over, period.before),
    steps: stepsQuestion(over(step), period, step),
  };
}

/** A query over a stretch is asked at its end. */
export const overSpan = (over: QueryOver, span: Span): InstantQuestion => ({
  kind: 'instant',
  query: over(lengthOf(span)),
  at: span.to,
});

export const askedOf = ({ query, at }: InstantQuestion): Asked => ({
  ...whomOf(query),
  query: query.text,
  at: iso(at),
});

/** What figures are made of. */
export interface FigureFacts {
  readonly period: Period;
  readonly step: Seconds;
  readonly answers: Answers;
  /** Where the server of a query had samples; null where nothing tells of it. */
  readonly serverOf: (query: Query) => Steps | null;
}

/** The rows of a figure: one, or one for each value of its label. */
export function toFigures(planned: PlannedFigure, facts: FigureFacts): Figure[] {
  const { period, step, answers } = facts;
  const questions = figureQuestions(planned, period, step);
  const { each } = planned;
  const [now, before, range] = [
    answers.instant(questions.now),
    answers.instant(questions.before),
    answers.range(questions.steps),
  ];
  const row = (name: string | null, read: Told, readBefore: Told): Figure => {
    const series = range.ok
      ? range.value.series.filter(({ labels }) => name === null || (own(labels, each ?? '') ?? '') === name)
      : [];
    const steps = stepsIn(questions.steps, range.ok ? { ok: true, value: { ...range.value, series } } : range);
    return toFigure({ planned, questions, name, read, readBefore, series, steps }, facts);
  };
  if (each === undefined || !now.ok || now.value.partial || now.value.samples.length === 0)
    return [row(null, readOne(now), readOne(before))];
  const earlier = before.ok && !before.value.partial ? readEach(before.value.samples, each) : new Map<string, Told>();
  return [...readEach(now.value.samples, each)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, read]) =>
      row(name, read, earlier.get(name) ?? readOne({ ok: true, value: { samples: [], warnings: [] } })),
    );
}

interface Row {
  readonly planned: PlannedFigure;
  readonly questions: FigureQuestions;
  readonly name: string | null;
  readonly read: Told;
  readonly readBefore: Told;
  readonly series: readonly RangeSeries[];
  readonly steps: Steps;
}

function toFigure({ planned, questions, name, read, readBefore, series, steps }: Row, facts: FigureFacts): Figure {
  const { period } = facts;
  const server = facts.serverOf(questions.now.query);
  const known = (given: Told, span: Span): Told => {
    const nothing = server && unsampled(server, span);
    return nothing ? untold(nothing) : given;
  };
  const now = { ...known(read, period), covered: coverageOf(steps, server, period) };
  const before = { ...known(readBefore, period.before), covered: coverageOf(steps, server, period.before) };
  const { id, label, section, unit, limit, each, plot, peak } = planned;
  const isComparable = now.value !== null && before.value !== null && isWhole(now.covered) && isWhole(before.covered);
  const points = pointsIn(series, period);
  return {
    id: name === null ? id : `${id}:${name}`,
    label: label.replaceAll(`{{${each ?? ''}}}`, () => name ?? 'any'),
    section,
    unit,
    value: now.value,
    unknown: now.unknown,
    asked: askedOf(questions.now),
    covered: now.covered,
    target: limit && { direction: limit.kind, ...limitNumbers(limit) },
    result: limit && resultOf(now, limit),
    isNear: limit !== null && now.value !== null && !isBeyond(now.value, limit) && nearness(now.value, limit) !== null,
    before: { ...before, asked: askedOf(questions.before) },
    change: isComparable ? (now.value ?? 0) - (before.value ?? 0) : null,
    trend:
      plot || peak !== undefined
        ? {
            asked: askedRangeOf(questions.steps),
            points: points.map(([at, value]) => [at / 1000, Number.isFinite(value) ? value : null]),
            peak: peak === undefined ? null : peakOf(points, peak, facts.step),
          }
        : null,
  };
}

/** What is beyond its target fails, also of a part of the period; what is within it passes only when the period was seen whole. */
function resultOf({ value, covered }: Pick<Figure, 'value' | 'covered'>, limit: Limit): NonNullable<Figure['result']> {
  if (value === null) return 'UNKNOWN';
  if (isBeyond(value, limit)) return 'FAIL';
  return isWhole(covered) ? 'PASS' : 'UNKNOWN';
}

type Point = readonly [at: Millis, value: number];

/** Those of the period, ascending; where several series overlap there is no number. */
function pointsIn(series: readonly RangeSeries[], { from, to }: Span): Point[] {
  const values = new Map<Millis, number>();
  for (const { points } of series)
    for (const [at, value] of points) if (at > from && at <= to) values.set(at, values.has(at) ? Number.NaN : value);
  return [...values].sort(([a], [b]) => a - b);
}

type Peak = NonNullable<Figure['trend']>['peak'];

function peakOf(points: readonly Point[], side: 'highest' | 'lowest', step: Seconds): Peak {
  const sign = side === 'highest' ? 1 : -1;
  let best: Point | undefined;
  for (const point of points)
    if (Number.isFinite(point[1]) && (best === undefined || sign * point[1] > sign * best[1])) best = point;
  if (best === undefined) return null;
  const [at, value] = best;
  return { from: iso(addSeconds(at, seconds(-step))), to: iso(at), value };
}

/** The worst of several results; null without any. */
export function worstResult(figures: readonly Pick<Figure, 'result'>[]): Figure['result'] {
  const results = figures.map(({ result }) => result);
  return (['FAIL', 'UNKNOWN', 'PASS'] as const).find((one) => results.includes(one)) ?? null;
}
