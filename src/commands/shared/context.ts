import { join } from 'node:path';
import { Collector } from '../../frames/collect.ts';
import { memberId } from '../../frames/servers/expected.ts';
import { type CollectorServers, openPosts } from '../../frames/servers/registry.ts';
import type { Metered } from '../../frames/spending.ts';
import { FileJournal } from '../../operations/journal/file-journal.ts';
import type { Journal, JournalArchive } from '../../operations/journal/journal.ts';
import { FileRingStore } from '../../operations/stores/file-ring-store.ts';
import type { RingStore } from '../../operations/stores/ring-store.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { type AlertmanagerMember, createAlertmanager } from '../../sources/alertmanager/alertmanager.ts';
import { createCalendar } from '../../sources/calendar/calendar.ts';
import type { CalendarSource } from '../../sources/calendar/types.ts';
import { createBackoff } from '../../sources/http/backoff.ts';
import type { Counted } from '../../sources/http/spent.ts';
import { createLoki, type Loki } from '../../sources/loki/loki.ts';
import { createPrometheus, type Prometheus } from '../../sources/prometheus/prometheus.ts';
import { seconds } from '../../units.ts';
import { stateFolder, type World } from './world.ts';

/** The servers of a profile. */
export interface Servers {
  readonly prometheus: Prometheus;
  readonly members: readonly (AlertmanagerMember & Counted)[];
  readonly loki: (Loki & Counted) | null;
  readonly calendars: readonly CalendarSource[];
  close(): Promise<void>;
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

/** What a frame is collected from. `changes` take the place of some of it. */
export function createCollector(
  plan: Plan,
  { prometheus, members, loki, calendars }: Servers,
  changes: Partial<CollectorServers> = {},
): Collector {
  const servers = {
    prometheus,
    alertmanager: members,
    loki,
    patterns: loki,
    lines: loki,
    calendar: calendars,
    ...changes,
  };
  const posts = openPosts(servers, { plan, createBackoff: () => createBackoff(plan.profile.refresh) });
  return new Collector(plan, posts, meteredOf({ prometheus, members, loki }));
}

/** The servers of which it is told what they were asked. Calendars are read now and then, and seldom theirs alone. */
const meteredOf = ({ prometheus, members, loki }: Pick<Servers, 'prometheus' | 'members' | 'loki'>): Metered[] => [
  { id: 'prometheus', kind: 'prometheus', spent: () => prometheus.spent() },
  ...members.map((member): Metered => ({ id: member.id, kind: 'alertmanager', spent: () => member.spent() })),
  ...(loki ? [{ id: 'loki', kind: 'loki', spent: () => loki.spent() } as const] : []),
];

/** A ring store with the journal that goes with it. */
export interface Stored {
  readonly store: RingStore;
  readonly journal: Journal & JournalArchive;
}

/** Where the profile keeps ring state; without a word on it, in the user's own state folder. */
export async function openStore(world: Pick<World, 'env'>, { profile }: Plan): Promise<Stored> {
  if (profile.ring_store?.etcd) {
    const { openEtcdStore } = await import('./etcd-store.ts');
    const store = openEtcdStore(profile.ring_store.etcd, profile.id);
    return { store, journal: store };
  }
  const file = profile.ring_store?.file ?? join(stateFolder(world), 'ringdeck', `${profile.id}-rings.json`);
  return { store: new FileRingStore(file), journal: new FileJournal(file) };
}
