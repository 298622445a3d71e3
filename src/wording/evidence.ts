import type { Evidence, Missing } from '../room/rings/evidence.ts';
import type { SourceStatus } from '../room/sources.ts';
import { formatAge } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { alertsUnknownText } from './alerts.ts';
import { ignoranceText } from './readings.ts';
import { ringReason } from './rings.ts';
import { verdictSentence } from './verdict.ts';

/** What is not known, in one sentence without its full stop: "error rate: no data for 2m". */
export function missingText(missing: Missing, evidence: Evidence): Sentence {
  switch (missing.kind) {
    case 'ring-store':
      return say`which rings are validated: ${missing.error}`;
    case 'source':
      return say`${missing.source.id}: ${silenceText(missing.source, evidence.at)}`;
    case 'deployment':
      return say`the time of deployment: ${ringReason(missing.ring, evidence)}`;
    case 'check':
      return say`${missing.check.label}: ${ignoranceText(missing.check, evidence.at)}`;
    case 'alerts':
      return say`alerts: ${evidence.alerts ? alertsUnknownText(evidence.alerts, missing.unknown, evidence.at) : 'not watched'}`;
    case 'verdict':
      return say`the verdict: ${verdictSentence(evidence)}`;
  }
}

function silenceText({ answeredAt, error }: SourceStatus, now: Millis): string {
  const because = error ? `: ${error.message}` : '';
  return answeredAt === null
    ? `it has not answered yet${because}`
    : `it has not answered for ${formatAge(secondsBetween(answeredAt, now))}${because}`;
}
