import { join } from 'node:path';
import { Collector } from '../../frames/collect.ts';
import { type CollectorServers, openPosts } from '../../frames/servers/registry.ts';
import { FileJournal } from '../../operations/journal/file-journal.ts';
import type { Journal, JournalArchive } from '../../operations/journal/journal.ts';
import { EtcdRingStore } from '../../operations/stores/etcd-ring-store.ts';
import { FileRingStore } from '../../operations/stores/file-ring-store.ts';
import type { RingStore } from '../../operations/stores/ring-store.ts';
import { type LoadedProfile, loadProfile, lokiAlone } from '../../profile/load.ts';
import type { ProfileCheck } from '../../profile/parse.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { ProfileError } from '../../profile/problem.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { remapKeys } from '../../screen/actions/remap.ts';
import { type AlertmanagerMember, createAlertmanager } from '../../sources/alertmanager/alertmanager.ts';
import { createCalendar } from '../../sources/calendar/calendar.ts';
import type { CalendarSource } from '../../sources/calendar/types.ts';
import { createEtcd } from '../../sources/etcd/etcd.ts';
import { createBackoff } from '../../sources/http/backoff.ts';
import { createLoki, type Loki } from '../../sources/loki/loki.ts';
import { createPrometheus, type Prometheus } from '../../sources/prometheus/prometheus.ts';
import { seconds } from '../../units.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import { stateFolder, type World } from './world.ts';

/** The servers of a profile. */
export interface Servers {
  readonly prometheus: Prometheus;
  readonly members: readonly AlertmanagerMember[];
  readonly loki: Loki | null;
  readonly calendars: readonly CalendarSource[];
  close(): Promise<void>;
}

const checkKeys: ProfileCheck = ({ keys }) => {
  const remapped = remapKeys(keys);
  return remapped.ok ? [] : remapped.errors.map(({ action, message }) => ({ path: ['keys', action], message }));
};

/** @throws UsageError or ProfileError */
export const openProfile = ({ folder, env }: World, options: GlobalOptions): LoadedProfile =>
  orUsageError(() => loadProfile({ ...options, cwd: folder, env, check: checkKeys }));

/** The Loki whose address was given, where there is no profile; null where there is one. @throws UsageError */
export const openLokiAlone = ({ folder, env }: World, options: GlobalOptions): QueryDatasource | null =>
  orUsageError(() => lokiAlone({ ...options, cwd: folder, env }));

function orUsageError<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw error instanceof ProfileError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function openServers({ profile }: Plan): Servers {
  const { datasources } = profile;
  const prometheus = createPrometheus(datasources.prometheus);
  const members = datasources.alertmanagers.map((source, i) => createAlertmanager(memberId(i), source));
  const loki = datasources.loki ? createLoki(datasources.loki) : null;
  const servers = { prometheus, members, loki, calendars: openCalendars(profile) };
  return {
    ...servers,
    async close() {
      const clients = Object.values(servers).flat();
      await Promise.all(clients.map((client) => client?.close()));
    },
  };
}

/** The calendars of who is on call. */
export function openCalendars({ on_call }: Profile): CalendarSource[] {
  const { time_zone: timeZone, refresh = seconds(0) } = on_call ?? {};
  return (['calendar', 'primary', 'backup'] as const).flatMap((id) => {
    const spec = on_call?.[id];
    return spec ? [createCalendar(id, spec, { timeZone, refresh })] : [];
  });
}

/** Members of one cluster are told apart by their place in the profile. */
const memberId = (index: number) => `alertmanager-${index + 1}`;

/** What a frame is collected from. `changes` take the place of some of it. */
export function createCollector(
  plan: Plan,
  { prometheus, members, loki, calendars }: Servers,
  changes: Partial<CollectorServers> = {},
): Collector {
  const servers = { prometheus, alertmanager: members, loki, patterns: loki, calendar: calendars, ...changes };
  return new Collector(plan, openPosts(servers, { plan, createBackoff: () => createBackoff(plan.profile.refresh) }));
}

/** Where the profile keeps ring state; without a word on it, in the user's own state folder. */
export function openStore(
  world: Pick<World, 'env'>,
  { profile }: Plan,
): { readonly store: RingStore; readonly journal: Journal & JournalArchive } {
  if (profile.ring_store?.etcd) {
    const { prefix } = profile.ring_store.etcd;
    const folder = `${prefix.replace(/\/$/, '')}/${profile.id}`;
    const store = new EtcdRingStore(createEtcd(profile.ring_store.etcd), folder);
    return { store, journal: store };
  }
  const file = profile.ring_store?.file ?? join(stateFolder(world), 'ringdeck', `${profile.id}-rings.json`);
  return { store: new FileRingStore(file), journal: new FileJournal(file) };
}
