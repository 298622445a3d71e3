import { parser } from '@grafana/lezer-logql';
import { parseDuration } from '../../src/profile/duration.ts';
import { readLogql } from '../../src/profile/logql.ts';
import type { LogLine } from '../../src/sources/loki-types.ts';
import type { Labels } from '../../src/sources/prometheus-types.ts';

/** A query that this stand-in refuses, in the words Loki has for it where it has any. */
export class BadQuery extends Error {}

/** Gives the line with what was parsed of it, or null when it is not one of those asked for. */
export type LinePipeline = (line: LogLine) => LogLine | null;

export interface MetricQuery {
  readonly pipeline: LinePipeline;
  readonly rate: boolean;
  /** Seconds. */
  readonly range: number;
  /** Labels to sum by; null: every stream by itself. */
  readonly by: readonly string[] | null;
}

type Tree = ReturnType<typeof parser.parse>;
type Node = Tree['topNode'];

const children = (node: Node): Node[] => {
  const list: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
};

const find = (node: Node, name: string): Node[] =>
  node.name === name ? [node] : children(node).flatMap((child) => find(child, name));

function unquote(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadQuery(`parse error : invalid string ${text}`);
  }
}

function compare(operator: string, wanted: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  try {
    const expression = new RegExp(`^(?:${wanted})$`, 's');
    return operator === '=~' ? (value) => expression.test(value) : (value) => !expression.test(value);
  } catch {
    throw new BadQuery(`parse error : error parsing regexp: ${wanted}`);
  }
}

function lineFilter(operator: string, wanted: string): (text: string) => boolean {
  if (operator === '|=') return (text) => text.includes(wanted);
  if (operator === '!=') return (text) => !text.includes(wanted);
  const expression = new RegExp(wanted, 's');
  return operator === '|~' ? (text) => expression.test(text) : (text) => !expression.test(text);
}

function flatten(value: unknown, path: string, into: Record<string, string>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [name, inner] of Object.entries(value)) flatten(inner, path === '' ? name : `${path}_${name}`, into);
  else if (value !== null && !Array.isArray(value)) into[path] = String(value);
}

/** A field named like a label gets "_extracted" behind its name. */
const extracted = (line: LogLine, fields: Readonly<Record<string, string>>): LogLine => ({
  ...line,
  parsed: {
    ...line.parsed,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        Object.hasOwn(line.labels, name) ? `${name}_extracted` : name,
        value,
      ]),
    ),
  },
});

const parseJson: LinePipeline = (line) => {
  try {
    const fields: Record<string, string> = {};
    flatten(JSON.parse(line.text), '', fields);
    return extracted(line, fields);
  } catch {
    return { ...line, parsed: { ...line.parsed, __error__: 'JSONParserErr' } };
  }
};

const parseLogfmt: LinePipeline = (line) =>
  extracted(
    line,
    Object.fromEntries(
      [...line.text.matchAll(/([\w.]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)].map(([, name = '', quoted, bare]) => [
        name,
        quoted ?? bare ?? '',
      ]),
    ),
  );

const fieldOf = ({ parsed, metadata, labels }: LogLine, name: string): string =>
  parsed[name] ?? metadata[name] ?? labels[name] ?? '';

function readPipeline(root: Node, query: string): LinePipeline {
  const text = (node: Node) => query.slice(node.from, node.to);
  const matcherText = (node: Node): [string, (value: string) => boolean] => {
    const found = /^\s*(\w+)\s*(=~|!~|!=|=)\s*(.*)$/s.exec(text(node));
    if (!found) throw new BadQuery(`parse error : ${text(node)} is beyond this stand-in for Loki`);
    const [, name = '', operator = '', value = ''] = found;
    return [name, compare(operator, unquote(value))];
  };
  const matchers = find(root, 'Selector')
    .flatMap((selector) => find(selector, 'Matcher'))
    .map(matcherText);
  const stages = find(root, 'PipelineStage').map((stage): LinePipeline => {
    const words = text(stage).trim();
    const filter = /^(\|=|\|~|!=|!~)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)$/s.exec(words);
    if (filter) {
      const passes = lineFilter(filter[1] ?? '', unquote(filter[2] ?? ''));
      return (line) => (passes(line.text) ? line : null);
    }
    if (/^\|\s*json$/.test(words)) return parseJson;
    if (/^\|\s*logfmt$/.test(words)) return parseLogfmt;
    const [label] = find(stage, 'Matcher');
    if (label && text(label).trim() === words.replace(/^\|\s*/, '')) {
      const [name, passes] = matcherText(label);
      return (line) => (passes(fieldOf(line, name)) ? line : null);
    }
    throw new BadQuery(`parse error : "${words}" is beyond this stand-in for Loki`);
  });
  return (line) => {
    if (!matchers.every(([name, passes]) => passes(line.labels[name] ?? ''))) return null;
    return stages.reduce<LogLine | null>((kept, stage) => kept && stage(kept), line);
  };
}

function checked(query: string): Node {
  const reading = readLogql(query);
  if (reading.ok) return parser.parse(query).topNode;
  const { text, at } = reading.fault;
  if (query.trim() === '') throw new BadQuery('parse error : syntax error: unexpected $end');
  throw new BadQuery(`parse error at line ${at.line}, col ${at.column}: syntax error: ${text}`);
}

/** @throws BadQuery */
export function compileLog(query: string): LinePipeline {
  const root = checked(query);
  if (find(root, 'MetricExpr').length > 0) throw new BadQuery('only log selector is supported');
  return readPipeline(root, query);
}

/** `count_over_time` and `rate`, alone or in a `sum`. @throws BadQuery */
export function compileMetric(query: string): MetricQuery | null {
  const root = checked(query);
  if (find(root, 'MetricExpr').length === 0) return null;
  const form =
    /^\s*(?:(sum)\s*(?:by\s*\(([^)]*)\))?\s*\(\s*)?(count_over_time|rate)\s*\(.*\[([\dsmhdw]+)\]\s*\)\s*\)?\s*(?:by\s*\(([^)]*)\))?\s*$/s.exec(
      query,
    );
  const range = parseDuration(form?.[4] ?? '');
  if (!form || range === null || find(root, 'LogRangeExpr').length !== 1 || find(root, 'BinOpExpr').length > 0)
    throw new BadQuery('parse error : this stand-in for Loki knows count_over_time and rate, alone or in a sum');
  const by = (form[2] ?? form[5] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return { pipeline: readPipeline(root, query), rate: form[3] === 'rate', range, by: form[1] ? by : null };
}

/** The labels a line is counted under. */
export function seriesOf(line: LogLine, by: readonly string[] | null): Labels {
  if (by === null) return { ...line.labels, ...line.parsed };
  return Object.fromEntries(by.map((name) => [name, fieldOf(line, name)] as const).filter(([, value]) => value !== ''));
}
