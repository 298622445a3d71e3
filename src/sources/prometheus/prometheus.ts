import { type Clock, systemClock } from '../../clock.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import type { Shape } from '../../shape.ts';
import type { Millis } from '../../units.ts';
import { readShape } from '../answer.ts';
import { failed, type Outcome } from '../error.ts';
import { createHttpClient, type HttpResponse } from '../http/http.ts';
import type { Counted } from '../http/spent.ts';
import { clockFault } from '../server-clock.ts';
import { askActiveAlerts, askAlertSender } from './alerts.ts';
import { instantAnswer, prometheusJson, rangeAnswer } from './answer.ts';
import { askRaw } from './raw.ts';
import { createQuestions } from './request.ts';
import type { ActiveAlerts, AlertSender, InstantResult, RangeResult, RangeWindow, RawResult } from './types.ts';

export interface Prometheus extends Counted {
  /** The value of an expression at one instant. A range selector alone is a bad query; a string has no samples. */
  instant(expr: string, at: Millis, signal?: AbortSignal): Promise<Outcome<InstantResult>>;
  /** The values of an expression at every step of a window, both ends included. */
  range(expr: string, window: RangeWindow, signal?: AbortSignal): Promise<Outcome<RangeResult>>;
  /** The stored samples of a selector with `from` < time ≤ `to`, at their own milliseconds. */
  raw(selector: string, from: Millis, to: Millis, signal?: AbortSignal): Promise<Outcome<RawResult>>;
  /** What its rules hold now, and not as stored. */
  activeAlerts(signal?: AbortSignal): Promise<Outcome<ActiveAlerts>>;
  alertSender(signal?: AbortSignal): Promise<Outcome<AlertSender>>;
  close(): Promise<void>;
}

/** Longer expressions go in a POST's body: proxies begin to refuse addresses of 4 to 8 kB, and encoding makes them longer. */
const LONGEST_IN_URL = 1500;

/** The query frontends of Thanos and Mimir, and caches of HTTP, then ask for what is now. */
const PAST_CACHES = { 'cache-control': 'no-store' };

/** How long a cache on the way kept an answer, in milliseconds. */
const keptFor = ({ age }: HttpResponse['headers']): number => 1000 * (Number(age) || 0);

export function createPrometheus(datasource: QueryDatasource, clock: Clock = systemClock): Prometheus {
  const http = createHttpClient(datasource, clock);
  const policy = datasource.partial_response;
  const question = createQuestions(http);
  // The server gives up when we do.
  const timeout = String(datasource.timeout);

  const ask = async <T>(
    path: string,
    form: URLSearchParams,
    shapeOf: (answer: HttpResponse) => Shape<T>,
    signal: AbortSignal | undefined,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Outcome<T>> => {
    const long = (form.get('query') ?? '').length > LONGEST_IN_URL;
    const outcome = await question({ path, form, long, signal, headers });
    if (!outcome.ok) return failed(outcome.error);
    const answer = prometheusJson(outcome.value);
    if (!answer.ok) return answer;
    const fault = clockFault(outcome.value, clock.now());
    return fault ? failed(fault) : readShape(outcome.value, answer.value, shapeOf(outcome.value), 'query result');
  };

  return {
    async instant(query, at, signal) {
      const form = new URLSearchParams({ query, time: String(at / 1000), timeout });
      const outcome = await ask(
        '/api/v1/query',
        form,
        ({ headers }) => instantAnswer(policy, at, keptFor(headers)),
        signal,
        PAST_CACHES,
      );
      return outcome.ok ? outcome.value : outcome;
    },
    range(query, { from, to, step }, signal) {
      const window = { start: String(from / 1000), end: String(to / 1000), step: String(step) };
      const form = new URLSearchParams({ query, ...window, timeout });
      return ask('/api/v1/query_range', form, () => rangeAnswer(policy), signal);
    },
    raw: (selector, from, to, signal) => askRaw({ question, clock, policy }, selector, { from, to, timeout }, signal),
    activeAlerts: (signal) => askActiveAlerts(http, signal),
    alertSender: (signal) => askAlertSender(http, signal),
    spent: () => http.spent(),
    close: () => http.close(),
  };
}
