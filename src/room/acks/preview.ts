import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import { LabelSets, withoutEmpty } from '../silences/label-sets.ts';
import { covers, exactMatchers, matchersText } from '../silences/matchers.ts';

/** An alert as a room has it, or as it is shown. */
type Listed = Pick<RoomAlert, 'fingerprint' | 'exactLabels'> & { readonly ack: object | null };

/** What acknowledging some alerts would do. */
export interface AckPreview<A = RoomAlert> {
  /** Those that would be acknowledged, each by a silence of its own. */
  readonly silenced: readonly A[];
  /** Those that were not chosen and would be silenced all the same: none, as long as the matchers are right. */
  readonly others: readonly A[];
  /** Those that are already acknowledged, and left as they are. */
  readonly already: readonly A[];
  /** How many of the chosen are no longer listed. */
  readonly gone: number;
  /** Of each silence, in the order of `silenced`, as Alertmanager writes them and safe to print. */
  readonly matchers: readonly Safe[];
}

/** Evaluates the silences that an acknowledgement would make against every listed alert, as Alertmanager does. */
export function previewAck<A extends Listed>(
  { alerts: { list } }: { readonly alerts: { readonly list: readonly A[] } },
  alerts: readonly Pick<Listed, 'fingerprint'>[],
): AckPreview<A> {
  const wanted = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const chosen = list.filter(({ fingerprint }) => wanted.has(fingerprint));
  const already = chosen.filter(({ ack }) => ack !== null);
  const open = new Set(chosen.filter(({ ack }) => ack === null));
  const all = labelSetsOf(list);
  const covered = new Set<Listed>();
  const silences = [...open].map(({ exactLabels }) => {
    // Only what has all labels of it can be covered by equality on each.
    const near = all.with(withoutEmpty(exactLabels));
    const matchers = exactMatchers(
      exactLabels,
      near.map((other) => other.exactLabels),
    );
    for (const other of near) if (covers(matchers, other.exactLabels)) covered.add(other);
    return matchers;
  });
  const silenced = list.filter((alert) => covered.has(alert));
  return {
    silenced: silenced.filter((alert) => open.has(alert)),
    others: silenced.filter((alert) => !open.has(alert)),
    already,
    gone: wanted.size - chosen.length,
    matchers: silences.map((matchers) => sanitiseLine(matchersText(matchers))),
  };
}

/** Of each list that was asked about: it is asked about again with every key. */
const known = new WeakMap<readonly Listed[], LabelSets<Listed>>();

function labelSetsOf(list: readonly Listed[]): LabelSets<Listed> {
  const found = known.get(list) ?? new LabelSets(list, ({ exactLabels }) => withoutEmpty(exactLabels));
  known.set(list, found);
  return found;
}
