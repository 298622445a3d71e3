import type { PlannedServer } from '../../profile/plan/plan.ts';
import { failed } from '../../sources/error.ts';
import { askLoki, type LokiSource } from '../ask-loki.ts';
import { QueryPost, unansweredBy } from './query-post.ts';
import type { OpenPosts } from './server-post.ts';

const NO_LOKI = failed({
  kind: 'unreachable',
  message: 'the profile has no Loki',
  hint: 'Set datasources.loki, or --loki.',
});

/** One that the profile does not set up. */
const UNNAMED: PlannedServer = { id: 'loki', source: 'loki', server: undefined, labels: {} };

/** Each is one server of the profile, in its order. Null: what is asked of it fails, and says so. */
export const openLoki: OpenPosts<LokiSource | null | readonly LokiSource[]> = (given, parts) => {
  const { instant, servers } = parts.plan;
  const sources = [given ?? []].flat();
  const known = servers.filter(({ source }) => source === 'loki');
  const lokis = known.length > 0 ? known : [UNNAMED];
  if (sources.length === 0)
    return [
      {
        turn: async () =>
          unansweredBy(
            instant.filter(({ source }) => source === 'loki'),
            NO_LOKI,
          ),
      },
    ];
  return lokis.flatMap((server, i) => {
    const source = sources[i];
    if (!source) return [];
    const queries = new QueryPost(server, parts, (round) => askLoki(source, round));
    return [{ turn: async (round) => (await queries.turn(round)).part, rest: (round) => queries.rest(round) }];
  });
};
