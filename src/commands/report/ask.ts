import pLimit from 'p-limit';
import { isUnreachable } from '../../frames/standing.ts';
import { ALL_SERVERS, type Query } from '../../profile/query.ts';
import { Answers, type Asking, type Question } from '../../reporting/questions.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import { askEach, joinInstant, joinRange, type ServerLabels } from '../../sources/prometheus/joined.ts';
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

/** Whom the questions of a report are put to: of several servers the one that each names, or all. */
export function askingOf(servers: Servers, signal: AbortSignal): Asking {
  const { prometheus, loki } = servers;
  // Two of different kinds may be called alike.
  const patience = new Map<ServerLabels, Patience>([...prometheus, ...loki].map((server) => [server, patiently()]));
  const patientlyAt = <T>(server: ServerLabels, question: () => Promise<Outcome<T>>) =>
    patience.get(server)?.(question) ?? question();
  return {
    instant: ({ query, at }) =>
      answerOf(
        askedBy(servers, query),
        (one) => patientlyAt(one, () => one.client.instant(query.text, at, signal)),
        query.server === ALL_SERVERS ? joinInstant : null,
      ),
    range: ({ query, window }) =>
      answerOf(
        askedBy(servers, query),
        (one) => patientlyAt(one, () => one.client.range(query.text, window, signal)),
        query.server === ALL_SERVERS ? joinRange : null,
      ),
    samples: ({ selector, from, to }) =>
      answerOf(
        prometheus,
        (one) => patientlyAt(one, () => one.client.raw(selector, from, to, signal)),
        isAlone(prometheus) ? null : joinRange,
      ),
  };
}

/** The servers that a query is asked of. */
function askedBy({ prometheus, loki }: Servers, { source, server }: Query) {
  const servers = source === 'prometheus' ? prometheus : loki;
  if (server === ALL_SERVERS) return servers;
  return servers.filter(({ id }, i) => (server === undefined ? i === 0 : id === server));
}

const isAlone = ([first, ...others]: readonly ServerLabels[]): boolean =>
  others.length === 0 && Object.keys(first?.labels ?? {}).length === 0;

/** @param join makes one answer of those of several; null: one is asked */
async function answerOf<Server extends ServerLabels, T>(
  servers: readonly Server[],
  ask: (server: Server) => Promise<Outcome<T>>,
  join: ((answers: readonly { readonly server: ServerLabels; readonly value: T }[]) => T) | null,
): Promise<Outcome<T>> {
  const [first] = servers;
  if (!first) return NO_LOKI;
  if (!join) return ask(first);
  const answers = await askEach(servers, ask);
  return answers.ok ? succeeded(join(answers.value)) : answers;
}

type Patience = <T>(question: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** Asks one server until it turns out that it cannot be reached: the rest then fails of the same. */
function patiently(): Patience {
  let down: SourceError | undefined;
  return async (question) => {
    if (down) return failed(down);
    const outcome = await question();
    if (!outcome.ok && isUnreachable(outcome.error)) down ??= outcome.error;
    return outcome;
  };
}
