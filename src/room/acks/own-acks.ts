import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import type { Alertmanagers } from '../alerts/alertmanagers.ts';
import { alertName } from '../alerts/name.ts';
import { labelsIn, parseAck } from '../silences/own-silence.ts';
import type { AckSettings } from './acked-tiers.ts';
import { type AckSubject, madeAt } from './acks.ts';

/** A silence by which ringdeck acknowledges one alert; what its upkeep needs to know. */
export interface OwnAck {
  readonly id: string;
  readonly by: string;
  readonly fingerprint: string;
  readonly at: Millis;
  readonly expiresAt: Millis;
  readonly fixed: boolean;
  /** How many. */
  readonly matchers: number;
  /** Of its alert. */
  readonly name: string;
  /** The alert's labels byte for byte, for matchers alone: never drawn. */
  readonly exactLabels: Labels;
  /** The alerts Alertmanager keeps quiet by it, by fingerprint. */
  readonly covers: readonly string[];
}

/** Every active acknowledgement that ringdeck made. @param others every alert that the members list */
export const ownAcks = (
  { silences }: Pick<Alertmanagers, 'silences'>,
  others: readonly Pick<AckSubject, 'fingerprint' | 'silencedBy'>[],
  { ack_mark }: Pick<AckSettings, 'ack_mark'>,
): readonly OwnAck[] => {
  const naming = others.flatMap(({ fingerprint, silencedBy }) =>
    [...new Set(silencedBy)].map((id) => ({ id, fingerprint })),
  );
  const covered = Map.groupBy(naming, ({ id }) => id);
  return [...silences.values()].flatMap((silence) => {
    const { id, active, endsAt, createdBy, matchers } = silence;
    const ours = active ? parseAck(silence, ack_mark) : null;
    if (!ours) return [];
    return {
      id,
      by: createdBy || ours.user,
      fingerprint: ours.fingerprint,
      at: madeAt(silence, ours),
      expiresAt: endsAt,
      fixed: ours.duration !== undefined,
      matchers: matchers.length,
      name: alertName(labelsIn(silence)),
      exactLabels: labelsIn(silence),
      covers: (covered.get(id) ?? []).map(({ fingerprint }) => fingerprint),
    };
  });
};
