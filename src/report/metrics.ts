import { type Family, flag, gauge, known, oneOf, type Sample, sample } from '../exposition/family.ts';
import type { Room, State, Verdict } from '../room/room.ts';
import { secondsBetween } from '../units.ts';
import { alertFamilies, incidentFamilies } from './metrics-alerts.ts';
import { ringFamilies } from './metrics-rings.ts';
import { sloFamilies } from './metrics-slos.ts';

const STATES: readonly State[] = ['ok', 'warn', 'fail', 'unknown'];
const VERDICTS: readonly Verdict['state'][] = ['better', 'same', 'worse', 'inconclusive', 'unknown'];

/** What is said even before anything was observed. */
export interface Identity {
  readonly profile: string;
  readonly version: string;
}

/**
 * The room as metrics. What is not known has no sample: a query on it finds nothing, rather than a number that was true
 * once; `ringdeck_up` and the metrics of the sources say why.
 */
export function roomFamilies(room: Room | undefined, { profile, version }: Identity): readonly Family[] {
  const families: readonly Family[] = [
    gauge('ringdeck_build_info', 'The program that reports these metrics; always 1.', [sample(1, { version })]),
    gauge('ringdeck_up', 'Whether every server and the ring store were recently read in full.', [flag(isUp(room))]),
    ...(room
      ? [
          ...sourceFamilies(room),
          ...ringFamilies(room),
          ...alertFamilies(room),
          ...incidentFamilies(room),
          ...verdictFamilies(room),
          ...sloFamilies(room),
        ]
      : []),
  ];
  const labelled = ({ labels, value }: Sample) => sample(value, { profile, ...labels });
  return families.map((family) => ({ ...family, samples: family.samples.map(labelled) }));
}

const isUp = (room: Room | undefined): boolean =>
  room !== undefined && room.ringStoreError === null && room.sources.every(({ state }) => state === 'ok');

function sourceFamilies({ at, state, sources }: Room): readonly Family[] {
  const labels = ({ id, kind }: Room['sources'][number]) => ({ source: id, kind });
  return [
    gauge('ringdeck_evaluated_timestamp_seconds', 'Unix time that these metrics are about.', [sample(at / 1000)]),
    gauge('ringdeck_room_state', 'Whether the room as a whole is in this state.', oneOf(STATES, state)),
    gauge(
      'ringdeck_source_up',
      'Whether the server recently gave a well-formed answer.',
      sources.map((source) => flag(source.state === 'ok' || source.state === 'partial', labels(source))),
    ),
    gauge(
      'ringdeck_source_age_seconds',
      "Time since the server's last good answer.",
      sources.flatMap((source) =>
        known(source.answeredAt === null ? null : secondsBetween(source.answeredAt, at), labels(source)),
      ),
    ),
    gauge(
      'ringdeck_source_latency_seconds',
      'How long the server took for its last answer.',
      sources.flatMap((source) => known(source.latency, labels(source))),
    ),
  ];
}

function verdictFamilies({ comparison }: Room): readonly Family[] {
  if (!comparison) return [];
  const { baseline, candidate, verdict } = comparison;
  const labels = { baseline: baseline.id, candidate: candidate.id };
  return [
    gauge(
      'ringdeck_verdict',
      'Whether the candidate compares with the baseline in this way.',
      oneOf(VERDICTS, verdict.state, labels),
    ),
  ];
}
