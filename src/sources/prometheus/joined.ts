import { failed, type Outcome, succeeded } from '../error.ts';
import type { Prometheus } from './prometheus.ts';
import type { ActiveAlerts, InstantResult, Labels, RangeResult } from './types.ts';

/** How series are told from those of other servers. */
export interface ServerLabels {
  readonly id: string;
  readonly labels: Labels;
}

/** Labels with those of a server added, as Prometheus adds external ones: what a series says of itself stays. */
export const withLabels = (own: Labels, { labels }: Pick<ServerLabels, 'labels'>): Labels => ({ ...labels, ...own });

/**
 * Asks several servers the same, for what must not lack anything: it fails when one of them does, and names it.
 * @param ask never rejects
 */
export async function askEach<Server extends ServerLabels, T>(
  servers: readonly Server[],
  ask: (server: Server) => Promise<Outcome<T>>,
): Promise<Outcome<readonly { readonly server: Server; readonly value: T }[]>> {
  const outcomes = await Promise.all(servers.map(async (server) => ({ server, outcome: await ask(server) })));
  const values: { readonly server: Server; readonly value: T }[] = [];
  for (const { server, outcome } of outcomes) {
    if (!outcome.ok) return failed({ ...outcome.error, message: `${server.id}: ${outcome.error.message}` });
    values.push({ server, value: outcome.value });
  }
  return succeeded(values);
}

type Answers<T> = readonly { readonly server: ServerLabels; readonly value: T }[];

/** What several servers answer as one, every series with the labels of its server. */
export const joinInstant = (answers: Answers<InstantResult>): InstantResult => ({
  samples: answers.flatMap(({ server, value }) =>
    value.samples.map((sample) => ({ labels: withLabels(sample.labels, server), value: sample.value })),
  ),
  ...remarksOf(answers),
});

/** The same of a range. */
export const joinRange = (answers: Answers<RangeResult>): RangeResult => ({
  series: answers.flatMap(({ server, value }) =>
    value.series.map(({ labels, points }) => ({ labels: withLabels(labels, server), points })),
  ),
  ...remarksOf(answers),
});

const remarksOf = (answers: Answers<{ readonly warnings: readonly string[]; readonly partial?: true }>) => ({
  warnings: answers.flatMap(({ server, value }) => value.warnings.map((warning) => `${server.id}: ${warning}`)),
  ...(answers.some(({ value }) => value.partial) && { partial: true as const }),
});

/** One of several servers, and its client. */
export interface JoinedServer extends ServerLabels {
  readonly client: Pick<Prometheus, 'activeAlerts' | 'instant'>;
}

/** Several servers asked as one what fires. */
export function joinServers(servers: readonly JoinedServer[]): Pick<Prometheus, 'activeAlerts' | 'instant'> {
  const [first, ...others] = servers;
  if (first && others.length === 0 && Object.keys(first.labels).length === 0) return first.client;
  return {
    async instant(expr, at, signal) {
      const answers = await askEach(servers, ({ client }) => client.instant(expr, at, signal));
      return answers.ok ? succeeded(joinInstant(answers.value)) : answers;
    },
    async activeAlerts(signal) {
      const answers = await askEach(servers, ({ client }) => client.activeAlerts(signal));
      return answers.ok ? succeeded(joinActive(answers.value)) : answers;
    },
  };
}

const joinActive = (answers: Answers<ActiveAlerts>): ActiveAlerts => ({
  ruled: new Set(answers.flatMap(({ value }) => [...value.ruled])),
  labels: answers.flatMap(({ server, value }) => value.labels.map((own) => withLabels(own, server))),
});
