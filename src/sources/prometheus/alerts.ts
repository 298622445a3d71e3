import * as v from 'valibot';
import { parseDuration } from '../../profile/duration.ts';
import { dictionary, number, object, type Shape } from '../../shape.ts';
import { millis, seconds } from '../../units.ts';
import { readAnswer } from '../answer.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../error.ts';
import type { HttpClient } from '../http/http.ts';
import { remarkFields, remarksOf } from '../remarks.ts';
import type { ActiveAlerts, AlertSender } from './types.ts';

const answerOf = <T>(data: Shape<T>) => object({ status: v.literal('success'), data, ...remarkFields });
const time = v.pipe(v.string(), v.transform(Date.parse));

const rules = object({
  groups: v.array(
    object({
      /** In seconds. */
      interval: number,
      rules: v.array(
        object({
          name: v.string(),
          lastEvaluation: v.optional(time),
          alerts: v.nullish(v.array(object({ labels: dictionary(v.string()) }))),
        }),
      ),
    }),
  ),
});
const runtime = object({
  startTime: v.pipe(
    time,
    v.check((at) => Number.isFinite(at), 'Invalid input'),
  ),
});
const flags = object({ 'rules.alert.resend-delay': v.optional(v.string()) });

/** Prometheus' own, where it does not show its flags. */
const RESEND_DELAY = seconds(60);
/** A rule that was not evaluated yet says the first second of the first year. */
const NEVER = 0;
/** A server that was restarted knows after so many evaluations of a rule which of its alerts go on. */
const RESTORED_AFTER = 3;

/**
 * What the rules hold. One that was evaluated too seldom since the server began to run may hold any alert: of it there is
 * one with the name alone.
 */
export async function askActiveAlerts(http: HttpClient, signal?: AbortSignal): Promise<Outcome<ActiveAlerts>> {
  const [answer, running] = await Promise.all([
    ask(http, '/api/v1/rules', rules, signal, new URLSearchParams({ type: 'alert' })),
    ask(http, '/api/v1/status/runtimeinfo', runtime, signal),
  ]);
  if (!answer.ok) return answer;
  if (!running.ok && !hasNoSuchThing(running.error))
    // Without its status: of the rules themselves, some statuses say that they are not shown.
    return failed({ kind: 'server', message: `it is not known when Prometheus started: ${running.error.message}` });
  const isRestored = (interval: number, last: number | undefined): boolean => {
    if (!running.ok) return last === undefined || last > NEVER;
    const { startTime } = running.value;
    return (last ?? startTime) - startTime >= (RESTORED_AFTER - 1) * interval * 1000;
  };
  const labels = answer.value.groups.flatMap(({ interval, rules }) =>
    rules.flatMap(({ name, lastEvaluation, alerts }) => {
      const held = (alerts ?? []).map(({ labels }) => labels);
      return isRestored(interval, lastEvaluation) ? held : [...held, { alertname: name }];
    }),
  );
  const ruled = new Set(answer.value.groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
  return succeeded({ ruled, labels });
}

/**
 * Whether it is another server than Prometheus, that knows of no such question. Whoever does not answer, or not what was
 * asked, may be one that was just restarted, or stand in front of it.
 */
const hasNoSuchThing = ({ httpStatus }: SourceError): boolean => httpStatus === 404 || httpStatus === 405;

/** Fails where the server is not Prometheus itself: others answer neither, or for another process. */
export async function askAlertSender(http: HttpClient, signal?: AbortSignal): Promise<Outcome<AlertSender>> {
  const [running, set] = await Promise.all([
    ask(http, '/api/v1/status/runtimeinfo', runtime, signal),
    ask(http, '/api/v1/status/flags', flags, signal),
  ]);
  if (!running.ok) return running;
  const delay = set.ok ? parseDuration(set.value['rules.alert.resend-delay'] ?? '') : null;
  return succeeded({ startedAt: millis(running.value.startTime), resendDelay: delay ?? RESEND_DELAY });
}

async function ask<T>(
  http: HttpClient,
  path: string,
  data: Shape<T>,
  signal: AbortSignal | undefined,
  query?: URLSearchParams,
): Promise<Outcome<T>> {
  const outcome = await http.request({ method: 'GET', path, query, signal });
  if (!outcome.ok) return failed(outcome.error);
  const answer = readAnswer(outcome.value, answerOf(data), 'answer of Prometheus');
  if (!answer.ok) return answer;
  // A rule that is left out must not read as one that holds no alert, whatever the profile allows of numbers.
  const { partial, warnings } = remarksOf(answer.value, 'undecided');
  if (partial)
    return failed({ kind: 'server', message: `${path} of Prometheus gave an incomplete answer: ${warnings[0]}` });
  return succeeded(answer.value.data);
}
