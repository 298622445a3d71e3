import type { Silence } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { type AckComment, parseAckComment } from '../acks/comment.ts';

/** The labels of the one alert that an acknowledgement is for; those it asks to be empty are none. */
export const labelsIn = ({ matchers }: Pick<Silence, 'matchers'>): Labels =>
  Object.fromEntries(matchers.flatMap(({ name, value }) => (value === '' ? [] : [[name, value]])));

/**
 * What an acknowledgement of ringdeck's says; null where it is none. Whoever changes a silence in Alertmanager's own pages
 * keeps the comment: ringdeck's asks for labels alone, and for each to be equal.
 */
export function parseAck(silence: Pick<Silence, 'comment' | 'matchers'>, mark: string): AckComment | null {
  return silence.matchers.every(({ isRegex, isEqual }) => isEqual && !isRegex)
    ? parseAckComment(silence.comment, mark)
    : null;
}
