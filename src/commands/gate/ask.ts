import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../clock.ts';
import { nearest } from '../../profile/nearest.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { type Millis, type Seconds, seconds } from '../../units.ts';
import { openServers } from '../shared/context.ts';
import { describeFailure, EXIT, UsageError } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { observer, observeWith } from '../shared/observe.ts';
import { openProfile } from '../shared/profile.ts';
import type { World } from '../shared/world.ts';
import { answerGate, gateText } from './answer.ts';
import type { Purpose } from './notes.ts';

interface Question {
  /** Id of a ring. */
  readonly ring: string;
  readonly purpose: Purpose;
  /** How long an answer that time may change is waited for. */
  readonly wait: Seconds | undefined;
  /** As it was then, instead of now. */
  readonly at: Millis | undefined;
}

/** Answers by exit code whether a ring may be deployed to, or validated. */
export async function askGate(
  world: World,
  options: GlobalOptions,
  { ring, purpose, wait = seconds(0), at }: Question,
  format: Format,
): Promise<number> {
  const { plan } = await openProfile(world, options);
  const ids = plan.rings.map(({ id }) => id);
  if (!ids.includes(ring)) {
    const meant = nearest(ring, ids);
    throw new UsageError(
      `The profile has no ring "${ring}"${meant ? `; did you mean "${meant}"?` : `; it has ${ids.join(', ') || 'none'}.`}`,
    );
  }
  const servers = openServers(plan);
  const part = { of: 'ring', ring, to: purpose } as const;
  const look =
    at === undefined ? observer(world, plan, servers, part) : () => observeWith(world, plan, servers, at, part);
  const deadline = systemClock.now() + (at === undefined ? wait * 1000 : 0);
  try {
    for (;;) {
      const answer = answerGate((await look()).room, ring, purpose);
      const left = deadline - systemClock.now();
      // Time may bring evidence, and data that is missing just now; it takes no certain answer back.
      if (answer.exit === EXIT.ok || answer.exit === EXIT.fail || left <= 0) {
        if (format === 'json') world.out.printJson(answer);
        else world.out.print(sanitiseText(gateText(answer)));
        return answer.exit;
      }
      await delay(Math.min(plan.profile.refresh * 1000, left));
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // What could not be looked at is not known; exit 1 would claim more.
    world.out.say(describeFailure(error).text);
    return EXIT.missing;
  } finally {
    await servers.close();
  }
}
