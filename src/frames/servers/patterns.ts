import type { PatternReport } from '../patterns/pattern-watch.ts';
import { type LogSource, PatternWatch } from '../patterns/pattern-watch.ts';
import { Post } from '../post.ts';
import type { OpenPosts } from './server-post.ts';

/** Where the lines of both versions are read, where they are compared: they are many, and have a post of their own. */
export const openPatterns: OpenPosts<LogSource | null> = (source, { plan, createBackoff }) => {
  if (!plan.patterns || !source) return [];
  const watch = new PatternWatch(plan.patterns);
  const post = new Post<readonly PatternReport[]>('Loki', createBackoff());
  return [
    {
      async turn({ at, patience, signal }) {
        const { outcome } = await post.turn(at, () => watch.ask(source, at, signal), patience);
        return { patterns: outcome };
      },
    },
  ];
};
