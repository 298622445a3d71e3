import type { Room } from '../../../room/shown.ts';
import type { Scene } from '../../../session/session.ts';
import { type Millis, millis } from '../../../units.ts';
import { pastOver } from '../../canvas/charts/trend.ts';
import { knownTrends } from '../../core/known-trends.ts';
import type { Facts } from './facts.ts';
import { onsetOf } from './onset.ts';

const MINUTE = 60_000;
/** At least so much time is shown, and of what began not long ago so many times its age. */
const SHORTEST = 15 * MINUTE;
const TIMES = 2;
/** A deployment is in the picture where it is not farther back than so many times that. */
const REACH = 3;
/** What lies before a deployment, as a share of the time since. */
const BEFORE = 0.1;

/**
 * From when on a chart shows how it came to this: from well before it began, and from before the deployment it may come
 * from. Null where it is not known when it began.
 */
export function shownSince(facts: Facts, { room, trends }: Scene): Millis | null {
  const range = { from: trends.since, to: room.at };
  const began =
    facts.since ??
    (facts.subject && onsetOf(facts.subject, room, pastOver(knownTrends({ room, trends }), range), range)?.at) ??
    null;
  if (began === null) return null;
  const span = Math.max(SHORTEST, (room.at - began) * TIMES);
  const deployed = deploymentOf(facts, room);
  const reach = deployed === null ? span : (room.at - deployed) * (1 + BEFORE);
  return millis(Math.round(room.at - (reach <= span * REACH ? Math.max(span, reach) : span)));
}

const deploymentOf = ({ ring }: Facts, { rings }: Room): Millis | null =>
  rings.find(({ id }) => id === ring)?.deployments.at(-1) ?? null;
