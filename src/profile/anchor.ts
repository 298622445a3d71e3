import { dirname, isAbsolute, join } from 'node:path';
import { profilesFolder } from '../assets.ts';
import type { ProfileFile, ProfileRequest } from './file.ts';
import type { ParsedProfile } from './parse.ts';
import type { NotifySpec } from './schema/notify.ts';
import type { CalendarSpec, OnCallSpec } from './schema/on-call.ts';
import type { Profile } from './schema/profile.ts';

export interface LoadedProfile extends ParsedProfile {
  readonly path: string;
}

/** A checked profile whose paths start where they should. */
export const anchored = ({ path }: ProfileFile, { cwd }: ProfileRequest, checked: ParsedProfile): LoadedProfile => {
  const { plan } = checked;
  return { ...checked, path, plan: { ...plan, profile: anchorFiles(plan.profile, path, cwd) } };
};

/**
 * Paths in a profile are relative to the profile, not to where ringdeck was started. What ships with ringdeck knows no folder
 * of the operator's: its paths start where ringdeck was started.
 */
function anchorFiles(profile: Profile, path: string, cwd: string): Profile {
  const folder = dirname(path) === profilesFolder ? cwd : dirname(path);
  const anchor = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const anchorCalendar = (calendar: CalendarSpec): CalendarSpec => ({
    ...mapFiles(calendar, anchor),
    ...(calendar.file !== undefined && { file: anchor(calendar.file) }),
  });
  return {
    ...profile,
    datasources: mapFiles(profile.datasources, anchor),
    ...(profile.on_call && { on_call: mapCalendars(profile.on_call, anchorCalendar) }),
    ...(profile.notify && { notify: anchorHook(profile.notify, anchor) }),
    ...(profile.ring_store && { ring_store: anchorStore(profile.ring_store, anchor) }),
  };
}

const mapCalendars = (onCall: OnCallSpec, change: (calendar: CalendarSpec) => CalendarSpec): OnCallSpec => ({
  ...onCall,
  ...(onCall.calendar && { calendar: change(onCall.calendar) }),
  ...(onCall.primary && { primary: change(onCall.primary) }),
  ...(onCall.backup && { backup: change(onCall.backup) }),
});

/** A program without a path is looked for where the system looks for programs. */
function anchorHook(notify: NotifySpec, anchor: (path: string) => string): NotifySpec {
  const { hook } = notify;
  if (hook === undefined) return notify;
  const [program = '', ...args] = hook.command;
  return { ...notify, hook: { ...hook, command: [program.includes('/') ? anchor(program) : program, ...args] } };
}

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
