import { type Family, gauge, oneOf, sample } from '../exposition/family.ts';
import type { AlertState, Room, Tier } from '../room/room.ts';

const TIERS: readonly Tier[] = ['P0', 'P1', 'P2', 'P3'];
const STATES: readonly AlertState[] = ['firing', 'acknowledged', 'silenced', 'inhibited'];
const FRESHNESS: readonly Room['alerts']['freshness'][] = ['ok', 'partial', 'stale', 'unknown'];

/** How many alerts there are, as long as that is known: an old list says nothing of now. */
export function alertFamilies({ alerts: { list, freshness } }: Room): readonly Family[] {
  const current = freshness === 'ok' || freshness === 'partial';
  const count = (tier: Tier, state: AlertState) =>
    list.filter((alert) => alert.tier === tier && alert.state === state).length;
  return [
    gauge(
      'ringdeck_alerts',
      'Alerts of the room, by tier and by state.',
      current ? TIERS.flatMap((tier) => STATES.map((state) => sample(count(tier, state), { tier, state }))) : [],
    ),
    gauge(
      'ringdeck_alerts_freshness',
      'Whether the list of alerts is complete (ok), lacks a member (partial), is stale, or was never read.',
      oneOf(FRESHNESS, freshness),
    ),
  ];
}
