import { seconds } from '../../units.ts';
import { isBroken, isUndecided } from '../readings.ts';
import type { Refusal } from './refusal.ts';
import { blockersOf, together } from './regions.ts';
import type { RingBecause } from './ring-state.ts';
import type { Ring } from './rings.ts';

/** A ring where it is asked about: in one region, or everywhere at once. */
export interface Site extends Pick<Ring, 'state' | 'because' | 'soak' | 'checks'> {
  readonly ring: string;
  readonly region?: string;
}

/** What speaks against a ring: the regions that stand in its way, or itself where it has none. */
export function blockingSites(ring: Ring): readonly Site[] {
  const { id, state, because, soak, checks, regions } = ring;
  if (!regions) return [{ ring: id, state, because, soak, checks }];
  return blockersOf(regions).map(
    (region): Site => ({ ...siteOf(ring, region.id), ...region, ...ownChecks(ring, region) }),
  );
}

const siteOf = (ring: Ring, region: string): Pick<Site, 'ring' | 'region'> => ({ ring: ring.id, region });

/** The checks of one region, by the names they have in the ring. */
const ownChecks = ({ checks }: Ring, { id }: { readonly id: string }) => ({
  checks: checks.filter(({ region }) => region?.id === id),
});

export function checkRefusals({ ring, checks }: Pick<Site, 'ring' | 'checks'>): readonly Refusal[] {
  return checks.flatMap((check): readonly Refusal[] => {
    if (check.state === 'fail') return [{ kind: 'fail', why: 'check-fails', ring, check }];
    if (check.state !== 'unknown') return [];
    return [{ kind: isUndecided(check.reading) ? 'undecided' : 'missing', why: 'check-unknown', ring, check }];
  });
}

export function soakRefusals({ ring, region, soak }: Site): readonly Refusal[] {
  if (!soak || soak.elapsed >= soak.required) return [];
  const left = seconds(soak.required - soak.elapsed);
  return [{ kind: 'undecided', why: 'soaking', ring, ...(region !== undefined && { region }), soak, left }];
}

export function stateRefusals({ ring, region, state }: Site): readonly Refusal[] {
  const about = { why: 'not-ready', ring, ...(region !== undefined && { region }), state } as const;
  switch (state) {
    case 'ready':
    case 'validated':
      return [];
    case 'failing':
    case 'rolled-back':
    case 'waiting': // not deployed: there is nothing to validate
      return [{ kind: 'fail', ...about }];
    case 'deploying':
    case 'soaking':
      return [{ kind: 'undecided', ...about }];
    case 'unknown':
      return [{ kind: 'missing', ...about }];
  }
}

/** Its refusals as they weigh for the whole ring: what one region says is certain, but may not decide. */
export function weighed({ regions, state }: Ring, refusals: readonly Refusal[]): readonly Refusal[] {
  const said = regions && state !== 'waiting' ? together(regions) : 'fails';
  if (said === 'fails') return refusals;
  const decides: Refusal['kind'] = said === 'unknown' ? 'missing' : 'undecided';
  return refusals.map((refusal) => (refusal.kind === decides ? refusal : { ...refusal, kind: 'undecided' }));
}

/** What is so everywhere, and has a refusal of its own: what the verdict or the ring store says. */
const isToldElsewhere = ({ kind }: RingBecause): boolean =>
  kind === 'verdict' || kind === 'awaits-pass' || kind === 'store-unreadable';

/** Why a ring with regions may not be validated by what these say. */
export const regionRefusals = (ring: Ring): readonly Refusal[] =>
  weighed(
    ring,
    blockingSites(ring).flatMap((site) => {
      // Where nothing is deployed there is nothing to be checked.
      if (site.state === 'waiting' || site.state === 'rolled-back') return stateRefusals(site);
      const own = [...checkRefusals(site), ...soakRefusals(site)];
      return own.length > 0 || isToldElsewhere(site.because) ? own : stateRefusals(site);
    }),
  );

/** What cannot be asked now, by what is known of a ring in one place. */
export function unseenAt({ ring, region, checks, state, because }: Site): readonly Refusal[] {
  const unseen = checks.flatMap((check): readonly Refusal[] =>
    isBroken(check.reading) ? [{ kind: 'missing', why: 'check-unknown', ring, check }] : [],
  );
  const explained = checks.some((check) => check.state === 'unknown') || isToldElsewhere(because);
  if (unseen.length > 0 || state !== 'unknown' || explained) return unseen;
  // How much of it is deployed, or since when, cannot be told.
  return [{ kind: 'missing', why: 'not-ready', ring, ...(region !== undefined && { region }), state }];
}

/** The same of a whole ring: of regions that may be lacking nothing is said. */
export function unseenOf(ring: Ring): readonly { readonly site: Site; readonly refusals: readonly Refusal[] }[] {
  const { id, state, because, soak, checks, regions } = ring;
  const sites: readonly Site[] = regions
    ? regions.list.map((region) => ({ ...siteOf(ring, region.id), ...region, ...ownChecks(ring, region) }))
    : [{ ring: id, state, because, soak, checks }];
  const unseen = sites
    .map((site) => ({ site, refusals: unseenAt(site) }))
    .filter(({ refusals }) => refusals.length > 0);
  const isEnough = regions && !regions.cancelOnFail && sites.length - unseen.length >= regions.pass;
  return isEnough ? [] : unseen;
}
