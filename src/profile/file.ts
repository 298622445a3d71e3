import { readPlainSync } from '../bounded-file.ts';
import { locateProfile, standingProfile } from './locate.ts';

export interface ProfileRequest {
  readonly config?: string | undefined;
  /** From the command line; each replaces the profile's, where that has several the one it names: `ID=URL`. */
  readonly prometheus?: string | readonly string[] | undefined;
  readonly loki?: string | readonly string[] | undefined;
  readonly alertmanager?: readonly string[] | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The operator's file, not looked into yet. */
export interface ProfileFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** No profile anyone writes is larger. */
const MAX_BYTES = 512 * 1024;

/** Finds and reads the operator's profile. @throws Error with one sentence when there is no such file, or it cannot be read */
export function findProfile({ config, cwd, env }: ProfileRequest): ProfileFile {
  const path = locateProfile(config, cwd, env);
  try {
    return { path, bytes: readPlainSync(path, MAX_BYTES) };
  } catch (error) {
    throw new Error(`The profile ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The addresses that take the place of the profile's, from the command line or the environment. */
export const addressesOf = ({ prometheus, loki, alertmanager, env }: ProfileRequest) => ({
  prometheus,
  loki: loki ?? env.RINGDECK_LOKI_URL,
  alertmanager,
});

/**
 * The address of a Loki, where no profile is named and none stands where one is looked for: to read its lines needs nothing
 * else. Undefined otherwise.
 */
export function lokiAloneAt(request: ProfileRequest): string | undefined {
  const { config, cwd, env } = request;
  const [loki, ...others] = [addressesOf(request).loki ?? []].flat();
  const isAlone =
    loki !== undefined && others.length === 0 && config === undefined && standingProfile(cwd, env) === undefined;
  return isAlone ? loki : undefined;
}
