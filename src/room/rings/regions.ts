import type { RegionRule } from '../../profile/plan/plan.ts';
import { type Millis, millis } from '../../units.ts';
import type { Check } from './checks.ts';
import type { RingBecause, RingState } from './ring-state.ts';
import type { Soak } from './soak.ts';

/** A ring in one of its regions, as a ring would be that is nowhere else. */
export interface RingRegion {
  /** The id of its Prometheus. */
  readonly id: string;
  readonly state: RingState;
  readonly because: RingBecause;
  readonly deployedAt: Millis | null;
  /** Every deployment that the past tells of, oldest first. */
  readonly deployments: readonly Millis[];
  /** When it was seen deployed for the last time, where it is not any more. */
  readonly goneAt: Millis | null;
  readonly soak: Soak | null;
  readonly checks: readonly Check[];
}

/** The regions of a ring, and what they must say together. */
export interface RingRegions extends RegionRule {
  readonly list: readonly [RingRegion, ...RingRegion[]];
}

/**
 * What regions say together. `fails`: it would be wrong to go on, whatever else becomes known. `unknown`: it depends on a
 * region of which it is not known. `pending`: time will tell.
 */
export type Together = 'passes' | 'fails' | 'unknown' | 'pending';

const PASSING: ReadonlySet<RingState> = new Set(['ready', 'validated']);
const FAILING: ReadonlySet<RingState> = new Set(['failing', 'rolled-back']);

type Stated = Pick<RingRegion, 'state'>;
/** Whether it is well there, and has soaked. */
export const isPassing = ({ state }: Stated): boolean => PASSING.has(state);
const isFailing = ({ state }: Stated): boolean => FAILING.has(state);
const isUnknown = ({ state }: Stated): boolean => state === 'unknown';

/** What of regions they must say together. */
type Judged = RegionRule & { readonly list: readonly Stated[] };

export function together({ list, pass, cancelOnFail }: Judged): Together {
  const failing = list.filter(isFailing).length;
  const unknown = list.filter(isUnknown).length;
  if (list.length - failing < pass || (cancelOnFail && failing > 0)) return 'fails';
  // Who is not known may be the one that fails, or that is lacking.
  if (list.length - failing - unknown < pass || (cancelOnFail && unknown > 0)) return 'unknown';
  return list.filter(isPassing).length >= pass ? 'passes' : 'pending';
}

/** The regions that stand in the way of a ring; none where it passes. */
export function blockersOf(regions: RingRegions): readonly RingRegion[] {
  const { list, pass, cancelOnFail } = regions;
  if (together(regions) === 'passes') return [];
  const enough = list.filter(isPassing).length >= pass;
  return list.filter((one) => (enough ? cancelOnFail && (isFailing(one) || isUnknown(one)) : !isPassing(one)));
}

/** How far the stages of a rollout are, of regions that neither fail nor are unknown. */
const STAGES: readonly RingState[] = ['waiting', 'deploying', 'soaking', 'ready', 'validated'];

/** How a ring stands by its regions: as far as so many of them are as must pass. */
export function stateByRegions(regions: RingRegions, validated: boolean): Pick<RingRegion, 'state' | 'because'> {
  const { list, pass } = regions;
  const [first] = list;
  // What keeps one from being judged keeps all, and is no word on regions.
  if (first.because.kind === 'store-unreadable') return { state: first.state, because: first.because };
  const because: RingBecause = { kind: 'regions' };
  if (list.every(({ state }) => state === 'rolled-back')) return { state: 'rolled-back', because };
  switch (together(regions)) {
    case 'fails':
      return { state: 'failing', because };
    case 'unknown':
      return { state: 'unknown', because };
    case 'passes': {
      const passing = list.find(isPassing);
      if (validated) return { state: 'validated', because: passing?.because ?? because };
      return { state: 'ready', because: passing?.because ?? because };
    }
    case 'pending': {
      const stages = list.map(({ state }) => STAGES.indexOf(state)).sort((a, b) => b - a);
      const state = STAGES[stages[pass - 1] ?? 0] ?? 'waiting';
      const begun = (stages[0] ?? 0) > STAGES.indexOf('waiting');
      // In some regions it is deployed, though not in enough of them.
      return { state: state === 'waiting' && begun ? 'deploying' : state, because };
    }
  }
}

/** When the ring was deployed: in the region in which it was last, for what comes before that is about less of it. */
export function deployedInAll(starts: readonly (Millis | null)[]): Millis | null {
  const known = starts.filter((start) => start !== null);
  return known.length > 0 ? millis(Math.max(...known)) : null;
}

/** The soak of the region that decides: of so many as must pass the one that has the least. */
export function soakByRegions({ list, pass }: RingRegions): Soak | null {
  const soaks = list.flatMap(({ id, soak }) => (soak === null ? [] : [{ id, soak }]));
  const deciding = soaks.sort((a, b) => b.soak.elapsed - a.soak.elapsed)[pass - 1];
  if (deciding === undefined) return null;
  const { paused } = deciding.soak;
  if (paused?.because.kind !== 'check') return deciding.soak;
  const check = idIn(paused.because.check, deciding.id);
  return { ...deciding.soak, paused: { ...paused, because: { ...paused.because, check } } };
}

/** The checks of all regions in one list, each with the name of its region. */
export const checksByRegions = (list: readonly RingRegion[]): readonly Check[] =>
  list.flatMap(({ id: region, checks }) =>
    checks.map((check) => ({
      ...check,
      id: idIn(check.id, region),
      label: `${check.label} (${region})`,
      region: { id: region, check: check.id },
    })),
  );

/** No check is called so by itself. */
const idIn = (check: string, region: string): string => `${check}@${region}`;
