import type { NewLine } from '../../loki/store.ts';
import type { Random } from '../random.ts';
import type { Step } from '../system.ts';
import { APIS } from './apis.ts';
import type { Invocation, Shop, ShopEvents, ShopRequest } from './shop.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** One line as the application's logger writes it; who asked and which request it was where that is known. */
interface LogEntry {
  readonly timestamp: string;
  readonly level: Level;
  readonly service: string;
  readonly message: string;
  readonly context?: object;
  readonly userId?: string;
  readonly requestId?: string;
}

const APP = 'drop-craft-ai';
/** Share of the requests that went well which are told of, and of the queries that were quick. */
const TOLD = 0.02;
const SLOW_REQUEST_SECONDS = 1;
const SLOW_QUERY_SECONDS = 0.1;
/** Of the checks of other people's APIs, how many a second are told of. */
const CHECKS = 0.2;
const REASONS = ['upstream connect error', 'no answer within 10 s', 'supplier feed is not valid JSON'] as const;

/** What the log agent ships of one step: JSON in the shape that all services share. */
export function shopLines({ world, events, at, dt, random }: Step<Shop, ShopEvents>): readonly NewLine[] {
  const timestamp = new Date(at * 1000).toISOString();
  return [
    ...events.requests.flatMap((request) => requestLine(request, timestamp, random)),
    ...events.queries.flatMap((seconds) => queryLine(seconds, timestamp, random)),
    ...Array.from({ length: events.deadlocks }, () => deadlockLine(timestamp, random)),
    ...events.invocations.map((invocation) => invocationLine(invocation, timestamp, random)),
    ...checkLines(world, timestamp, dt, random),
  ];
}

function requestLine({ route, status, seconds }: ShopRequest, timestamp: string, random: Random): NewLine[] {
  const failed = status.startsWith('5');
  const slow = seconds > SLOW_REQUEST_SECONDS;
  if (!failed && !slow && random() > TOLD) return [];
  const context = { route, status: Number(status), duration: Math.round(seconds * 1000) };
  const reason = REASONS[Math.floor(random() * REASONS.length)];
  return [
    line({
      timestamp,
      level: failed ? 'error' : slow ? 'warn' : 'info',
      service: APP,
      message: failed ? `Request failed: ${reason}` : slow ? 'Slow request' : 'Request served',
      context: failed ? { ...context, error: { message: reason } } : context,
      userId: `u-${Math.floor(random() * 1300)}`,
      requestId: requestId(random),
    }),
  ];
}

function queryLine(seconds: number, timestamp: string, random: Random): NewLine[] {
  const slow = seconds > SLOW_QUERY_SECONDS;
  // A few beyond the limit are no news.
  if (random() > TOLD * (slow ? 5 : 1)) return [];
  return [
    line({
      timestamp,
      level: slow ? 'warn' : 'debug',
      service: APP,
      message: slow ? 'Slow query' : 'Query done',
      context: { table: 'products', duration: Math.round(seconds * 1000) },
      requestId: requestId(random),
    }),
  ];
}

const deadlockLine = (timestamp: string, random: Random): NewLine =>
  line({
    timestamp,
    level: 'error',
    service: APP,
    message: 'Transaction failed: deadlock detected',
    context: { table: 'products', error: { code: '40P01' } },
    requestId: requestId(random),
  });

function invocationLine({ name, seconds, failed }: Invocation, timestamp: string, random: Random): NewLine {
  const context = { type: failed ? 'error' : 'metric', function: name, duration: Math.round(seconds * 1000) };
  return line({
    timestamp,
    level: failed ? 'error' : 'info',
    service: `functions/${name}`,
    message: failed ? 'Function failed' : 'Function done',
    context: failed ? { ...context, error: { message: 'supplier answered 429' } } : { ...context, status: 'success' },
    requestId: requestId(random),
  });
}

function checkLines({ apis }: Shop, timestamp: string, dt: number, random: Random): NewLine[] {
  return APIS.flatMap((api) => {
    const { state, code, seconds } = apis[api];
    if (random() > CHECKS * dt) return [];
    return [
      line({
        timestamp,
        level: state === 'healthy' ? 'info' : state === 'degraded' ? 'warn' : 'error',
        service: 'api-health',
        message: `${api} is ${state}`,
        context: { name: api, status: state, statusCode: code, responseTime: Math.round(seconds * 1000) },
      }),
    ];
  });
}

const requestId = (random: Random): string => `req-${Math.floor(random() * 2 ** 40).toString(36)}`;

/** A stream for each service and level. */
const line = (entry: LogEntry): NewLine => ({
  labels: { job: 'drop-craft', service_name: entry.service, level: entry.level },
  text: JSON.stringify(entry),
});
