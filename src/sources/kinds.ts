import { QUERY_SOURCES } from '../profile/query.ts';

/** Kinds of servers that a room stands on and says of how they answer. */
export const SOURCE_KINDS = [...QUERY_SOURCES, 'alertmanager'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
