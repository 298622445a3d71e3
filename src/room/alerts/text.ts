import { formatAge } from '../../text/format.ts';
import type { AlertState, RoomAlert } from '../room.ts';

/** What an alert does, what it is about and since when: "P0 HighErrors fires (ring2, 4m)". */
export const alertText = (alert: RoomAlert): string =>
  `${alert.tier} ${alert.name} ${stateText(alert)} (${alert.concern.text}, ${formatAge(alert.age)})`;

function stateText({ state, ack, silence, mutedBy }: RoomAlert): string {
  if (state === 'firing') return 'fires';
  return `is ${state}${byName(state === 'acknowledged' ? ack?.by : (silence?.by ?? mutedBy?.join(', ')))}`;
}

/** Who did it, where that is known: servers hold silences that name no maker. */
export const byName = (name: string | undefined): string => (name ? ` by ${name}` : '');

/** How many of them do not fire, and why: ["1 acknowledged", "2 silenced or inhibited"]; what is none is left out. */
export function quietText(alerts: readonly RoomAlert[]): readonly string[] {
  const among = (...states: readonly AlertState[]) => alerts.filter(({ state }) => states.includes(state)).length;
  const [acknowledged, quiet] = [among('acknowledged'), among('silenced', 'inhibited')];
  const muted = among('muted');
  return [
    ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : []),
    ...(quiet > 0 ? [`${quiet} silenced or inhibited`] : []),
    ...(muted > 0 ? [`${muted} muted`] : []),
  ];
}
