import { Post } from '../../../../src/frames/post.ts';
import { type OpenPosts, reportOf } from '../../../../src/frames/servers/server-post.ts';
import type { QuerySource } from '../../../../src/profile/query.ts';
import { succeeded } from '../../../../src/sources/error.ts';
import { seconds } from '../../../../src/units.ts';
import type { DummySource } from './client.ts';

/** The compiler knows no such kind: `src/profile/query.ts` would name it. */
export const DUMMY = 'dummy' as QuerySource;

export const openDummy: OpenPosts<DummySource> = (source, { createBackoff }) => {
  const expr = { source: DUMMY, text: 'level' };
  const post = new Post<number>('dummy', createBackoff());
  return [
    {
      async turn({ at, patience, signal }) {
        const { askedAt, outcome } = await post.turn(at, () => source.level(expr.text, signal), patience);
        const answer = outcome.ok
          ? succeeded({ samples: [{ labels: {}, value: outcome.value }], warnings: [] })
          : outcome;
        const standing = outcome.ok ? succeeded({ latency: seconds(0.01) }) : outcome;
        return {
          queries: [{ expr, outcome: answer }],
          sources: [reportOf(at, DUMMY, DUMMY, { askedAt, outcome: standing })],
        };
      },
    },
  ];
};
