import type { SourceKind } from '../../sources/kinds.ts';
import { openMembers } from './alertmanager.ts';
import { openCalendars } from './calendars.ts';
import { openLoki } from './loki.ts';
import { openPatterns } from './patterns.ts';
import { openPrometheus } from './prometheus.ts';
import type { OpenPosts, PostParts, ServerPost } from './server-post.ts';

/** All that a frame is made of: the servers a room stands on, and what else is asked beside them. */
type PostKind = SourceKind | 'patterns' | 'calendar';

/** In the order in which a frame has them. */
const POSTS = {
  prometheus: openPrometheus,
  alertmanager: openMembers,
  loki: openLoki,
  patterns: openPatterns,
  calendar: openCalendars,
} satisfies Record<PostKind, OpenPosts<never>>;

/** What each kind of post is opened at. */
export type CollectorServers = { readonly [K in PostKind]: Parameters<(typeof POSTS)[K]>[0] };

const openers: { readonly [K in PostKind]: OpenPosts<CollectorServers[K]> } = POSTS;

export function openPosts(servers: CollectorServers, parts: PostParts): ServerPost[] {
  const open = <K extends PostKind>(kind: K) => openers[kind](servers[kind], parts);
  return (Object.keys(POSTS) as PostKind[]).flatMap(open);
}
