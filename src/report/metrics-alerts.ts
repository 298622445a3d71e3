import { type Family, flag, gauge, known, oneOf, sample } from '../exposition/family.ts';
import { listedHow } from '../room/alerts/listing.ts';
import { TIERS } from '../room/alerts/tiers.ts';
import type { AlertClocks, AlertState, Room, RoomAlert } from '../room/room.ts';

const STATES: readonly AlertState[] = ['firing', 'acknowledged', 'silenced', 'inhibited', 'muted'];
const FRESHNESS: readonly Room['alerts']['freshness'][] = ['ok', 'partial', 'stale', 'unknown'];
const CLOCKS: readonly (keyof AlertClocks)[] = ['respond', 'escalate', 'resolve'];

/** Alerts and what is done about them, as long as that is known: an old list says nothing of now. */
export function alertFamilies({ alerts, silences }: Room): readonly Family[] {
  const { list, acks, freshness } = alerts;
  const current = freshness === 'ok' || freshness === 'partial';
  const count = (fits: (alert: RoomAlert) => boolean) => (current ? list.filter(fits).length : null);
  return [
    gauge(
      'ringdeck_alerts',
      'Alerts of the room, by tier and by state.',
      TIERS.flatMap((tier) =>
        STATES.flatMap((state) =>
          known(
            count((alert) => alert.tier === tier && alert.state === state),
            { tier, state },
          ),
        ),
      ),
    ),
    gauge(
      'ringdeck_alerts_claimed',
      'Alerts that somebody has claimed without silencing them.',
      TIERS.flatMap((tier) =>
        known(
          count((alert) => alert.tier === tier && alert.claim !== null),
          { tier },
        ),
      ),
    ),
    gauge(
      'ringdeck_alerts_overdue',
      'Alerts whose incident clock has run out.',
      TIERS.flatMap((tier) =>
        CLOCKS.flatMap((clock) =>
          known(
            count((alert) => alert.tier === tier && alert.clocks[clock]?.state === 'overdue'),
            { tier, clock },
          ),
        ),
      ),
    ),
    gauge(
      'ringdeck_acknowledgements',
      'Acknowledgements that ringdeck made and that stand.',
      known(current ? acks.length : null),
    ),
    gauge(
      'ringdeck_foreign_silences',
      'Silences that ringdeck did not make, active or to come.',
      current
        ? (['active', 'pending'] as const).map((state) =>
            sample(silences.filter((s) => s.state === state).length, { state }),
          )
        : [],
    ),
    gauge(
      'ringdeck_alerts_freshness',
      'Whether the list of alerts is complete (ok), may lack some (partial), is stale, or was never read.',
      oneOf(FRESHNESS, listedHow(alerts)),
    ),
  ];
}

/** How incidents of the window went, and whether somebody is on call. Names are not told. */
export function incidentFamilies({ incidents, onCall }: Room): readonly Family[] {
  const byTier = TIERS.flatMap((tier) => {
    const tally = incidents?.byTier[tier];
    return tally ? [{ tier, tally }] : [];
  });
  return [
    gauge('ringdeck_incident_window_seconds', 'The time the figures of incidents are about.', known(incidents?.window)),
    gauge(
      'ringdeck_incidents',
      'Incidents of the window, by tier; open ones still fire.',
      byTier.flatMap(({ tier, tally }) =>
        (['open', 'closed'] as const).map((state) => sample(tally[state], { tier, state })),
      ),
    ),
    gauge(
      'ringdeck_mtta_seconds',
      'Mean time until somebody acknowledged or claimed, over the incidents of the window.',
      known(incidents?.total?.mtta),
    ),
    gauge(
      'ringdeck_mttr_seconds',
      'Mean time until it was over, over the incidents of the window.',
      known(incidents?.total?.mttr),
    ),
    gauge(
      'ringdeck_tier_mtta_seconds',
      'The same as ringdeck_mtta_seconds, of one tier.',
      byTier.flatMap(({ tier, tally }) => known(tally.mtta, { tier })),
    ),
    gauge(
      'ringdeck_tier_mttr_seconds',
      'The same as ringdeck_mttr_seconds, of one tier.',
      byTier.flatMap(({ tier, tally }) => known(tally.mttr, { tier })),
    ),
    gauge(
      'ringdeck_on_call',
      'Whether somebody is on call in this role.',
      onCall && onCall.error === null
        ? [flag(onCall.primary !== null, { role: 'primary' }), flag(onCall.backup !== null, { role: 'backup' })]
        : [],
    ),
  ];
}
