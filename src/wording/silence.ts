import type { RoomParts } from '../room/findings.ts';
import type { SourceStatus } from '../room/sources.ts';
import type { State } from '../room/state.ts';
import { formatAge } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** How a server answers: "prometheus does not answer: connection refused; last answer 45s ago". */
export function sourceSentence({ id, state, error, answeredAt }: SourceStatus, now: Millis): Sentence {
  const why = error === null ? '' : `: ${error.message}`;
  const last =
    answeredAt === null ? 'it has never answered' : `last answer ${formatAge(secondsBetween(answeredAt, now))} ago`;
  switch (state) {
    case 'ok':
      return say`${id} answers`;
    case 'partial':
      return say`${id} gives incomplete answers${why}`;
    case 'waiting':
      return say`${id} has not answered yet`;
    case 'stale':
    case 'failed':
      return say`${id} does not answer${why}; ${last}`;
  }
}

const countText = (all: readonly { readonly state: State }[], one: string, many: string): readonly Sentence[] => {
  const { length } = all.filter(({ state }) => state === 'unknown');
  return length === 0 ? [] : [say`${length} ${length === 1 ? one : many}`];
};

/** What of a room is not known, by kinds: ["8 checks", "4 rows of infra"]. */
export const unknownWords = ({ rings, comparison, infra, panels, slos, slas }: RoomParts): readonly Sentence[] => [
  ...countText(
    rings.filter(({ deployedAt }) => deployedAt !== null).flatMap(({ checks }) => checks),
    'check',
    'checks',
  ),
  ...countText(comparison?.metrics ?? [], 'metric of both versions', 'metrics of both versions'),
  ...countText(infra, 'row of infra', 'rows of infra'),
  ...countText(panels, 'panel', 'panels'),
  ...countText([...slos, ...slas], 'objective', 'objectives'),
];
