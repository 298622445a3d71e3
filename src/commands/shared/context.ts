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
import { type JoinedServer, joinServers } from '../../sources/prometheus/joined.ts';
import { createPrometheus, type Prometheus } from '../../sources/prometheus/prometheus.ts';
import { seconds } from '../../units.ts';
import { stateFolder, type World } from './world.ts';

/** One of several servers that queries are asked of. */
interface Named<Client> extends Pick<JoinedServer, 'id' | 'labels'> {
  readonly client: Client;
}

/** The servers of a profile; those that queries are asked of in its order. */
export interface Servers {
  readonly prometheus: readonly [Named<Prometheus>, ...Named<Prometheus>[]];
  readonly members: readonly (AlertmanagerMember & Counted)[];
  readonly loki: readonly Named<Loki & Counted>[];
  readonly calendars: readonly CalendarSource[];
  close(): Promise<void>;
}

/** The one of some servers that a query names, else the first; undefined where there is none. */
export const clientFor = <Client>(
  servers: readonly Named<Client>[],
  { server }: { readonly server?: string | undefined },
): Client | undefined => (server === undefined ? servers[0] : servers.find(({ id }) => id === server))?.client;

export function openServers({ profile }: Plan): Servers {
  const { datasources } = profile;
  const [first, ...others] = datasources.prometheus;
  const open = (source: typeof first) => ({ id: source.id, labels: source.labels, client: createPrometheus(source) });
  const prometheus = [open(first), ...others.map(open)] as const;
  const members = datasources.alertmanagers.map((source, i) => createAlertmanager(memberId(i), source));
  const loki = datasources.loki.map((source) => ({ id: source.id, labels: source.labels, client: createLoki(source) }));
  const calendars = openCalendars(profile);
  return {
    prometheus,
    members,
    loki,
    calendars,
    async close() {
      const clients = [...prometheus, ...loki].map(({ client }) => client);
      await Promise.all([...clients, ...members, ...calendars].map((client) => client.close()));
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

/** All Prometheus servers asked as one, for what fires. */
export const allOf = ({ prometheus }: Pick<Servers, 'prometheus'>) => joinServers(prometheus);

/** What a frame is collected from. `changes` take the place of some of it. */
export function createCollector(
  plan: Plan,
  { prometheus, members, loki, calendars }: Servers,
  changes: Partial<CollectorServers> = {},
): Collector {
  const servers = {
    prometheus: prometheus.map(({ client }) => client),
    alertmanager: members,
    loki: loki.map(({ client }) => client),
    patterns: clientFor(loki, plan.profile.patterns ?? {}) ?? null,
    lines: loki.map(({ client }) => client),
    calendar: calendars,
    ...changes,
  };
  const posts = openPosts(servers, { plan, createBackoff: () => createBackoff(plan.profile.refresh) });
  return new Collector(plan, posts, meteredOf({ prometheus, members, loki }));
}

/** The servers of which it is told what they were asked. Calendars are read now and then, and seldom theirs alone. */
const meteredOf = ({ prometheus, members, loki }: Pick<Servers, 'prometheus' | 'members' | 'loki'>): Metered[] => [
  ...prometheus.map(({ id, client }): Metered => ({ id, kind: 'prometheus', spent: () => client.spent() })),
  ...members.map((member): Metered => ({ id: member.id, kind: 'alertmanager', spent: () => member.spent() })),
  ...loki.map(({ id, client }): Metered => ({ id, kind: 'loki', spent: () => client.spent() })),
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
