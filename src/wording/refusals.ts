import { failureText } from '../room/rings/check-text.ts';
import type { Refusal } from '../room/rings/validation.ts';
import type { Room } from '../room/room.ts';
import { formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Millis } from '../units.ts';
import { alertsUnknownText, alertText } from './alerts.ts';
import { limitsSentence } from './limits.ts';
import { ignoranceText, unreadText } from './readings.ts';
import { pauseText, regionReason, ringReason } from './rings.ts';
import { byWhom, requestText } from './validations.ts';
import { verdictSentence } from './verdict.ts';

/**
 * A refusal as a sentence without its full stop, e.g. "ring0: memory is 212 MB, at most 200 MB is allowed".
 * @param room by which it was refused @param now when it is told
 */
export function refusalText(refusal: Refusal, room: Room, now: Millis = room.at): Sentence {
  switch (refusal.why) {
    case 'no-such-ring':
      return say`there is no ring "${refusal.ring}" in the profile`;
    case 'already-validated': {
      const whom = byWhom(refusal.validation, now);
      return say`${refusal.ring} is already validated${whom.length > 0 ? ', ' : ''}${whom}`;
    }
    case 'not-validated':
      return say`${refusal.ring} is not validated`;
    case 'store-unreadable':
      return say`cannot tell which rings are validated: ${refusal.detail}`;
    case 'check-fails':
      return say`${refusal.ring}: ${failureText(refusal.check)}`;
    case 'check-unknown':
      return say`${refusal.ring}: ${refusal.check.label} is not known: ${ignoranceText(refusal.check, room.at)}`;
    case 'soaking':
      return soakingText(refusal, room, now);
    case 'own-request':
      return requestText(refusal.ring, refusal.request, now);
    case 'reason-too-short':
      return say`an override needs a reason of at least ${refusal.least} characters`;
    case 'not-ready': {
      const ring = room.rings.find(({ id }) => id === refusal.ring);
      const region = ring?.regions?.list.find(({ id }) => id === refusal.region);
      if (ring && region) return say`${ring.id} in ${region.id}: ${regionReason(ring, region, room)}`;
      return say`${refusal.ring}: ${ring ? ringReason(ring, room) : refusal.state}`;
    }
    case 'alert':
      return say`${alertText(refusal.alert, room.at)} and nobody has acknowledged it`;
    case 'alerts-unknown':
      return say`${refusal.some ? 'not all alerts are' : 'alerts are not'} known: ${alertsUnknownText(room.alerts, refusal.unknown, room.at)}`;
    case 'worse':
      return worseText(refusal.by, room);
    case 'verdict':
      return say`${refusal.wanted === 'pass' ? 'the verdict must pass: ' : ''}${verdictSentence(room)}`;
    case 'no-metrics':
      return silenceText(refusal);
    case 'comparison-unknown': {
      const { label, baseline, candidate } = refusal.metric;
      const reading = baseline.known ? candidate : baseline;
      return say`${label} cannot be compared${reading.known ? '' : `: ${unreadText(reading, room.at)}`}`;
    }
  }
}

function worseText(by: 'verdict' | 'limits', room: Room): Sentence {
  return by === 'limits' && room.comparison ? limitsSentence(room.comparison) : verdictSentence(room);
}

/** "region us of ring2 is missing: Prometheus us has no current data: connection refused" */
function silenceText({ server, rings = [], error }: Extract<Refusal, { readonly why: 'no-metrics' }>): Sentence {
  const missing = rings.length > 0 ? `region ${server} of ${rings.join(', ')} is missing: ` : '';
  const which = server === undefined ? '' : ` ${server}`;
  return say`${missing}Prometheus${which} has no current data: ${error ?? 'it has not answered yet'}`;
}

function soakingText(
  { ring: id, region, soak, left }: Extract<Refusal, { readonly why: 'soaking' }>,
  { rings, at, comparison }: Room,
  now: Millis,
): Sentence {
  const { elapsed, required, paused } = soak;
  const ring = rings.find((one) => one.id === id);
  const checks = (ring?.regions?.list.find((one) => one.id === region) ?? ring)?.checks ?? [];
  const stands = paused ? `, ${pauseText(paused, { at, comparison, checks }, now)}` : '';
  return say`${id}${region === undefined ? '' : ` in ${region}`} is still soaking: ${formatDuration(elapsed)} of ${formatDuration(required)}, ${formatDuration(left)} left${stands}`;
}
