import { alertText } from '../../room/alerts/text.ts';
import { failureText, ignoranceText } from '../../room/rings/check-text.ts';
import { pauseText } from '../../room/rings/soak.ts';
import type { Refusal } from '../../room/rings/validation.ts';
import { formatDuration } from '../../text/format.ts';
import type { Millis } from '../../units.ts';
import { byWhom, requestText } from './validation-text.ts';

/** A refusal as a sentence without its full stop, e.g. "ring0: memory is 212 MB, at most 200 MB is allowed". */
export function refusalText(refusal: Refusal, now: Millis): string {
  switch (refusal.why) {
    case 'no-such-ring':
      return `there is no ring "${refusal.ring}" in the profile`;
    case 'already-validated':
      return [`${refusal.ring} is already validated`, byWhom(refusal.validation, now)].filter(Boolean).join(', ');
    case 'not-validated':
      return `${refusal.ring} is not validated`;
    case 'store-unreadable':
      return `which rings are validated is not known: ${refusal.detail}`;
    case 'check-fails':
      return `${refusal.ring}: ${failureText(refusal.check)}`;
    case 'check-unknown':
      return `${refusal.ring}: ${refusal.check.label} is not known: ${ignoranceText(refusal.check)}`;
    case 'soaking': {
      const { elapsed, required, paused } = refusal.soak;
      const soaked = `${formatDuration(elapsed)} of ${formatDuration(required)}, ${formatDuration(refusal.left)} left`;
      return `${refusal.ring} is still soaking: ${soaked}${paused ? `, ${pauseText(paused, now)}` : ''}`;
    }
    case 'own-request':
      return requestText(refusal.ring, refusal.request, now);
    case 'reason-too-short':
      return `an override needs a reason of at least ${refusal.least} characters`;
    case 'not-ready':
      return `${refusal.ring}: ${refusal.detail}`;
    case 'alert':
      return `${alertText(refusal.alert)} and nobody acknowledged it`;
    case 'alerts-unknown':
      return `alerts are not ${refusal.some ? 'all ' : ''}known: ${refusal.detail}`;
    case 'worse':
      return `the comparison is worse: ${refusal.detail}`;
    case 'verdict':
      return refusal.wanted === 'pass' ? `the verdict must pass: ${refusal.detail}` : refusal.detail;
    case 'no-metrics':
      return `Prometheus tells nothing of now: ${refusal.detail}`;
    case 'comparison-unknown': {
      const { label, baseline, candidate } = refusal.metric;
      const reading = baseline.known ? candidate : baseline;
      return `${label} cannot be compared${reading.known ? '' : `: ${reading.detail}`}`;
    }
  }
}
