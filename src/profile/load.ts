import { dirname, isAbsolute, join } from 'node:path';
import { profilesFolder } from '../assets.ts';
import { readPlainSync } from '../bounded-file.ts';
import { decodeFile, type FileText } from '../file-text.ts';
import { locateProfile, standingProfile } from './locate.ts';
import { type ParsedProfile, type ProfileCheck, parseProfile } from './parse.ts';
import { buildPlan } from './plan/plan.ts';
import { ProfileError } from './problem.ts';
import { type Datasource, lokiDatasource, type QueryDatasource, queryDatasource } from './schema/http.ts';
import type { CalendarSpec, OnCallSpec } from './schema/on-call.ts';
import type { Profile } from './schema/profile.ts';

export interface ProfileRequest {
  readonly config?: string | undefined;
  /** From the command line; each replaces the profile's. */
  readonly prometheus?: string | undefined;
  readonly loki?: string | undefined;
  readonly alertmanager?: readonly string[] | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly check?: ProfileCheck;
}

export interface LoadedProfile extends ParsedProfile {
  readonly path: string;
}

/**
 * Finds, reads and checks the operator's profile.
 * @throws ProfileError, or Error with one sentence when there is no such file
 */
export function loadProfile(request: ProfileRequest): LoadedProfile {
  const path = locateProfile(request.config, request.cwd, request.env);
  const { plan, document } = parseProfile(read(path), path, request.env, request.check);
  // What ships with ringdeck knows no folder of the operator's: its paths start where ringdeck was started.
  const base = dirname(path) === profilesFolder ? request.cwd : dirname(path);
  return { path, document, plan: buildPlan(override(anchorFiles(plan.profile, base), request)) };
}

/**
 * The Loki whose address is given, where no profile is named and none stands where one is looked for: to read its lines
 * needs nothing else. Null otherwise. @throws Error with one sentence when it is no address
 */
export function lokiAlone({ config, loki, cwd, env }: ProfileRequest): QueryDatasource | null {
  const url = loki ?? env.RINGDECK_LOKI_URL;
  if (url === undefined || config !== undefined || standingProfile(cwd, env) !== undefined) return null;
  return atAddress('--loki', lokiDatasource, url);
}

/** A server at an address, and nothing else known of it. */
function atAddress(option: string, schema: typeof queryDatasource, url: string): QueryDatasource {
  const plain = schema.safeParse({ url });
  // The address itself may hold a password.
  if (!plain.success) throw new Error(`${option} expects the address of a server, e.g. http://127.0.0.1:9090.`);
  return plain.data;
}

/** No profile anyone writes is larger. */
const MAX_BYTES = 512 * 1024;

function read(path: string): string {
  try {
    return readable(decodeFile(readPlainSync(path, MAX_BYTES)), path);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
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

function override(profile: Profile, { prometheus, loki, alertmanager, env }: ProfileRequest): Profile {
  const { datasources } = profile;
  const lokiUrl = loki ?? env.RINGDECK_LOKI_URL;
  // Credentials go only where the profile sent them: a server it does not name gets none.
  const at = <T extends Datasource>(option: string, known: T | undefined, url: string): T | QueryDatasource => {
    const plain = atAddress(option, option === '--loki' ? lokiDatasource : queryDatasource, url);
    return { ...(known ?? plain), url };
  };
  return {
    ...profile,
    datasources: {
      ...datasources,
      ...(prometheus !== undefined && { prometheus: at('--prometheus', datasources.prometheus, prometheus) }),
      ...(lokiUrl !== undefined && { loki: at('--loki', datasources.loki, lokiUrl) }),
      ...(alertmanager?.length && {
        alertmanagers: alertmanager.map((url) => at('--alertmanager', datasources.alertmanagers[0], url)),
      }),
    },
  };
}

/** Paths in a profile are relative to the profile, not to where ringdeck was started. */
function anchorFiles(profile: Profile, folder: string): Profile {
  const anchor = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const anchorCalendar = (calendar: CalendarSpec): CalendarSpec => ({
    ...mapFiles(calendar, anchor),
    ...(calendar.file !== undefined && { file: anchor(calendar.file) }),
  });
  return {
    ...profile,
    datasources: mapFiles(profile.datasources, anchor),
    ...(profile.on_call && { on_call: mapCalendars(profile.on_call, anchorCalendar) }),
    ...(profile.ring_store && { ring_store: anchorStore(profile.ring_store, anchor) }),
  };
}

const mapCalendars = (onCall: OnCallSpec, change: (calendar: CalendarSpec) => CalendarSpec): OnCallSpec => ({
  ...onCall,
  ...(onCall.calendar && { calendar: change(onCall.calendar) }),
  ...(onCall.primary && { primary: change(onCall.primary) }),
  ...(onCall.backup && { backup: change(onCall.backup) }),
});

const anchorStore = ({ file, etcd }: NonNullable<Profile['ring_store']>, anchor: (path: string) => string) => ({
  ...(file !== undefined && { file: anchor(file) }),
  ...(etcd && { etcd: mapFiles(etcd, anchor) }),
});

/** Applies `change` to every `*_file` and `files` below datasources. */
function mapFiles<T>(value: T, change: (path: string) => string): T {
  const walk = (node: unknown, key: string): unknown => {
    if (typeof node === 'string') return key.endsWith('_file') ? change(node) : node;
    if (Array.isArray(node))
      return node.map((item) => (key === 'files' && typeof item === 'string' ? change(item) : walk(item, key)));
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([name, item]) => [name, walk(item, name)]));
    }
    return node;
  };
  return walk(value, '') as T;
}
