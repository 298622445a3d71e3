import { ownFolder, userCache } from '../../../bin/places.mjs';
import { anchored, type LoadedProfile } from '../../profile/anchor.ts';
import { findProfile, lokiAloneAt, type ProfileFile, type ProfileRequest } from '../../profile/file.ts';
import { keepProfile, recallProfile, type Shelf } from '../../profile/kept.ts';
import type { ParsedProfile } from '../../profile/parse.ts';
import { ProfileError } from '../../profile/problem.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import { requestOf } from './request.ts';
import type { World } from './world.ts';

/** The operator's profile; what was checked before is not checked again. @throws UsageError or ProfileError */
export const openProfile = (world: World, options: GlobalOptions): Promise<LoadedProfile> =>
  orUsageError(async () => {
    const request = requestOf(world, options);
    const file = findProfile(request);
    return anchored(file, request, recall(world, file, request) ?? (await check(world, file, request)));
  });

/** The Loki whose address was given, where there is no profile; null where there is one. @throws UsageError */
export const openLokiAlone = (world: World, options: GlobalOptions): Promise<QueryDatasource | null> =>
  orUsageError(async () => {
    const request = requestOf(world, options);
    if (lokiAloneAt(request) === undefined) return null;
    const { lokiAlone } = await import('../../profile/load.ts');
    return lokiAlone(request);
  });

function recall({ env, program }: World, file: ProfileFile, request: ProfileRequest): ParsedProfile | undefined {
  if (!program) return undefined;
  const shipped = recallProfile({ folder: program.profiles, program: program.id, user: 'anybody' }, file, request);
  const own = shipped ? undefined : ownShelf(env, program);
  return shipped ?? (own && recallProfile(own, file, request));
}

async function check({ env, program }: World, file: ProfileFile, request: ProfileRequest): Promise<ParsedProfile> {
  const [{ checkProfile }, { checkKeys }, { checkMatchers }] = await Promise.all([
    import('../../profile/load.ts'),
    import('./check-keys.ts'),
    import('./check-matchers.ts'),
  ]);
  const checked = checkProfile(file, request, (profile) => [...checkKeys(profile), ...checkMatchers(profile)]);
  const own = program && ownShelf(env, program);
  if (own) keepProfile(own, file, request, checked);
  return checked.parsed;
}

/** Where the user keeps profiles; undefined where there is no such folder that is theirs alone. */
function ownShelf(env: World['env'], { id, user }: NonNullable<World['program']>): Shelf | undefined {
  const cache = userCache(env, user);
  const folder = cache === null ? null : ownFolder(`${cache}/profiles`, user);
  return folder === null ? undefined : { folder, program: id, user };
}

async function orUsageError<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw error instanceof ProfileError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}
