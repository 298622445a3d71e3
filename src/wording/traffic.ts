import type { Traffic } from '../room/versions/traffic.ts';
import { formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Millis } from '../units.ts';
import { unreadText } from './readings.ts';

/** How the candidate's share stands against the plan; empty where none is planned. */
export function trafficReason({ because, shares, planned }: Traffic, now: Millis): Sentence {
  switch (because) {
    case 'rate-unknown':
      return say`the request rate is unknown`;
    case 'no-traffic':
      return say`no traffic`;
    case 'no-plan':
      return say``;
    case 'plan-unknown':
      return say`the plan is unknown${planned === null || planned.known ? '' : `: ${unreadText(planned, now)}`}`;
    case 'as-planned':
      return say`as planned`;
    case 'off': {
      const candidate = shares.find(({ role }) => role === 'candidate');
      if (candidate?.share == null || !planned?.known) return say`not as planned`;
      const side = candidate.share < planned.value ? 'below' : 'above';
      const share = formatValue(candidate.share, 'ratio');
      return say`${candidate.label} gets ${share}, ${side} the planned ${formatValue(planned.value, 'ratio')}`;
    }
  }
}
