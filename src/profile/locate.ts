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

type Environment = Readonly<Record<string, string | undefined>>;

const candidatesOf = (cwd: string, env: Environment): readonly string[] => [
  join(cwd, 'ringdeck.yaml'),
  join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config'), 'ringdeck', 'ringdeck.yaml'),
];

/** The profile that is used when none is named; undefined where there is none. */
export const standingProfile = (cwd: string, env: Environment): string | undefined =>
  candidatesOf(cwd, env).find((path) => existsSync(path));

/**
 * Path of the profile to use: the given path or shipped id, else `./ringdeck.yaml`, else the one in the XDG
 * configuration folder.
 * @throws Error with one sentence that says what to do
 */
export function locateProfile(given: string | undefined, cwd: string, env: Environment): string {
  if (given !== undefined) {
    const path = join(given.startsWith('/') ? '' : cwd, given);
    if (existsSync(path)) return path;
    const shipped = shippedProfiles();
    if (shipped.includes(given)) return join(profilesFolder, `${given}.yaml`);
    throw new Error(`There is no file "${given}" and no shipped profile of that name${suggestion(given, shipped)}`);
  }
  const found = standingProfile(cwd, env);
  if (found !== undefined) return found;
  const candidates = candidatesOf(cwd, env);
  throw new Error(
    `No profile: neither ${candidates.join(' nor ')} exists. Name one with -c, e.g. -c ${shippedProfiles()[0] ?? 'profile.yaml'}, or try "ringdeck demo".`,
  );
}
