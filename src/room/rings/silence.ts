import { ALL_SERVERS, type Query } from '../../profile/query.ts';
import type { Room } from '../room.ts';
import type { SourceStatus } from '../sources.ts';
import type { Reason, Refusal } from './refusal.ts';
import type { Ring } from './rings.ts';
import type { Site } from './site-refusals.ts';

/** On whose word an answer rests. */
export interface Rests {
  /** Rings without regions. */
  readonly rings: readonly Ring[];
  /** Regions that stand in the way of their ring, and how certainly. */
  readonly regions: readonly { readonly site: Site; readonly kind: Refusal['kind'] }[];
}

const FOLLOWS: readonly Reason['why'][] = ['check-unknown', 'comparison-unknown', 'verdict', 'not-ready', 'soaking'];

/**
 * While Prometheus is silent nothing passes; then that is the one reason, in place of every value it would have given. Of
 * several, one that nothing rests on is no reason.
 */
export function withSilence(room: Room, rests: Rests, refusals: readonly Refusal[]): readonly Refusal[] {
  const servers = room.sources.filter(({ kind }) => kind === 'prometheus');
  const silent = servers.filter(({ state }) => state === 'failed' || state === 'waiting');
  if (servers.length > 1)
    return silent.reduce((left, server) => withSilenceOf(server, servers[0] === server, room, rests, left), refusals);
  const [only] = silent;
  if (!only) return refusals;
  const others = refusals.filter(({ why, kind }) => !FOLLOWS.includes(why) || (why === 'verdict' && kind === 'fail'));
  return [...others, { kind: 'missing', why: 'no-metrics', error: only.error?.message ?? null }];
}

/** @param isFirst it is the one that is asked where none is named */
function withSilenceOf(
  server: SourceStatus,
  isFirst: boolean,
  room: Room,
  rests: Rests,
  refusals: readonly Refusal[],
): readonly Refusal[] {
  const { comparison } = room;
  const isAsked = ({ source, server: named }: Query) =>
    source === 'prometheus' && (named === server.id || named === ALL_SERVERS || (named === undefined && isFirst));
  const asksIt = ({ checks }: Pick<Ring, 'checks'>) => checks.some(({ expr }) => isAsked(expr));
  const isCounted =
    comparison?.verdict.method === 'e-process' && (comparison.verdict.server ?? null) === (isFirst ? null : server.id);
  const follows = (refusal: Refusal): boolean => {
    switch (refusal.why) {
      case 'check-unknown':
        return isAsked(refusal.check.expr);
      case 'comparison-unknown':
        return isAsked(refusal.metric.baselineExpr) || isAsked(refusal.metric.candidateExpr);
      case 'verdict':
        return refusal.kind !== 'fail' && isCounted;
      case 'not-ready':
      case 'soaking':
        if (refusal.region !== undefined) return refusal.region === server.id;
        return rests.rings.some((ring) => ring.id === refusal.ring && asksIt(ring));
      default:
        return false;
    }
  };
  const regions = rests.regions.filter(({ site }) => site.region === server.id);
  const isNeeded =
    isCounted ||
    rests.rings.some(asksIt) ||
    (comparison?.metrics ?? []).some((metric) => isAsked(metric.baselineExpr) || isAsked(metric.candidateExpr));
  const followed = refusals.some(follows);
  if (!isNeeded && !followed && regions.length === 0) return refusals;
  const decides = isNeeded || regions.length === 0 || regions.some(({ kind }) => kind !== 'undecided');
  return [
    ...refusals.filter((refusal) => !follows(refusal)),
    {
      kind: decides ? 'missing' : 'undecided',
      why: 'no-metrics',
      error: server.error?.message ?? null,
      server: server.id,
      rings: regions.map(({ site }) => site.ring),
    },
  ];
}
