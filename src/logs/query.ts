import { own } from '../own.ts';
import { parseDuration } from '../profile/duration.ts';
import { readLogql } from '../profile/logql.ts';
import type { LogLine } from '../sources/loki-types.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import { fieldOf } from './field.ts';
import { labelFilter } from './label-filter.ts';
import { textTest, unquote, valueTest } from './matcher.ts';
import { parseJson, parseLogfmt } from './parsers.ts';
import { children, find, type Node, parseLogql } from './tree.ts';

/** Gives the line with what was parsed of it, or null when it is not one of those asked for. */
export type LinePipeline = (line: LogLine) => LogLine | null;

export interface MetricQuery {
  readonly pipeline: LinePipeline;
  readonly rate: boolean;
  /** Seconds. */
  readonly range: number;
  /** Labels to sum by; null: every stream by itself. */
  readonly by: readonly string[] | null;
  /** Whether it is asked how many series there are, instead of their values. */
  readonly howMany: boolean;
  /** The value where no series without labels is; null: none. */
  readonly otherwise: number | null;
}

function readPipeline(root: Node, query: string): LinePipeline {
  const text = (node: Node) => query.slice(node.from, node.to);
  const matchers = find(root, 'Selector')
    .flatMap((selector) => find(selector, 'Matcher'))
    .map((matcher) => {
      const [name, operator, value] = children(matcher).map(text);
      return { name: name ?? '', passes: valueTest(operator ?? '', unquote(value ?? '')) };
    });
  const stages = find(root, 'PipelineStage').flatMap((stage) => readStage(stage, query));
  return (line) => {
    for (const { name, passes } of matchers) if (!passes(own(line.labels, name) ?? '')) return null;
    let kept: LogLine | null = line;
    for (const stage of stages) {
      kept = stage(kept);
      if (kept === null) return null;
    }
    return kept;
  };
}

function readStage(stage: Node, query: string): LinePipeline[] {
  const text = (node: Node) => query.slice(node.from, node.to);
  const filters = find(stage, 'LineFilter');
  if (filters.length > 0) return filters.map((filter) => readLineFilter(filter, query));
  const [label] = find(stage, 'LabelFilter');
  if (label) return [labelFilter(label, query)];
  const words = text(stage).replace(/^\|\s*/, '');
  if (words === 'json') return [parseJson];
  if (words === 'logfmt') return [parseLogfmt];
  throw new BeyondQuery(text(stage), stage.from);
}

function readLineFilter(filter: Node, query: string): LinePipeline {
  const text = (node: Node) => query.slice(node.from, node.to);
  const operator = find(filter, 'Filter').map(text)[0] ?? '';
  if (!['|=', '!=', '|~', '!~'].includes(operator) || find(filter, 'FilterOp').length > 0)
    throw new BeyondQuery(text(filter), filter.from);
  const wanted = find(filter, 'String').map((node) => unquote(text(node)));
  const passes = textTest(operator, wanted);
  return (line) => (passes(line.text) ? line : null);
}

function checked(query: string): Node {
  const reading = readLogql(query);
  if (reading.ok) return parseLogql(query);
  const { text, at } = reading.fault;
  if (query.trim() === '') throw new BadQuery('parse error : syntax error: unexpected $end');
  throw new BadQuery(`parse error at line ${at.line}, col ${at.column}: syntax error: ${text}`);
}

/** The part of a log query that is evaluated in memory: `EVALUATED`. @throws BadQuery, BeyondQuery */
export function compileLog(query: string): LinePipeline {
  const root = checked(query);
  if (find(root, 'MetricExpr').length > 0) throw new BadQuery('only log selector is supported');
  return readPipeline(root, query);
}

/**
 * `count_over_time` and `rate`, alone or in a `sum`, the `count` of that, and `or vector(0)` behind it all; null for a log
 * query. @throws BadQuery, BeyondQuery
 */
export function compileMetric(query: string): MetricQuery | null {
  const root = checked(query);
  if (find(root, 'MetricExpr').length === 0) return null;
  const [, left = query, otherwise = null] = /^(.*)\sor\s+vector\(\s*([\d.]+)\s*\)\s*$/s.exec(query) ?? [];
  const [, counted = null] = /^\s*count\s*\((.*)\)\s*$/s.exec(left) ?? [];
  const form =
    /^\s*(?:(sum)\s*(?:by\s*\(([^)]*)\))?\s*\(\s*)?(count_over_time|rate)\s*\(.*\[([\dsmhdw]+)\]\s*\)\s*\)?\s*(?:by\s*\(([^)]*)\))?\s*$/s.exec(
      counted ?? left,
    );
  const range = parseDuration(form?.[4] ?? '');
  const operations = find(root, 'BinOpExpr').length;
  if (!form || range === null || find(root, 'LogRangeExpr').length !== 1 || operations > (otherwise === null ? 0 : 1))
    throw new BadQuery(
      'parse error : only count_over_time and rate are evaluated here, alone, in a sum or in its count',
    );
  const by = (form[2] ?? form[5] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return {
    pipeline: readPipeline(root, query),
    rate: form[3] === 'rate',
    range,
    by: form[1] ? by : null,
    howMany: counted !== null,
    otherwise: otherwise === null ? null : Number(otherwise),
  };
}

/** The labels a line is counted under. */
export function seriesOf(line: LogLine, by: readonly string[] | null): Labels {
  if (by === null) return { ...line.labels, ...line.parsed };
  return Object.fromEntries(by.map((name) => [name, fieldOf(line, name)] as const).filter(([, value]) => value !== ''));
}
