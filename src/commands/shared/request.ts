import type { ProfileRequest } from '../../profile/file.ts';
import type { GlobalOptions } from './globals.ts';
import type { World } from './world.ts';

/** What profile is asked for, of several the last, and where it is looked for. */
export const requestOf = ({ folder, env }: World, options: GlobalOptions): ProfileRequest => ({
  ...options,
  config: options.config?.at(-1),
  cwd: folder,
  env,
});
