import { own } from '../../own.ts';
import type { SourceKind } from '../../sources/kinds.ts';
import { openMembers } from './alertmanager.ts';
import { openCalendars } from './calendars.ts';
import { openLines } from './lines.ts';
import { openLoki } from './loki.ts';
import { openPatterns } from './patterns.ts';
import { openPrometheus } from './prometheus.ts';
import type { OpenPosts, PostParts, ServerPost } from './server-post.ts';

/** How the posts of each kind are opened, in the order in which a frame has them. */
export type PostRegistry<Kind extends string = string> = Readonly<Record<Kind, OpenPosts<never>>>;

/** What the posts of a registry are opened at. */
export type ServersOf<Registry extends PostRegistry> = { readonly [K in keyof Registry]: Parameters<Registry[K]>[0] };

/** All that a frame is made of: the servers a room stands on, and what else is asked beside them. */
export const POSTS = {
  prometheus: openPrometheus,
  alertmanager: openMembers,
  loki: openLoki,
  patterns: openPatterns,
  lines: openLines,
  calendar: openCalendars,
} satisfies PostRegistry<SourceKind | 'patterns' | 'lines' | 'calendar'>;

export type CollectorServers = ServersOf<typeof POSTS>;

export const openPosts = (servers: CollectorServers, parts: PostParts): ServerPost[] => openAll(POSTS, servers, parts);

export function openAll<Registry extends PostRegistry>(
  registry: Registry,
  servers: ServersOf<Registry>,
  parts: PostParts,
): ServerPost[] {
  // Each is opened at what stands under its own name, which the type above sees to and the compiler cannot follow.
  return Object.entries(registry).flatMap(([kind, open]) => open(own(servers, kind) as never, parts));
}
