import { parser } from '@grafana/lezer-logql';
import { slipIn } from './slip.ts';
import { tokensOf } from './tokens.ts';
import { misspelt } from './words.ts';

/** What is wrong with a query and where; line and column count from 1, columns in characters. */
export interface LogqlFault {
  readonly text: string;
  readonly at: { readonly line: number; readonly column: number };
}

export type LogqlKind = 'log' | 'metric';

export type ParsedLogql =
  | {
      readonly ok: true;
      readonly kind: LogqlKind;
      /** Where it goes beyond the grammar at hand: it may be LogQL all the same, and the server has the last word. */
      readonly beyond?: { readonly part: string; readonly offset: number };
    }
  | { readonly ok: false; readonly fault: LogqlFault };

/** Loki takes no longer query, in bytes. */
const LONGEST = 131_072;

function placeOf(query: string, offset: number): LogqlFault['at'] {
  const before = query.slice(0, offset).split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

/**
 * Reads LogQL without a server. Only what is surely none is refused: what the grammar at hand does not know may be of another
 * Loki's. Names, regular expressions and limits are the server's to judge.
 */
export function readLogql(query: string): ParsedLogql {
  const fault = (text: string, offset: number): ParsedLogql => ({
    ok: false,
    fault: { text, at: placeOf(query, offset) },
  });
  if (tokensOf(query).length === 0) return fault('an empty query', 0);
  if (query.length > LONGEST) return fault(`the query is longer than ${LONGEST} bytes`, LONGEST);
  const { kind, wrong } = readTree(query);
  if (wrong === null) return { ok: true, kind };
  const word = misspelt(query);
  if (word)
    return fault(`${JSON.stringify(word.text)} is not known; did you mean ${JSON.stringify(word.meant)}?`, word.from);
  const slip = slipIn(query);
  if (slip === null) {
    // The grammar may have gone astray only where all was read.
    const offset = query.slice(wrong).trim() === '' ? 0 : wrong;
    return { ok: true, kind: kindOf(query), beyond: { part: query.slice(offset), offset } };
  }
  const from = slip + (/^\s*/.exec(query.slice(slip))?.[0].length ?? 0);
  const token = /^(?:[\w.-]+|\S)/.exec(query.slice(from))?.[0];
  return token === undefined
    ? fault('the query ends too early', from)
    : fault(`unexpected ${JSON.stringify(token)}`, from);
}

/** What the grammar at hand makes of it, and where it first goes beyond that; null where it does not. */
function readTree(query: string): { readonly kind: LogqlKind; readonly wrong: number | null } {
  let wrong: number | null = null;
  let kind: LogqlKind = 'log';
  parser.parse(query).iterate({
    enter({ type, from }) {
      if (type.isError) wrong ??= from;
      if (type.name === 'MetricExpr') kind = 'metric';
      return wrong === null;
    },
  });
  return { kind, wrong };
}

/** Lines are selected by what begins with a brace, in whatever brackets; all else counts them. */
const kindOf = (query: string): LogqlKind =>
  tokensOf(query).find(({ text }) => text !== '(')?.text === '{' ? 'log' : 'metric';
