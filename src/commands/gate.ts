import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { nearest } from '../profile/nearest.ts';
import { sanitiseText } from '../text/sanitise.ts';
import type { Millis, Seconds } from '../units.ts';
import { answerGate, gateText } from './gate-answer.ts';
import type { Purpose } from './gate-notes.ts';
import { openProfile, openServers } from './shared/context.ts';
import { describeFailure, EXIT, UsageError } from './shared/failure.ts';
import { observer, observeWith } from './shared/observe.ts';
import type { FormatOptions } from './shared/options.ts';
import type { World } from './shared/world.ts';

interface GateOptions extends FormatOptions {
  readonly for: Purpose;
  readonly wait?: Seconds;
  readonly at?: Millis;
}

/** Answers by exit code whether a ring may be deployed to, or validated. */
export async function gate(world: World, options: GateOptions, ringId: string): Promise<number> {
  const { plan } = openProfile(world, options);
  const ids = plan.rings.map((ring) => ring.id);
  if (!ids.includes(ringId)) {
    const meant = nearest(ringId, ids);
    throw new UsageError(
      `The profile has no ring "${ringId}"${meant ? `; did you mean "${meant}"?` : `; it has ${ids.join(', ') || 'none'}.`}`,
    );
  }
  const servers = openServers(plan);
  const look =
    options.at === undefined
      ? observer(world, plan, servers, 'rings')
      : () => observeWith(world, plan, servers, options.at, 'rings');
  const deadline = systemClock.now() + (options.at === undefined ? (options.wait ?? 0) * 1000 : 0);
  try {
    for (;;) {
      const answer = answerGate((await look()).room, ringId, options.for);
      const left = deadline - systemClock.now();
      // Time may bring evidence, and data that is missing just now; it takes no certain answer back.
      if (answer.exit === EXIT.ok || answer.exit === EXIT.fail || left <= 0) {
        if (options.format === 'json') world.out.printJson(answer);
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
