import { limitExtent } from '../limits/limit.ts';
import type { RoomPanel } from '../room/boards/panel.ts';
import { formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Millis } from '../units.ts';
import { unreadText } from './readings.ts';

/** What is wrong with a panel: "Latency: /api/search is 1.2 s, beyond its limit of 200 ms". */
export function panelText({ title, unread, worst, state }: RoomPanel, now: Millis): Sentence {
  if (unread) return say`${title}: ${unreadText(unread, now)}`;
  if (!worst) return say`${title} is unknown`;
  const { name, reading, unit, limit, standing } = worst;
  const what = name === null ? say`${title}` : say`${title}: ${name}`;
  if (!reading.known) return say`${what}: ${unreadText(reading, now)}`;
  if (standing === 'down') return say`${what} is down`;
  const value = formatValue(reading.value, unit);
  if (standing === 'degraded' && limit === null) return say`${what} is degraded`;
  if (limit === null) return say`${what} is ${value}`;
  const where = state === 'fail' || standing ? 'beyond' : 'near';
  return say`${what} is ${value}, ${where} its limit of ${limitExtent(limit, unit)}`;
}
