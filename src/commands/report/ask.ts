import pLimit from 'p-limit';
import { isUnreachable } from '../../frames/standing.ts';
import { Answers, type Asking, type Question } from '../../reporting/questions.ts';
import { failed, type Outcome, type SourceError } from '../../sources/error.ts';
import type { Servers } from '../shared/context.ts';

/** Requests to one server at a time, as a room has it. */
const CONCURRENCY = 6;

const NO_LOKI = failed({ kind: 'unreachable', message: 'the profile has no Loki: give it datasources.loki' });

/** Asks every question of a report. A server that cannot be reached is not asked for the rest. Never rejects. */
export async function askAll(servers: Servers, questions: readonly Question[], signal: AbortSignal): Promise<Answers> {
  const answers = new Answers();
  const limit = pLimit(CONCURRENCY);
  const asking = askingOf(servers, signal);
  await Promise.all(questions.map((question) => limit(() => answers.ask(question, asking))));
  return answers;
}

function askingOf({ prometheus, loki }: Servers, signal: AbortSignal): Asking {
  const ofPrometheus = patiently();
  const ofLoki = patiently();
  return {
    instant: ({ query, at }) =>
      query.source === 'prometheus'
        ? ofPrometheus(() => prometheus.instant(query.text, at, signal))
        : ofLoki(async () => loki?.instant(query.text, at, signal) ?? NO_LOKI),
    range: ({ query, window }) =>
      query.source === 'prometheus'
        ? ofPrometheus(() => prometheus.range(query.text, window, signal))
        : ofLoki(async () => loki?.range(query.text, window, signal) ?? NO_LOKI),
    samples: ({ selector, from, to }) => ofPrometheus(() => prometheus.raw(selector, from, to, signal)),
  };
}

/** Asks one server until it turns out that it cannot be reached: the rest then fails of the same. */
function patiently(): <T>(question: () => Promise<Outcome<T>>) => Promise<Outcome<T>> {
  let down: SourceError | undefined;
  return async (question) => {
    if (down) return failed(down);
    const outcome = await question();
    if (!outcome.ok && isUnreachable(outcome.error)) down ??= outcome.error;
    return outcome;
  };
}
