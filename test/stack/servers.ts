import { missingFrom, type Program } from '../../stack/binaries.ts';
import { isSuite, type Release } from '../../stack/releases.ts';

export * from '../../stack/servers.ts';

/**
 * The releases that a test of compatibility runs on: what is installed and Debian's stable suite, or those that
 * RINGDECK_RELEASES names, with commas between them.
 */
export const RELEASES: readonly Release[] = (process.env.RINGDECK_RELEASES ?? 'installed,trixie')
  .split(',')
  .map((name) => {
    if (name === 'installed' || isSuite(name)) return name;
    throw new Error(`RINGDECK_RELEASES: no release "${name}"`);
  });

/**
 * Whether the real servers are there, for `describe.skipIf(!haveServers())`. Says what is missing; with
 * RINGDECK_REQUIRE_SERVERS=1, as CI has it, throws instead, so that nothing is skipped there.
 */
export function haveServers(needed?: readonly Program[], release: Release = 'installed'): boolean {
  const missing = missingFrom(release, needed);
  if (missing === null) return true;
  if (process.env.RINGDECK_REQUIRE_SERVERS === '1') throw new Error(missing);
  console.warn(`Skipped: ${missing}`);
  return false;
}

/** Asks `attempt` again until it answers something other than undefined; the test's timeout ends the wait. */
export async function eventually<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The samples of an instant query, asked over plain HTTP so that it shares nothing with the client under test. */
export async function instantQuery(
  prometheus: string,
  query: string,
): Promise<readonly { readonly metric: Readonly<Record<string, string>>; readonly value: number }[]> {
  const response = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  const body = (await response.json()) as {
    status: string;
    error?: string;
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (!body.data) throw new Error(`${body.error}: ${query}`);
  return body.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}
