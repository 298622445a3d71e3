import type { Answer } from '../answer.ts';
import { createFormQueries, type FormQuery } from '../http/form-query.ts';
import type { HttpClient, HttpOutcome } from '../http/http.ts';
import { isRefusal } from './answer.ts';

/** A question to the query API. */
export interface Question extends FormQuery {
  /** Too long for an address. */
  readonly long: boolean;
}

export type AskQuestion = (question: Question) => Promise<HttpOutcome>;

/**
 * VictoriaMetrics evaluates instant queries, and the end of ranges, for half a minute ago (`-search.latencyOffset`), and
 * says that they are of now. So asked, it answers of now, and the rest of what it keeps in caches stays out of it.
 */
const OF_NOW = Object.entries({ nocache: '1', latency_offset: '1ms' });

/** VictoriaMetrics names its host in every answer, and counts what it read; behind some proxies only the latter is left. */
const isVictoriaMetrics = ({ headers, body }: Answer): boolean =>
  headers['x-server-hostname'] !== undefined ||
  body.slice(-300).includes('"seriesFetched"') ||
  body.slice(0, 100).includes('"isPartial"');

/** Puts questions to one server in the way in which it answers them of now. Others take no parameter they do not know. */
export function createQuestions(http: HttpClient): AskQuestion {
  const askForm = createFormQueries(http, isRefusal);
  let further: typeof OF_NOW = [];
  const put = ({ form, long, ...rest }: Question): Promise<HttpOutcome> => {
    const query = new URLSearchParams([...form, ...further]);
    return long ? askForm({ ...rest, form: query }) : http.request({ ...rest, method: 'GET', query });
  };
  return async (question) => {
    const known = further.length > 0;
    const outcome = await put(question);
    if (known || !outcome.ok || !isVictoriaMetrics(outcome.value)) return outcome;
    further = OF_NOW;
    return put(question);
  };
}
