import { toSnapshot } from '../report/snapshot.ts';
import type { Millis } from '../units.ts';
import { observe } from './shared/observe.ts';
import type { GlobalOptions } from './shared/options.ts';
import type { World } from './shared/world.ts';

interface SnapshotOptions extends GlobalOptions {
  readonly format: 'text' | 'ansi' | 'json';
  readonly at?: Millis;
  readonly page?: string;
  readonly width: number;
}

/** Prints one frame. What is missing is part of the answer, so the exit code is 0: the gate is there to judge. */
export async function snapshot(world: World, options: SnapshotOptions): Promise<number> {
  const { scene, plan } = await observe(world, options, options.format === 'json' ? 'states' : 'all');
  if (options.format === 'json') {
    world.out.printJson(toSnapshot(scene.room));
    return 0;
  }
  const { printStill } = await import('./shared/still.ts');
  const { theme } = plan.profile;
  await printStill(world, scene, options, {
    theme,
    colour: options.format === 'ansi',
    columns: options.width,
    page: options.page,
  });
  return 0;
}
