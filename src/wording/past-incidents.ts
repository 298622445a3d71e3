import type { PastIncident } from '../room/alerts/incidents.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** How long an incident took, when it ended and who answered: ["fired for 3m45", "ended 12m ago", "root answered"]. */
export const pastTexts = ({ from, end, by }: PastIncident, now: Millis): readonly Sentence[] => [
  say`fired for ${formatDuration(secondsBetween(from, end))}`,
  say`ended ${formatAge(secondsBetween(end, now))} ago`,
  say`${answeredText(by)}`,
];

const answeredText = (by: string | null): string =>
  by === null ? 'nobody answered' : `${by === '' ? 'somebody' : by} answered`;
