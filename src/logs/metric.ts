import { own } from '../own.ts';
import type { LogLine } from '../sources/loki/types.ts';
import { type Nanos, nanos } from '../units.ts';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import { goDuration, goFloat, promDuration } from './go-text.ts';
import type { Grouping } from './parser-hints.ts';
import { type Pipeline, readPipeline } from './pipeline.ts';
import { children, find, type Node } from './tree.ts';

/** Lines counted, or their bytes, over a range before an instant. */
export interface RangeCount {
  readonly kind: 'count';
  readonly pipeline: Pipeline;
  readonly worth: (line: LogLine) => number;
  readonly perSecond: boolean;
  /** Nanoseconds: how long the range is, and how long before the instant it ends. */
  readonly range: bigint;
  readonly offset: bigint;
}

/** Series brought together. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly of: MetricQuery;
  readonly grouping: Grouping;
  readonly combine: (values: readonly number[]) => number;
  /** Whether Loki groups where lines are counted already, so that fields that nobody asks for are not read. */
  readonly isPushedDown: boolean;
}

/** A value where no series without labels is. */
export interface Otherwise {
  readonly kind: 'otherwise';
  readonly of: MetricQuery;
  readonly value: number;
}

export type MetricQuery = RangeCount | Aggregate | Otherwise;

/** Lines that a query counts at an instant: those after the one and until the other. */
export function reachOf(query: MetricQuery, at: Nanos): { readonly after: Nanos; readonly until: Nanos } {
  if (query.kind !== 'count') return reachOf(query.of, at);
  return { after: nanos(at - query.offset - query.range), until: nanos(at - query.offset) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const COMBINES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: sum,
  Min: (values) => Math.min(...values),
  Max: (values) => Math.max(...values),
  Avg: (values) => sum(values) / values.length,
  Count: (values) => values.length,
};

const one = (): number => 1;
const byteLength = ({ text }: LogLine): number => Buffer.byteLength(text);

const COUNTS: Readonly<Record<string, Pick<RangeCount, 'worth' | 'perSecond'>>> = {
  CountOverTime: { worth: one, perSecond: false },
  Rate: { worth: one, perSecond: true },
  BytesOverTime: { worth: byteLength, perSecond: false },
  BytesRate: { worth: byteLength, perSecond: true },
};

/** Reads the tree of a metric query; each part of it must be known, or the whole is refused. @throws BadQuery, BeyondQuery */
export function readMetric(node: Node, query: string): MetricQuery {
  const parts = children(node);
  const [only] = parts;
  if (['LogQL', 'Expr', 'MetricExpr'].includes(node.name) && only && parts.length === 1) return readMetric(only, query);
  if (node.name === 'RangeAggregationExpr') return readCount(node, query);
  if (node.name === 'VectorAggregationExpr') return readAggregate(node, query);
  if (node.name === 'BinOpExpr') return readOtherwise(node, query);
  throw beyond(node, query);
}

const textOf = (node: Node, query: string): string => query.slice(node.from, node.to);
const beyond = (node: Node, query: string): BeyondQuery => new BeyondQuery(textOf(node, query), node.from);

function readCount(node: Node, query: string): RangeCount {
  const [operator, range, ...others] = children(node);
  const count = own(COUNTS, operator?.firstChild?.name ?? '');
  const [unwrap] = find(node, 'UnwrapExpr');
  if (unwrap) throw beyond(unwrap, query);
  if (!count || range?.name !== 'LogRangeExpr' || others.length > 0) throw beyond(node, query);
  const known = ['Selector', 'PipelineExpr', 'Range', 'OffsetExpr', 'LogRangeExpr'];
  const strange = children(range).find(({ name }) => !known.includes(name));
  if (strange) throw beyond(strange, query);
  return {
    kind: 'count',
    ...count,
    pipeline: readPipeline(range, query),
    range: readRange(range, query),
    offset: readOffset(range, query),
  };
}

function readRange(node: Node, query: string): bigint {
  const [range] = find(node, 'Range');
  const length = range ? promDuration(textOf(range, query).slice(1, -1)) : null;
  if (length === null || length === 0n) throw new BadQuery(`parse error : not a valid duration string`);
  return length;
}

function readOffset(node: Node, query: string): bigint {
  const [offset] = find(node, 'OffsetExpr');
  const text = offset ? textOf(offset, query).replace(/^offset\s*/i, '') : '0s';
  const length = promDuration(text) ?? goDuration(text);
  if (length === null) throw new BadQuery(`parse error : not a valid duration string: ${text}`);
  return length;
}

function readAggregate(node: Node, query: string): Aggregate {
  const parts = children(node);
  const [operator] = parts;
  const combine = own(COMBINES, operator?.firstChild?.name ?? '');
  const [inner, ...others] = parts.filter(({ name }) => name === 'MetricExpr');
  const groupings = parts.filter(({ name }) => name === 'Grouping');
  if (!combine || !inner || others.length > 0 || parts.length !== 2 + groupings.length) throw beyond(node, query);
  const of = readMetric(inner, query);
  return {
    kind: 'aggregate',
    of,
    grouping: readGrouping(groupings[0], query),
    combine,
    isPushedDown: combine === sum && of.kind === 'count',
  };
}

function readGrouping(node: Node | undefined, query: string): Grouping {
  if (!node) return { without: false, names: [] };
  const names = children(node).flatMap((part) => identifiers(part).map((name) => textOf(name, query)));
  return { without: find(node, 'Without').length > 0, names };
}

const identifiers = (node: Node): Node[] =>
  node.name === 'Identifier' ? [node] : children(node).flatMap((child) => identifiers(child));

function readOtherwise(node: Node, query: string): Otherwise {
  const [left, operator, modifier, right, ...others] = children(node);
  const [vector] = right ? find(right, 'VectorExpr') : [];
  const isOr = operator?.name === 'Or' && modifier && textOf(modifier, query) === '' && others.length === 0;
  if (!left || !right || !isOr || !vector || textOf(vector, query) !== textOf(right, query)) throw beyond(node, query);
  const value = goFloat(find(vector, 'Number').map((number) => textOf(number, query))[0] ?? '');
  if (value === null) throw beyond(vector, query);
  return { kind: 'otherwise', of: readMetric(left, query), value };
}
