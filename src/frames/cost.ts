import type { Query } from '../profile/query.ts';
import { askedServer, type Frame } from './frame.ts';
import type { SourceSpent } from './spending.ts';

/** What a frame cost one server. */
export interface SourceCost extends SourceSpent {
  /** Values that came: of series, and of stored samples. Null where it is not asked for numbers. */
  readonly samples: number | null;
}

/** What a frame cost each server; nothing on a tape, which was asked for by somebody else. */
export const costOf = (frame: Frame): readonly SourceCost[] =>
  (frame.spent ?? []).map((spent) => ({ ...spent, samples: samplesOf(spent, frame) }));

function samplesOf({ id, kind }: SourceSpent, frame: Frame): number | null {
  if (kind === 'alertmanager') return null;
  const { queries, backfills, raw = [] } = frame;
  const isAsked = (query: Omit<Query, 'text'>) => query.source === kind && askedServer(frame, query) === id;
  const isIts = ({ expr }: { readonly expr: Query }) => isAsked(expr);
  const stored = raw.filter(({ server }) => isAsked({ source: 'prometheus', ...(server !== undefined && { server }) }));
  const series = [...backfills.filter(isIts), ...stored];
  return (
    queries.filter(isIts).reduce((sum, { outcome }) => sum + (outcome.ok ? outcome.value.samples.length : 0), 0) +
    series
      .flatMap(({ outcome }) => (outcome.ok ? outcome.value.series : []))
      .reduce((sum, { points }) => sum + points.length, 0)
  );
}
