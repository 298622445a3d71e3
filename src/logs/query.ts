import { readLogql } from '../profile/logql/logql.ts';
import type { LogLine } from '../sources/loki/types.ts';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import type { LineFields } from './line-fields.ts';
import { type MetricQuery, readMetric } from './metric.ts';
import { ParserHints } from './parser-hints.ts';
import { readPipeline, run } from './pipeline.ts';
import { find, type Node, parseLogql } from './tree.ts';

/** Gives the line with what was parsed of it, or null when it is not one of those asked for. @throws BeyondQuery */
export type LinePipeline = (line: LogLine) => LogLine | null;

function checked(query: string): Node {
  const reading = readLogql(query);
  if (reading.ok && reading.beyond) throw new BeyondQuery(reading.beyond.part, reading.beyond.offset);
  if (reading.ok) return parseLogql(query);
  const { text, at } = reading.fault;
  if (query.trim() === '') throw new BadQuery('parse error : syntax error: unexpected $end');
  throw new BadQuery(`parse error at line ${at.line}, col ${at.column}: syntax error: ${text}`);
}

/** The part of a log query that is evaluated in memory: `EVALUATED`. @throws BadQuery, BeyondQuery */
export function compileLog(query: string): LinePipeline {
  const root = checked(query);
  if (find(root, 'MetricExpr').length > 0) throw new BadQuery('only log selector is supported');
  const pipeline = readPipeline(root, query);
  const hints = ParserHints.all<LineFields>();
  return (line) => run(pipeline, line, hints)?.toLine() ?? null;
}

/** The part of a metric query that is evaluated in memory: `EVALUATED`; null for a log query. @throws BadQuery, BeyondQuery */
export function compileMetric(query: string): MetricQuery | null {
  const root = checked(query);
  return find(root, 'MetricExpr').length === 0 ? null : readMetric(root, query);
}
