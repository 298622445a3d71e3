import {
  type InstantVector,
  type PrometheusConnectionOptions,
  PrometheusDriver,
  type QueryResult,
  type RangeVector,
  type SampleValue,
} from 'prometheus-query';
import { type Clock, systemClock } from '../clock.ts';
import type { PartialResponse, QueryDatasource } from '../profile/http-schema.ts';
import { type Millis, millis } from '../units.ts';
import { readShape } from './answer.ts';
import { failed, type Outcome, succeeded } from './error.ts';
import { SourceFailure } from './failure.ts';
import { type AskForm, createFormQueries } from './form-query.ts';
import { createHttpClient, type HttpClient } from './http.ts';
import { askActiveAlerts, askAlertSender } from './prometheus-alerts.ts';
import { isRefusal, type MendedAnswer, mendedAnswer, prometheusJson } from './prometheus-answer.ts';
import { askRaw } from './prometheus-raw.ts';
import type {
  ActiveAlerts,
  AlertSender,
  InstantResult,
  RangeResult,
  RangeWindow,
  RawResult,
} from './prometheus-types.ts';
import { clockFault } from './server-clock.ts';
import { quote } from './text.ts';

export interface Prometheus {
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

type RequestInterceptor = NonNullable<PrometheusConnectionOptions['requestInterceptor']>['onFulfilled'];
type RequestConfig = Parameters<RequestInterceptor>[0];

/** What an answer holds that does not pass through the library. */
type Beside = Pick<MendedAnswer, 'labels' | 'remarks'>;

/** Speaks to one Prometheus through prometheus-query; what the library lacks is mended here, see the tests. */
export function createPrometheus(datasource: QueryDatasource, clock: Clock = systemClock): Prometheus {
  const http = createHttpClient(datasource, clock);
  const server: Server = {
    http,
    askForm: createFormQueries(http, isRefusal),
    clock,
    policy: datasource.partial_response,
  };
  // The server gives up when we do.
  const timeout = String(datasource.timeout);

  const ask = async <T>(
    expr: string,
    signal: AbortSignal | undefined,
    query: (driver: PrometheusDriver) => Promise<QueryResult>,
    read: (result: QueryResult, beside: Beside) => Outcome<T>,
  ): Promise<Outcome<T>> => {
    let beside: Beside = { labels: [], remarks: { warnings: [] } };
    const note = (answered: Beside) => {
      beside = answered;
    };
    // One driver a query: it has no other way to carry this query's signal in, and its labels and remarks out.
    const driver = new PrometheusDriver({
      endpoint: datasource.url,
      preferPost: expr.length > LONGEST_IN_URL,
      requestInterceptor: {
        onFulfilled: (config) => ({ ...config, adapter: (sent) => transport(server, sent, signal, note) }),
      },
    });
    try {
      const result = await query(driver);
      return read(result, beside);
    } catch (thrown) {
      return failed(toError(thrown));
    }
  };

  return {
    instant: (expr, at, signal) => ask(expr, signal, (driver) => driver.instantQuery(expr, at, timeout), readInstant),
    range: (expr, { from, to, step }, signal) =>
      ask(expr, signal, (driver) => driver.rangeQuery(expr, from, to, step, timeout), readRange),
    raw: (selector, from, to, signal) => askRaw(server, selector, { from, to, timeout }, signal),
    activeAlerts: (signal) => askActiveAlerts(http, signal),
    alertSender: (signal) => askAlertSender(http, signal),
    close: () => http.close(),
  };
}

interface Server {
  readonly http: HttpClient;
  readonly askForm: AskForm;
  readonly clock: Clock;
  readonly policy: PartialResponse;
}

/** Replaces the library's own transport, so that authentication, limits and errors have one implementation. */
async function transport(
  { http, askForm, clock, policy }: Server,
  config: RequestConfig,
  signal: AbortSignal | undefined,
  note: (beside: Beside) => void,
) {
  const path = `/api/v1/${config.url}`;
  const outcome = await (config.method === 'post'
    ? askForm({ path, form: new URLSearchParams(String(config.data)), signal })
    : http.request({ method: 'GET', path, query: config.params, signal }));
  if (!outcome.ok) throw new SourceFailure(outcome.error, outcome.sent);
  const answer = prometheusJson(outcome.value);
  if (!answer.ok) throw new SourceFailure(answer.error, true);
  const fault = clockFault(outcome.value, clock.now());
  if (fault) throw new SourceFailure(fault, true);
  const mended = readShape(outcome.value, answer.value, mendedAnswer(policy), 'query result');
  if (!mended.ok) throw new SourceFailure(mended.error, true);
  note(mended.value);
  const { status, headers } = outcome.value;
  return { data: { status: 'success', data: mended.value.data }, status, statusText: '', headers, config };
}

/** The library wraps what the transport throws into a plain object with the cause in `original`. */
function toError(thrown: unknown) {
  const original = typeof thrown === 'object' && thrown !== null && 'original' in thrown ? thrown.original : thrown;
  if (original instanceof SourceFailure) return original.error;
  const message = original instanceof Error ? original.message : 'unknown reason';
  return { kind: 'bad-body' as const, message: `the answer of Prometheus cannot be read: ${quote(message)}` };
}

function readInstant({ resultType, result }: QueryResult, { labels, remarks }: Beside): Outcome<InstantResult> {
  switch (String(resultType)) {
    case 'vector': {
      const vector: InstantVector[] = result;
      const samples = vector.map(({ value }, i) => ({ labels: labels[i] ?? {}, value: value.value as number }));
      return succeeded({ samples, ...remarks });
    }
    case 'scalar':
      return succeeded({ samples: [{ labels: {}, value: Number(result[1]) }], ...remarks });
    case 'string':
      return succeeded({ samples: [], warnings: [...remarks.warnings, 'the expression is a text and has no value'] });
    default:
      return failed({
        kind: 'bad-query',
        message: 'the expression gives a range of samples where one value is wanted',
        hint: 'Take a function such as rate() or avg_over_time() of the range.',
      });
  }
}

function readRange({ result }: QueryResult, { labels, remarks }: Beside): Outcome<RangeResult> {
  const matrix: RangeVector[] = result;
  const series = matrix.map(({ values }, i) => ({
    labels: labels[i] ?? {},
    points: values.map(({ time, value }: SampleValue) => [millis(time.getTime()), value] as const),
  }));
  return succeeded({ series, ...remarks });
}
