import { own } from '../own.ts';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import { goBytes, goDuration, goFloat, promDuration } from './go-text.ts';
import type { LineFields } from './line-fields.ts';
import { fieldTest, isAlwaysTrue, unquote } from './matcher.ts';
import type { HintFilter } from './parser-hints.ts';
import { children, type Node } from './tree.ts';

/** Keeps lines by their labels and fields. */
export type LabelFilter = HintFilter<LineFields>;

/** How values of a kind are read from a line, and how from the query, where a duration has more units. */
interface Reader {
  readonly ofValue: (text: string) => number | bigint | null;
  readonly ofQuery: (text: string) => number | bigint | null;
  readonly fault: string;
}

const READERS: Readonly<Record<string, Reader>> = {
  NumberFilter: { ofValue: goFloat, ofQuery: readNumber, fault: 'invalid syntax' },
  DurationFilter: {
    ofValue: goDuration,
    ofQuery: (text) => promDuration(text) ?? goDuration(text),
    fault: 'invalid duration',
  },
  BytesFilter: { ofValue: goBytes, ofQuery: goBytes, fault: 'invalid syntax' },
};

function readNumber(text: string): number | null {
  const digits = text.replaceAll(/\s/g, '');
  return /^[-+]?[\d.]/.test(digits) && !/x/i.test(digits) ? goFloat(digits) : null;
}

const COMPARISONS: Readonly<Record<string, (value: number | bigint, wanted: number | bigint) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '==': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
};

/** The filter that a stage of a query is. @throws BadQuery, BeyondQuery */
export function labelFilter(node: Node, query: string): LabelFilter {
  const parts = flattened(node, query);
  const filter = inOrder(parts, 0).filter;
  if (filter === undefined) throw new BeyondQuery(query.slice(node.from, node.to), node.from);
  return filter;
}

type Joint = 'and' | 'or' | 'comma';
type Part = LabelFilter | Joint;

/** Filters and what stands between them, in their order: Loki groups them in its own way. */
function flattened(node: Node, query: string): readonly Part[] {
  const parts = children(node);
  const [first] = parts;
  if (!first) throw new BeyondQuery(query.slice(node.from, node.to), node.from);
  if (parts.length === 1) {
    if (first.name !== 'LabelFilter') return [single(first, query)];
    return query[node.from] === '(' ? [labelFilter(first, query)] : flattened(first, query);
  }
  const joint = parts.some(({ name }) => name === 'Or')
    ? 'or'
    : parts.some(({ name }) => name === 'And')
      ? 'and'
      : 'comma';
  const filters = parts.filter(({ name }) => name === 'LabelFilter').map((part) => flattened(part, query));
  return filters.flatMap((filter, i) => (i === 0 ? filter : [joint, ...filter]));
}

/** `and` binds before `or`; a comma takes all that follows it as its right side, whatever binds that. */
function inOrder(parts: readonly Part[], binding: number): { filter?: LabelFilter; rest: readonly Part[] } {
  const [first, ...others] = parts;
  if (first === undefined || typeof first === 'string') return { rest: parts };
  let filter = first;
  let rest: readonly Part[] = others;
  for (;;) {
    const [joint] = rest;
    const strength = joint === 'or' ? 1 : 2;
    if (typeof joint !== 'string' || (joint !== 'comma' && strength <= binding)) return { filter, rest };
    const right = inOrder(rest.slice(1), joint === 'comma' ? 0 : strength);
    if (right.filter === undefined) return { rest };
    filter = joined(filter, right.filter, joint === 'or');
    rest = right.rest;
  }
}

function joined(left: LabelFilter, right: LabelFilter, either: boolean): LabelFilter {
  return {
    names: [...new Set([...left.names, ...right.names])],
    isBinary: true,
    passes(line) {
      const first = left.passes(line);
      if (either) return first || right.passes(line);
      return right.passes(line) && first;
    },
  };
}

function single(node: Node, query: string): LabelFilter {
  const text = (part: Node) => query.slice(part.from, part.to);
  const [name, operator, value] = children(node);
  if (node.name === 'UnitFilter' && name) return single(name, query);
  if (!name || !operator || !value) throw new BeyondQuery(text(node), node.from);
  const label = text(name);
  if (node.name === 'Matcher') {
    const wanted = unquote(text(value));
    const holds = fieldTest(node, query, text(operator), wanted);
    const names = isAlwaysTrue(text(operator), wanted) ? [] : [label];
    const fieldIn = (line: LineFields) => (label === '__error__' ? line.error : (line.get(label) ?? ''));
    return { names, isBinary: false, passes: (line) => holds(fieldIn(line)) };
  }
  const reader = own(READERS, node.name);
  const compare = own(COMPARISONS, text(operator));
  if (!reader || !compare) throw new BeyondQuery(text(node), node.from);
  const wanted = reader.ofQuery(text(value));
  if (wanted === null)
    throw new BadQuery(`parse error : unable to read ${text(value)} as what ${label} is compared with`);
  return {
    names: [label],
    isBinary: false,
    passes(line) {
      const field = line.get(label);
      if (field === undefined) return false;
      const found = reader.ofValue(field);
      if (found !== null) return compare(found, wanted);
      line.failFilter(reader.fault);
      return true;
    },
  };
}
