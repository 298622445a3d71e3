import { detectLevel } from '../../logs/level.ts';
import { type Query, uniqueQueries } from '../../profile/query.ts';
import { failed, succeeded } from '../../sources/error.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../units.ts';
import type { LineAnswer, LoggedLine } from '../frame.ts';
import type { LogSource } from '../patterns/pattern-watch.ts';
import { Post } from '../post.ts';
import { forTape } from '../tape/recorded-lines.ts';
import type { OpenPosts } from './server-post.ts';

/** So far back the newest lines are looked for, in milliseconds. */
const LOOKBACK = 3_600_000;

const NO_LOKI = failed({
  kind: 'unreachable',
  message: 'the profile has no Loki',
  hint: 'Set datasources.loki, or --loki.',
});

/** The newest lines that boards show. They stand on walls and on tapes, so that nothing in them may look like a secret. */
export const openLines: OpenPosts<LogSource | null> = (source, { plan, createBackoff }) => {
  const wanted = new Map<string, number>();
  for (const { content } of plan.panels)
    if (content.type === 'logs')
      wanted.set(content.expr.text, Math.max(content.lines, wanted.get(content.expr.text) ?? 0));
  if (wanted.size === 0) return [];
  const queries: readonly Query[] = uniqueQueries([...wanted.keys()].map((text) => ({ source: 'loki', text })));
  if (!source) return [{ turn: async () => ({ lines: queries.map((expr) => ({ expr, outcome: NO_LOKI })) }) }];
  const post = new Post<readonly LineAnswer[]>('Loki', createBackoff());
  const ask = async (at: Millis, signal?: AbortSignal) =>
    succeeded(
      await Promise.all(
        queries.map(async (expr): Promise<LineAnswer> => {
          const window = { from: nanosOf(millis(at - LOOKBACK)), to: nanosOf(at), direction: 'backward' } as const;
          const outcome = await source.lines({ ...window, query: expr.text, limit: wanted.get(expr.text) }, signal);
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
};

function loggedLine(line: LogLine): LoggedLine {
  const { at, text, labels } = forTape(line);
  return { at: millisOf(at), text, level: detectLevel(line), labels };
}
