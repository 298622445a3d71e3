import { sanitiseLine } from '../../text/sanitise.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import type { Alerts } from '../alerts/alerts.ts';
import { covers, exactMatchers, matchersText } from '../silences/matchers.ts';

/** What acknowledging some alerts would do. */
export interface AckPreview {
  /** Those that would be acknowledged, each by a silence of its own. */
  readonly silenced: readonly RoomAlert[];
  /** Those that were not chosen and would be silenced all the same: none, as long as the matchers are right. */
  readonly others: readonly RoomAlert[];
  /** Those that are acknowledged already, and left as they are. */
  readonly already: readonly RoomAlert[];
  /** How many of the chosen are no longer listed. */
  readonly gone: number;
  /** Of each silence, in the order of `silenced`, as Alertmanager writes them and safe to print. */
  readonly matchers: readonly string[];
}

/** Evaluates the silences that an acknowledgement would make against every listed alert, as Alertmanager does. */
export function previewAck(
  { alerts: { list } }: { readonly alerts: Pick<Alerts, 'list'> },
  alerts: readonly RoomAlert[],
): AckPreview {
  const wanted = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const chosen = list.filter(({ fingerprint }) => wanted.has(fingerprint));
  const already = chosen.filter(({ ack }) => ack !== null);
  const open = chosen.filter(({ ack }) => ack === null);
  const labels = list.map(({ exactLabels }) => exactLabels);
  const silences = open.map(({ exactLabels }) => exactMatchers(exactLabels, labels));
  const silenced = list.filter(({ exactLabels }) => silences.some((matchers) => covers(matchers, exactLabels)));
  return {
    silenced: silenced.filter((alert) => open.includes(alert)),
    others: silenced.filter((alert) => !open.includes(alert)),
    already,
    gone: wanted.size - chosen.length,
    matchers: silences.map((matchers) => sanitiseLine(matchersText(matchers))),
  };
}
