import { pause, type Timer } from '../../clock.ts';
import { readLogql } from '../../profile/logql/logql.ts';
import type { Shape } from '../../shape.ts';
import { type Seconds, seconds } from '../../units.ts';
import { type Answer, isSuccess, readAnswer, statusError } from '../answer.ts';
import { failed, type Outcome, type QueryFault, type SourceError } from '../error.ts';
import { createFormQueries } from '../http/form-query.ts';
import type { HttpClient } from '../http/http.ts';
import { quote } from '../text.ts';

/** Asks a server to keep stream labels, structured metadata and parsed fields apart. Others ignore it. */
export const CATEGORISE = { 'x-loki-response-encoding-flags': 'categorize-labels' } as const;

/** A longer query goes as a form: many servers and proxies take no longer address. */
const LONGEST_ADDRESS = 4000;
/** Times a question is put that the server was too busy for. */
const TRIES = 4;
/** Longest pause a server can ask for, in seconds. */
const LONGEST_PAUSE = 30;

/** Seconds to wait before try `n` + 2, from half to the whole of 1, 2, 4 … up to 15: so that many rooms do not come at once. */
export const pauseAfter = (n: number, random: () => number): Seconds =>
  seconds(Math.min(15, 2 ** n) * (0.5 + random() / 2));

/** Loki's own words about a query, with the place it names. */
function queryFault({ status, body }: Answer): QueryFault | undefined {
  if (status !== 400) return undefined;
  const text = body.slice(0, 4000).trim();
  const place = /^parse error at line (\d{1,6}), col (\d{1,6}): (.*)$/s.exec(text);
  if (place) return { text: place[3] ?? '', at: { line: Number(place[1]), column: Number(place[2]) } };
  return { text: text.replace(/^parse error : /, '') };
}

/** What an answer of any other status than 2xx means to who asked for logs. */
export function lokiError(answer: Answer): SourceError {
  const error = statusError(answer);
  if (error.kind !== 'bad-query') return answer.status === 504 ? { ...error, kind: 'timeout' } : error;
  const fault = queryFault(answer);
  return fault ? { ...error, fault } : error;
}

/** Loki refuses in plain text, which a proxy does, too: only what is wrong with a query is surely its own. */
const isOwn = ({ status }: Answer): boolean => status === 400;

/** Whether to ask again, and after how long: the server had too much to do, or says so. */
function retryAfter({ status, headers }: Answer, n: number, random: () => number): Seconds | null {
  if (status !== 429 && status !== 504) return null;
  const asked = Number(headers['retry-after']);
  return asked > 0 ? seconds(Math.min(asked, LONGEST_PAUSE)) : pauseAfter(n, random);
}

/** Why a query gives no lines although the server would answer it: it counts them. */
export function countsLines(query: string): SourceError | null {
  const reading = readLogql(query);
  if (!reading.ok || reading.kind === 'log') return null;
  const text = 'it counts lines instead of returning them';
  return { kind: 'bad-query', message: `${quote(query)} is not a query for lines: ${text}`, fault: { text } };
}

export interface LokiAsk {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>> | URLSearchParams;
  readonly signal?: AbortSignal | undefined;
}

export type Ask = <T>(ask: LokiAsk, shape: Shape<T>, what: string) => Promise<Outcome<T>>;

function parameters(query: LokiAsk['query']): URLSearchParams {
  if (query instanceof URLSearchParams) return query;
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.append(name, value);
  return given;
}

/** Puts questions to one Loki. `what` is what the answer ought to be. */
export function createAsk(http: HttpClient, timer: Timer, random: () => number): Ask {
  const askForm = createFormQueries(http, isOwn);
  return async (ask, shape, what) => {
    const query = parameters(ask.query);
    const request = { path: ask.path, headers: CATEGORISE, signal: ask.signal };
    const isLong = query.toString().length > LONGEST_ADDRESS;
    for (let n = 0; ; n++) {
      const outcome = await (isLong
        ? askForm({ ...request, form: query })
        : http.request({ ...request, method: 'GET', query }));
      if (!outcome.ok) return failed(outcome.error);
      const response = outcome.value;
      const again = n + 1 < TRIES ? retryAfter(response, n, random) : null;
      if (again !== null && !ask.signal?.aborted) {
        await pause(timer, again, ask.signal);
        continue;
      }
      if (!isSuccess(response)) return failed(lokiError(response));
      return readAnswer(response, shape, `${what} of Loki`);
    }
  };
}
