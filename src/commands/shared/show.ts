import type { Profile } from '../../profile/schema/profile.ts';
import { remapKeys } from '../../screen/actions/remap.ts';
import { startScreen } from '../../screen/start.tsx';
import type { Session } from '../../session/session.ts';
import { describeFailure } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import { keepHeapSmall } from './heap.ts';
import { prepareLook } from './look.ts';
import type { World } from './world.ts';

/** A session that goes on by itself between start and stop. */
interface Running extends Session {
  start(): void;
  stop(): void;
}

/** Runs a session and shows it on the terminal until the operator quits. @param stop ends it too */
export async function show(
  world: World,
  terminal: NonNullable<World['terminal']>,
  session: Running,
  profile: Profile,
  options: GlobalOptions,
  stop?: AbortSignal,
): Promise<void> {
  const { out } = world;
  keepHeapSmall();
  const remapped = remapKeys(profile.keys);
  const { capabilities, themes, followsBackground, timeZone } = await prepareLook(world, options, profile.theme);
  session.start();
  try {
    await startScreen(session, {
      ...terminal,
      capabilities,
      themes,
      followsBackground,
      ...(remapped.ok && { keymap: remapped.keymap }),
      timeZone,
      ...(stop && { stop }),
      tell: (words) => out.say(words),
      report: (error) => out.say(describeFailure(error).text),
    });
  } finally {
    session.stop();
  }
}
