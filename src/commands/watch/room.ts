import { systemClock } from '../../clock.ts';
import type { LoadedProfile } from '../../profile/anchor.ts';
import { unheardScene } from '../../session/unheard.ts';
import type { ScreenOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import { show } from '../shared/show.ts';
import { roomTerminal, type World } from '../shared/world.ts';

/** The live room; without a terminal, one frame of it. */
export async function watchRoom(world: World, options: ScreenOptions): Promise<number> {
  const profile = await openProfile(world, options);
  const terminal = roomTerminal(world, options);
  if (!terminal) {
    const { printRoom } = await import('./print-room.ts');
    return printRoom(world, profile.plan, options);
  }
  await showRoom(world, terminal, profile, options);
  return 0;
}

async function showRoom(
  world: World,
  terminal: NonNullable<World['terminal']>,
  profile: LoadedProfile,
  options: ScreenOptions,
): Promise<void> {
  const { plan } = profile;
  let close = async () => {};
  try {
    await show(world, terminal, options, {
      profile: plan.profile,
      notify: plan.profile.notify,
      unheard: unheardScene(plan, systemClock.now()),
      async open() {
        const { openRoom } = await import('./open-room.ts');
        const opened = await openRoom(world, profile, options);
        close = opened.close;
        return opened.session;
      },
    });
  } finally {
    await close();
  }
}
