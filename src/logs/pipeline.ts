import { own } from '../own.ts';
import type { LogLine } from '../sources/loki/types.ts';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import { type LabelFilter, labelFilter } from './label-filter.ts';
import { LineFields } from './line-fields.ts';
import { textTest, unquote, valueTest } from './matcher.ts';
import { type Grouping, ParserHints } from './parser-hints.ts';
import { type LogfmtFlags, parseJson, parseLogfmt } from './parsers.ts';
import { children, find, type Node } from './tree.ts';

/** One stage; false when the line is none of those asked for. */
type Stage = (fields: LineFields) => boolean;

/** A selector and the stages behind it. */
export interface Pipeline {
  readonly selects: (labels: LogLine['labels']) => boolean;
  readonly stages: readonly Stage[];
  readonly filters: readonly LabelFilter[];
}

/** What a query says of lines, below a node. @throws BadQuery, BeyondQuery */
export function readPipeline(root: Node, query: string): Pipeline {
  const stages = find(root, 'PipelineStage').map((stage) => readStage(stage, query));
  return {
    selects: readSelector(root, query),
    stages: stages.flatMap((stage) => ('passes' in stage ? (fields: LineFields) => stage.passes(fields) : stage)),
    filters: stages.filter((stage) => 'passes' in stage),
  };
}

/** What is found in a line on its way; null when it is none of those asked for. */
export function run({ selects, stages }: Pipeline, line: LogLine, hints: ParserHints<LineFields>): LineFields | null {
  if (!selects(line.labels)) return null;
  const fields = new LineFields(line, hints);
  return stages.every((stage) => stage(fields)) ? fields : null;
}

/** What parsers may leave out where lines are only counted. @param grouping of the sum around it, where it is pushed down */
export const hintsOf = ({ filters }: Pipeline, grouping: Grouping | null): ParserHints<LineFields> =>
  ParserHints.of<LineFields>(filters, grouping);

function readSelector(root: Node, query: string): Pipeline['selects'] {
  const text = (node: Node) => query.slice(node.from, node.to);
  const matchers = find(root, 'Selector')
    .flatMap((selector) => matchersOf(selector))
    .map((matcher) => {
      const [name, operator, value] = children(matcher).map(text);
      return { name: name ?? '', passes: valueTest(operator ?? '', unquote(value ?? '')) };
    });
  if (matchers.every(({ passes }) => passes('')))
    throw new BadQuery(
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
    );
  return (labels) => matchers.every(({ name, passes }) => passes(own(labels, name) ?? ''));
}

const matchersOf = (node: Node): Node[] =>
  node.name === 'Matcher' ? [node] : children(node).flatMap((child) => matchersOf(child));

function readStage(stage: Node, query: string): Stage | Stage[] | LabelFilter {
  const text = (node: Node) => query.slice(node.from, node.to);
  const [part] = children(stage).filter(({ name }) => name !== 'Pipe');
  if (part?.name === 'LineFilters') return find(part, 'LineFilter').map((filter) => readLineFilter(filter, query));
  if (part?.name === 'LabelFilter') return labelFilter(part, query);
  if (part?.name === 'LabelParser' && text(part).toLowerCase() === 'json') return parseJson;
  if (part?.name === 'LogfmtParser') {
    const flags = readFlags(find(part, 'ParserFlag').map(text));
    return (fields) => parseLogfmt(fields, flags);
  }
  const dropped = part?.name === 'DropLabelsExpr' ? readDropped(part, query) : null;
  if (dropped) return (fields) => dropped.every((name) => fields.drop(name) === undefined);
  throw new BeyondQuery(text(stage), stage.from);
}

/** Names that are dropped whatever they hold; null where some are only for one value. */
function readDropped(node: Node, query: string): readonly string[] | null {
  if (find(node, 'Matcher').length > 0) return null;
  return find(node, 'Identifier').map(({ from, to }) => query.slice(from, to));
}

const readFlags = (flags: readonly string[]): LogfmtFlags => ({
  strict: flags.includes('--strict'),
  keepEmpty: flags.includes('--keep-empty'),
});

function readLineFilter(filter: Node, query: string): Stage {
  const text = (node: Node) => query.slice(node.from, node.to);
  const operator = find(filter, 'Filter').map(text)[0] ?? '';
  if (!['|=', '!=', '|~', '!~'].includes(operator) || find(filter, 'FilterOp').length > 0)
    throw new BeyondQuery(text(filter), filter.from);
  const passes = textTest(
    operator,
    find(filter, 'String').map((node) => unquote(text(node))),
  );
  return ({ line }) => passes(line.text);
}
