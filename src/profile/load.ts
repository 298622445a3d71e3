import type { z } from 'zod';
import { decodeFile, type FileText } from '../file-text.ts';
import { atAddresses } from './addresses.ts';
import { anchored, type LoadedProfile } from './anchor.ts';
import { addressesOf, findProfile, lokiAloneAt, type ProfileFile, type ProfileRequest } from './file.ts';
import { holdsSecret } from './holds-secret.ts';
import { type CheckedProfile, type ProfileCheck, parseProfile } from './parse.ts';
import { buildPlan } from './plan/plan.ts';
import { ProfileError } from './problem.ts';
import { datasource, lokiDatasource, type QueryDatasource, queryDatasource } from './schema/http.ts';
import type { Profile } from './schema/profile.ts';

/**
 * Finds, reads and checks the operator's profile.
 * @throws ProfileError, or Error with one sentence when there is no such file
 */
export function loadProfile(request: ProfileRequest, check?: ProfileCheck): LoadedProfile {
  const file = findProfile(request);
  return anchored(file, request, checkProfile(file, request, check).parsed);
}

/**
 * Checks what a profile's file holds, with the addresses that take the place of its own. Paths in it are as they are written.
 * @throws ProfileError, or Error with one sentence for what is no address
 */
export function checkProfile(file: ProfileFile, request: ProfileRequest, check?: ProfileCheck): CheckedProfile {
  const text = readable(decoded(file), file.path);
  const parsed = parseProfile(text, file.path, request.env, check);
  const profile = override(parsed.plan.profile, request);
  // What addresses take the place of is in the file all the same.
  const isSecret = [parsed.plan.profile, profile].some(holdsSecret);
  return { parsed: { ...parsed, plan: buildPlan(profile) }, holdsSecret: isSecret };
}

/** The Loki whose address alone is given, see `lokiAloneAt`; null otherwise. @throws Error with one sentence when it is no address */
export function lokiAlone(request: ProfileRequest): QueryDatasource | null {
  const url = lokiAloneAt(request);
  return url === undefined ? null : atAddress('--loki', lokiDatasource, url);
}

/** A server at an address, and nothing else known of it. */
function atAddress<T>(option: string, schema: z.ZodType<T>, url: string): T {
  const plain = schema.safeParse({ url });
  // The address itself may hold a password.
  if (!plain.success) throw new Error(`${option} expects the address of a server, e.g. http://127.0.0.1:9090.`);
  return plain.data;
}

/** @throws Error with one sentence for an encoding that is not read */
function decoded({ path, bytes }: ProfileFile): FileText {
  try {
    return decodeFile(bytes);
  } catch (error) {
    throw new Error(`The profile ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** What is no character of any encoding that can be told. */
const UNREADABLE = /[\uD800-\uDFFF]/u;
const OF_A_CODE_PAGE = /[\uF780-\uF7FF]/;

/** @throws ProfileError for a character that could be another: names in queries and on the screen must be right */
function readable({ text, encoding }: FileText, file: string): string {
  const at = text.search(encoding === 'code page' ? OF_A_CODE_PAGE : UNREADABLE);
  if (at === -1) return text;
  const lines = text.slice(0, at).split('\n');
  const place = { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, path: '' };
  throw new ProfileError([{ ...place, message: 'a character in another encoding: save the profile as UTF-8' }]);
}

function override(profile: Profile, request: ProfileRequest): Profile {
  const { datasources } = profile;
  const { prometheus = [], loki = [], alertmanager = [] } = addressesOf(request);
  const [first, ...others] = atAddresses(
    { option: '--prometheus', label: 'Prometheus' },
    datasources.prometheus,
    [prometheus].flat(),
    (url) => ({ ...atAddress('--prometheus', queryDatasource, url), id: 'prometheus' }),
  );
  // Credentials go only where the profile sent them: a server it does not name gets none.
  const member = (url: string) => ({
    ...(datasources.alertmanagers[0] ?? atAddress('--alertmanager', datasource, url)),
    url: atAddress('--alertmanager', datasource, url).url,
  });
  return {
    ...profile,
    datasources: {
      prometheus: first ? [first, ...others] : datasources.prometheus,
      loki: atAddresses({ option: '--loki', label: 'Loki' }, datasources.loki, [loki].flat(), (url) => ({
        ...atAddress('--loki', lokiDatasource, url),
        id: 'loki',
      })),
      alertmanagers: alertmanager.length > 0 ? alertmanager.map(member) : datasources.alertmanagers,
    },
  };
}
