import { parser } from '@grafana/lezer-logql';
import { misspelt } from './logql-words.ts';

/** What is wrong with a query and where; line and column count from 1, columns in characters. */
export interface LogqlFault {
  readonly text: string;
  readonly at: { readonly line: number; readonly column: number };
}

export type LogqlKind = 'log' | 'metric';

export type LogqlReading =
  | { readonly ok: true; readonly kind: LogqlKind }
  | { readonly ok: false; readonly fault: LogqlFault };

/** Loki takes no longer query, in bytes. */
const LONGEST = 131_072;

function placeOf(query: string, offset: number): LogqlFault['at'] {
  const before = query.slice(0, offset).split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

/** Reads LogQL without a server: what the grammar knows. Names, regular expressions and limits are the server's to judge. */
export function readLogql(query: string): LogqlReading {
  const fault = (text: string, offset: number): LogqlReading => ({
    ok: false,
    fault: { text, at: placeOf(query, offset) },
  });
  if (query.trim() === '') return fault('an empty query', 0);
  if (query.length > LONGEST) return fault(`the query is longer than ${LONGEST} bytes`, LONGEST);
  let wrong: number | undefined;
  let kind: LogqlKind = 'log';
  parser.parse(query).iterate({
    enter({ type, from }) {
      if (type.isError) wrong ??= from;
      if (type.name === 'MetricExpr') kind = 'metric';
      return wrong === undefined;
    },
  });
  if (wrong === undefined) return { ok: true, kind };
  const word = misspelt(query);
  if (word)
    return fault(`${JSON.stringify(word.text)} is not known; did you mean ${JSON.stringify(word.meant)}?`, word.from);
  const from = wrong + (/^\s*/.exec(query.slice(wrong))?.[0].length ?? 0);
  const token = /^(?:[\w.-]+|\S)/.exec(query.slice(from))?.[0];
  return token === undefined
    ? fault('the query ends too early', from)
    : fault(`unexpected ${JSON.stringify(token)}`, from);
}
