import { detectLevel } from '../../logs/level.ts';
import { type Query, type QueryKey, queryKey, uniqueQueries } from '../../profile/query.ts';
import { failed, succeeded } from '../../sources/error.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../units.ts';
import type { LineAnswer, LoggedLine } from '../frame.ts';
import type { LogSource } from '../patterns/pattern-watch.ts';
import { Post } from '../post.ts';
import { forTape } from '../tape/recorded-lines.ts';
import type { OpenPosts, PostParts, ServerPost } from './server-post.ts';

/** So far back the newest lines are looked for, in milliseconds. */
const LOOKBACK = 3_600_000;

const NO_LOKI = failed({
  kind: 'unreachable',
  message: 'the profile has no Loki',
  hint: 'Set datasources.loki, or --loki.',
});

/** The newest lines that boards show. They stand on walls and on tapes, so that nothing in them may look like a secret. */
export const openLines: OpenPosts<LogSource | null | readonly LogSource[]> = (given, { plan, createBackoff }) => {
  const sources = [given ?? []].flat();
  const lokis = plan.servers.filter(({ source }) => source === 'loki');
  const known = lokis.length > 0 ? lokis.map(({ server }) => server) : [undefined];
  return known.flatMap((server, i) => openAt(sources[i], server, { plan, createBackoff }));
};

/** Those of one Loki. @param server as its queries have it */
function openAt(
  source: LogSource | undefined,
  server: string | undefined,
  { plan, createBackoff }: PostParts,
): readonly ServerPost[] {
  const wanted = new Map<QueryKey, number>();
  const asked: Query[] = [];
  for (const { content } of plan.panels) {
    if (content.type !== 'logs' || content.expr.server !== server) continue;
    const key = queryKey(content.expr);
    wanted.set(key, Math.max(content.lines, wanted.get(key) ?? 0));
    asked.push(content.expr);
  }
  const queries: readonly Query[] = uniqueQueries(asked);
  if (queries.length === 0) return [];
  if (!source) return [{ turn: async () => ({ lines: queries.map((expr) => ({ expr, outcome: NO_LOKI })) }) }];
  const post = new Post<readonly LineAnswer[]>('Loki', createBackoff());
  const ask = async (at: Millis, signal?: AbortSignal) =>
    succeeded(
      await Promise.all(
        queries.map(async (expr): Promise<LineAnswer> => {
          const window = { from: nanosOf(millis(at - LOOKBACK)), to: nanosOf(at), direction: 'backward' } as const;
          const outcome = await source.lines(
            { ...window, query: expr.text, limit: wanted.get(queryKey(expr)) },
            signal,
          );
          return { expr, outcome: outcome.ok ? succeeded(outcome.value.lines.map(loggedLine)) : outcome };
        }),
      ),
    );
  return [
    {
      async turn({ at, patience, signal }) {
        const { outcome } = await post.turn(at, () => ask(at, signal), patience);
        return { lines: outcome.ok ? outcome.value : queries.map((expr) => ({ expr, outcome })) };
      },
    },
  ];
}

function loggedLine(line: LogLine): LoggedLine {
  const { at, text, labels } = forTape(line);
  return { at: millisOf(at), text, level: detectLevel(line), labels };
}
