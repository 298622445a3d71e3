import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { profilesFolder } from '../assets.ts';
import { suggestion } from './nearest.ts';

/** Ids of the profiles that come with ringdeck. */
export function shippedProfiles(): string[] {
  return readdirSync(profilesFolder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/**
 * Path of the profile to use: the given path or shipped id, else `./ringdeck.yaml`, else the one in the XDG
 * configuration folder.
 * @throws Error with one sentence that says what to do
 */
export function locateProfile(
  given: string | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (given !== undefined) {
    const path = join(given.startsWith('/') ? '' : cwd, given);
    if (existsSync(path)) return path;
    const shipped = shippedProfiles();
    if (shipped.includes(given)) return join(profilesFolder, `${given}.yaml`);
    throw new Error(`There is no file "${given}" and no shipped profile of that name${suggestion(given, shipped)}`);
  }
  const candidates = [
    join(cwd, 'ringdeck.yaml'),
    join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'ringdeck', 'ringdeck.yaml'),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    `No profile: neither ${candidates.join(' nor ')} exists. Name one with -c, e.g. -c ${shippedProfiles()[0] ?? 'profile.yaml'}, or try "ringdeck demo".`,
  );
}
