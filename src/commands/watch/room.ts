import { systemClock } from '../../clock.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { unheardScene } from '../../session/unheard.ts';
import type { ScreenOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import { show } from '../shared/show.ts';
import type { World } from '../shared/world.ts';

/** The live room; without a terminal, one frame of it. */
export async function watchRoom(world: World, options: ScreenOptions): Promise<number> {
  const { plan } = await openProfile(world, options);
  if (!world.terminal) {
    const { printRoom } = await import('./print-room.ts');
    return printRoom(world, plan, options);
  }
  await showRoom(world, world.terminal, plan, options);
  return 0;
}

async function showRoom(
  world: World,
  terminal: NonNullable<World['terminal']>,
  plan: Plan,
  options: ScreenOptions,
): Promise<void> {
  let close = async () => {};
  try {
    await show(world, terminal, options, {
      profile: plan.profile,
      unheard: unheardScene(plan, systemClock.now()),
      async open() {
        const { openRoom } = await import('./open-room.ts');
        const opened = await openRoom(world, plan, options);
        close = opened.close;
        return opened.session;
      },
    });
  } finally {
    await close();
  }
}
