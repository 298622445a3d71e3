import { failed } from '../../sources/error.ts';
import { type Seconds, seconds } from '../../units.ts';
import { askLoki, type LokiSource } from '../ask-loki.ts';
import { QueryPost, queriesOf, unansweredBy } from './query-post.ts';
import type { OpenPosts } from './server-post.ts';

/** For a Loki that the profile does not set up. */
const TIMEOUT: Seconds = seconds(10);

const NO_LOKI = failed({
  kind: 'unreachable',
  message: 'the profile has no Loki',
  hint: 'Set datasources.loki, or --loki.',
});

/** Null: what is asked of it fails, and says so. */
export const openLoki: OpenPosts<LokiSource | null> = (source, parts) => {
  if (!source) return [{ turn: async () => unansweredBy(queriesOf(parts, 'loki'), NO_LOKI) }];
  const timeout = parts.plan.profile.datasources.loki?.timeout ?? TIMEOUT;
  const queries = new QueryPost('loki', parts, timeout, (round) => askLoki(source, round));
  return [{ turn: async (round) => (await queries.turn(round)).part, rest: (round) => queries.rest(round) }];
};
