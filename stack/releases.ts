import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian's newer suites, whose servers `npm run servers -- SUITE` fetches. */
export const SUITES = ['trixie', 'sid'] as const;
export type Suite = (typeof SUITES)[number];

/** Where a server comes from: the machine's PATH, which in CI holds those of Debian 12, or a newer suite. */
export type Release = 'installed' | Suite;

export const isSuite = (name: string): name is Suite => SUITES.some((suite) => suite === name);

/** What was fetched of each suite; git ignores it. */
export const SERVERS_FOLDER = fileURLToPath(new URL('../.cache/servers/', import.meta.url));

export const binariesOf = (suite: Suite): string => join(SERVERS_FOLDER, suite, 'bin');

/** A file that names the packages that were fetched of a suite, one a line: "prometheus_2.53.3+ds1-2_amd64.deb". */
export const packagesOf = (suite: Suite): string => join(SERVERS_FOLDER, suite, 'packages');

/** The version of a package that was fetched, without Debian's own part; throws when it was not. */
export function fetchedVersion(suite: Suite, name: string): string {
  const version = new RegExp(`^${name}_(?:\\d+%3a)?([\\d.]+)`, 'm').exec(readFileSync(packagesOf(suite), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${name} is not among the packages fetched from ${suite}.`);
  return version;
}
