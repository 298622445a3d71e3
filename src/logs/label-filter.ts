import { own } from '../own.ts';
import type { LogLine } from '../sources/loki-types.ts';
import { BeyondQuery } from './bad-query.ts';
import { fieldOf } from './field.ts';
import { unquote, valueTest } from './matcher.ts';
import { children, type Node } from './tree.ts';

/** Whether a line passes; a value that cannot be read as the number asked for passes, and is told of, as in Loki. */
type Test = (line: LogLine, unreadable: () => void) => boolean;

const UNITS_OF_TIME: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** Seconds of a duration as Go writes it; NaN when it is none. */
function readDuration(text: string): number {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text.trim()) ?? [];
  const parts = [...rest.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== rest) return Number.NaN;
  const sum = parts.reduce(
    (total, [, n, unit = '']) => total + Number(n) * (own(UNITS_OF_TIME, unit) ?? Number.NaN),
    0,
  );
  return sign === '-' ? -sum : sum;
}

/** Bytes as Loki reads them: 5KB are 5,000 and 5KiB 5,120; NaN when they are none. */
function readBytes(text: string): number {
  const [, n, prefix = '', binary] = /^(\d+(?:\.\d+)?)\s*([kmgtpe]?)(i?)b?$/i.exec(text.trim()) ?? [];
  if (n === undefined) return Number.NaN;
  const power = prefix === '' ? 0 : 'kmgtpe'.indexOf(prefix.toLowerCase()) + 1;
  return Number(n) * (binary ? 1024 : 1000) ** power;
}

const readNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const READERS: Readonly<Record<string, (text: string) => number>> = {
  NumberFilter: readNumber,
  DurationFilter: readDuration,
  BytesFilter: readBytes,
};

const COMPARISONS: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '==': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
};

/** The stage that keeps lines by their labels and fields. @throws BadQuery */
export function labelFilter(node: Node, query: string): (line: LogLine) => LogLine | null {
  const test = readTest(node, query);
  return (line) => {
    let readable = true;
    const passes = test(line, () => {
      readable = false;
    });
    if (!passes) return null;
    return readable ? line : { ...line, parsed: { ...line.parsed, __error__: 'LabelFilterErr' } };
  };
}

function readTest(node: Node, query: string): Test {
  const text = (part: Node) => query.slice(part.from, part.to);
  const parts = children(node);
  const [first] = parts;
  if (node.name === 'UnitFilter' && first) return readTest(first, query);
  if (node.name === 'LabelFilter') {
    const operands = parts
      .filter(({ name }) => !['And', 'Or', '⚠'].includes(name))
      .map((part) => readTest(part, query));
    if (parts.some(({ name }) => name === 'Or'))
      return (line, unreadable) => operands.some((passes) => passes(line, unreadable));
    return (line, unreadable) => operands.every((passes) => passes(line, unreadable));
  }
  const [name, operator, value] = parts;
  if (!name || !operator || !value) throw new BeyondQuery(text(node), node.from);
  const label = text(name);
  if (node.name === 'Matcher') {
    const passes = valueTest(text(operator), unquote(text(value)));
    return (line) => passes(fieldOf(line, label));
  }
  const read = own(READERS, node.name);
  const compare = own(COMPARISONS, text(operator));
  const wanted = read?.(text(value)) ?? Number.NaN;
  if (!read || !compare || Number.isNaN(wanted)) throw new BeyondQuery(text(node), node.from);
  return (line, unreadable) => {
    const field = fieldOf(line, label);
    if (field === '') return false;
    const found = read(field);
    if (!Number.isNaN(found)) return compare(found, wanted);
    unreadable();
    return true;
  };
}
