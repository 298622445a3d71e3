import { type Family, flag, gauge, known, oneOf, sample } from '../exposition/family.ts';
import type { Ring, RingState, Room, State } from '../room/room.ts';

const RING_STATES: readonly RingState[] = [
  'waiting',
  'deploying',
  'soaking',
  'ready',
  'validated',
  'failing',
  'unknown',
  'rolled-back',
];
const CHECK_STATES: readonly State[] = ['ok', 'warn', 'fail', 'unknown'];

/** One number a ring, as the deployment's Grafana board asks for it: the further, the higher. */
const STATUS: Readonly<Record<RingState, number | null>> = {
  failing: -1,
  waiting: 0,
  deploying: 1,
  soaking: 2,
  ready: 3,
  validated: 4,
  unknown: null,
  'rolled-back': -2,
};

/** Every ring: how it stands, its soak, its checks. Validations are known only while the ring store can be read. */
export function ringFamilies({ rings, ringStoreError }: Room): readonly Family[] {
  const each = eachOf(rings);
  return [
    ...stateFamilies(each),
    ...validationFamilies(each, ringStoreError),
    ...soakFamilies(each),
    ...checkFamilies(each),
    ...(rings.some(({ regions }) => regions) ? regionFamilies(each) : []),
  ];
}

type Each = ReturnType<typeof eachOf>;
const eachOf =
  (rings: readonly Ring[]) =>
  <T>(samples: (ring: Ring, labels: { readonly ring: string }) => readonly T[]): T[] =>
    rings.flatMap((ring) => samples(ring, { ring: ring.id }));

function stateFamilies(each: Each): readonly Family[] {
  return [
    gauge(
      'ring_status',
      'How far the ring is: 0 waiting, 1 deploying, 2 soaking, 3 ready, 4 validated; -1 failing, -2 rolled back.',
      each(({ state }, labels) => known(STATUS[state], labels)),
    ),
    gauge(
      'ring_state',
      'Whether the ring is in this state.',
      each(({ state }, labels) => oneOf(RING_STATES, state, labels)),
    ),
  ];
}

function validationFamilies(each: Each, ringStoreError: string | null): readonly Family[] {
  return [
    gauge(
      'ring_validated',
      'Whether the ring is marked validated in the ring store.',
      each(({ validated }, labels) => (ringStoreError === null ? [flag(validated !== null, labels)] : [])),
    ),
    gauge(
      'ring_validated_timestamp_seconds',
      'Unix time of the validation that stands.',
      each(({ validated }, labels) => (validated?.at ? [sample(validated.at / 1000, labels)] : [])),
    ),
    gauge(
      'ring_approval_pending',
      'Whether a validation that was asked for waits for a second operator.',
      each(({ approvals, approval }, labels) =>
        approvals === 2 && ringStoreError === null ? [flag(approval !== null, labels)] : [],
      ),
    ),
  ];
}

function soakFamilies(each: Each): readonly Family[] {
  return [
    gauge(
      'ring_soak_elapsed_seconds',
      'Time since the deployment during which every check was known and passed, up to what is required.',
      each(({ soak }, labels) => known(soak?.elapsed, labels)),
    ),
    gauge(
      'ring_soak_required_seconds',
      'Soak time the profile requires.',
      each(({ soak }, labels) => known(soak?.required, labels)),
    ),
    gauge(
      'ring_soak_paused',
      'Whether the soak is paused, because a check fails or is unknown.',
      each(({ soak }, labels) => (soak ? [flag(soak.paused !== undefined, labels)] : [])),
    ),
  ];
}

function checkFamilies(each: Each): readonly Family[] {
  return [
    gauge(
      'ring_checks',
      'Checks of the ring, by state; ok and warn pass.',
      each(({ checks }, labels) =>
        CHECK_STATES.map((state) =>
          sample(checks.filter((check) => check.state === state).length, { ...labels, state }),
        ),
      ),
    ),
    gauge(
      'ring_check_state',
      'Whether the check is in this state.',
      each(({ checks }, labels) =>
        checks.flatMap(({ id, region, state }) =>
          oneOf(CHECK_STATES, state, {
            ...labels,
            check: region?.check ?? id,
            ...(region && { region: region.id }),
          }),
        ),
      ),
    ),
  ];
}

/** How rings stand in each of their regions, where there are any. */
const regionFamilies = (each: Each): readonly Family[] => [
  gauge(
    'ring_region_state',
    'Whether the ring is in this state in this region.',
    each(({ regions }, labels) =>
      (regions?.list ?? []).flatMap(({ id, state }) => oneOf(RING_STATES, state, { ...labels, region: id })),
    ),
  ),
  gauge(
    'ring_regions_to_pass',
    'How many regions of the ring must pass.',
    each(({ regions }, labels) => known(regions?.pass, labels)),
  ),
];
