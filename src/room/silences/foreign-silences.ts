import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Matcher } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import { isAck } from '../acks/comment.ts';
import type { Alertmanagers } from '../alerts/alertmanagers.ts';
import { inScope } from '../scope.ts';
import { asksFor, covers, matchersText } from './matchers.ts';
import { parseAck } from './own-silence.ts';
import type { SeenSilence } from './silences.ts';

/** A silence that ringdeck did not make, active or still to begin. */
export interface RoomSilence {
  readonly id: string;
  /** `ack`: made as an acknowledgement, as karma does it. */
  readonly kind: 'ack' | 'silence';
  readonly state: 'active' | 'pending';
  readonly by: string;
  readonly comment: string;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  /** As Alertmanager writes them: `ring="ring1", instance=~"a.*"`. */
  readonly matchers: string;
  /** Listed alerts it covers, or will cover once it begins, by fingerprint. */
  readonly covers: readonly string[];
  /** Alerts it covers that are not of this room. */
  readonly elsewhere: number;
  /** Members that do not show it yet. */
  readonly propagating: boolean;
}

/** The silences of the cluster that ringdeck did not make and that have not ended, those that cover alerts of the room first. */
export function foreignSilences(
  { members, silences }: Pick<Alertmanagers, 'members' | 'silences'>,
  { ack_mark, where }: Pick<Profile['alerts'], 'ack_mark' | 'where'>,
): readonly RoomSilence[] {
  const listed = new Map(
    members.flatMap(({ view }) => view.alerts.map((alert) => [alert.fingerprint, alert.labels] as const)),
  );
  const naming = Map.groupBy(
    members.flatMap(({ view }) =>
      view.alerts.flatMap(({ fingerprint, silencedBy }) => silencedBy.map((id) => ({ id, fingerprint }))),
    ),
    ({ id }) => id,
  );
  const pending = byRarest([...listed]);
  const covered = ({ id, active, matchers }: SeenSilence): readonly string[] =>
    active
      ? [...new Set(naming.get(id)?.map(({ fingerprint }) => fingerprint))]
      : pending(matchers).flatMap(([fingerprint, labels]) => (covers(matchers, labels) ? [fingerprint] : []));
  return [...silences.values()]
    .filter((silence) => (silence.active || silence.state === 'pending') && !parseAck(silence, ack_mark))
    .map((silence): RoomSilence => {
      const { id, active, comment, startsAt, endsAt, createdBy, matchers, seenBy } = silence;
      const all = covered(silence);
      const here = all.filter((fingerprint) => inScope({ labels: listed.get(fingerprint) ?? {} }, where));
      return {
        id,
        kind: isAck(comment, ack_mark) ? 'ack' : 'silence',
        state: active ? 'active' : 'pending',
        by: createdBy,
        comment,
        startsAt,
        endsAt,
        matchers: matchersText(matchers),
        covers: here,
        elsewhere: all.length - here.length,
        propagating: active && seenBy.length < members.length,
      };
    })
    .sort(
      (a, b) =>
        Number(b.covers.length > 0) - Number(a.covers.length > 0) || a.endsAt - b.endsAt || (a.id < b.id ? -1 : 1),
    );
}

type ListedLabels = readonly [fingerprint: string, labels: Labels];

/** Of many alerts those that have the rarest of the labels that matchers ask for, in their order. */
function byRarest(all: readonly ListedLabels[]): (matchers: readonly Matcher[]) => readonly ListedLabels[] {
  const byName = new Map<string, ReadonlyMap<string, readonly ListedLabels[]>>();
  const having = (name: string, value: string) => {
    const byValue = byName.get(name) ?? Map.groupBy(all, ([, labels]) => own(labels, name) ?? '');
    byName.set(name, byValue);
    return byValue.get(value) ?? [];
  };
  return (matchers) =>
    asksFor(matchers)
      .map(([name, value]) => having(name, value))
      .reduce((a, b) => (b.length < a.length ? b : a), all);
}
