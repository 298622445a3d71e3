import { failureText } from '../room/rings/check-text.ts';
import type { Refusal } from '../room/rings/validation.ts';
import type { Room } from '../room/room.ts';
import { formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { ignoranceText } from './readings.ts';
import { refusalText } from './refusals.ts';

/** Why a ring may not go on, as its own page says it: what the page says anyhow is left out. @param ring whose page it is */
export function hindranceText(refusal: Refusal, ring: string, room: Room): Sentence {
  // What is wrong with a ring before it is said with that ring's name.
  if ('ring' in refusal && refusal.ring !== ring) return refusalText(refusal, room);
  switch (refusal.why) {
    case 'check-fails':
      return say`${failureText(refusal.check)}`;
    case 'check-unknown':
      return say`${refusal.check.label} is not known: ${ignoranceText(refusal.check, room.at)}`;
    case 'soaking': {
      const where = refusal.region === undefined ? '' : ` in ${refusal.region}`;
      return say`still soaking${where}: ${formatDuration(refusal.left)} left`;
    }
    default:
      return refusalText(refusal, room);
  }
}

/** What would take a reason away, as a sentence without its full stop, behind that reason: "it must come back within its limit". Empty where nothing would. */
export function remedyText(refusal: Refusal, room: Room): Sentence {
  const { comparison } = room;
  const candidate = comparison?.candidate.label ?? 'the new version';
  switch (refusal.why) {
    case 'check-fails':
      return say`it must come back within its limit`;
    case 'check-unknown':
      return say`it must have a current value`;
    case 'soaking':
      return refusal.soak.paused
        ? say`its clock is paused: it goes on when what pauses it is over`
        : say`wait, while every check passes`;
    case 'not-validated':
      return say`validate ${refusal.ring} first`;
    case 'already-validated':
      return say`nothing to do: it is validated`;
    case 'store-unreadable':
      return say`make the ring store readable again`;
    case 'alert':
      return say`acknowledge it, or fix its cause`;
    case 'alerts-unknown':
      return room.alerts.members.is === 'recorded' || room.alerts.members.is === 'unrecorded'
        ? say`Prometheus must have stored what fired then`
        : say`every Alertmanager must answer`;
    case 'worse':
      if (isRolledBack(room)) return say`fix ${candidate} and roll it out again`;
      return refusal.by === 'limits'
        ? say`${candidate} must come back within its limits`
        : say`roll ${candidate} back, fix it, and roll it out again`;
    case 'verdict':
      return verdictRemedy(refusal.wanted, room);
    case 'no-metrics':
      return say`Prometheus${refusal.server === undefined ? '' : ` ${refusal.server}`} must answer`;
    case 'comparison-unknown':
      return say`${refusal.metric.label} must be known for both versions`;
    case 'not-ready':
      return notReadyRemedy(refusal.state);
    case 'own-request':
      return say`another operator must confirm it`;
    case 'no-such-ring':
    case 'reason-too-short':
      return say``;
  }
}

/** Whether the candidate was taken back, and runs on no ring on which that would still be to do. */
const isRolledBack = ({ rings }: Pick<Room, 'rings'>): boolean =>
  rings.some(({ state }) => state === 'rolled-back') &&
  !rings.some(({ deployedAt, validated }) => deployedAt !== null && validated === null);

function verdictRemedy(wanted: 'not-worse' | 'pass', room: Room): Sentence {
  const { comparison } = room;
  const candidate = comparison?.candidate.label ?? 'the new version';
  switch (comparison?.verdict.state) {
    case 'worse':
      return isRolledBack(room)
        ? say`fix ${candidate} and roll it out again`
        : say`roll ${candidate} back, fix it, and roll it out again`;
    case 'inconclusive':
      return comparison.verdict.level === 'warn'
        ? say`find out why ${candidate} may be worse; more requests will settle it`
        : say`wait for more requests`;
    default:
      return wanted === 'pass' ? say`the verdict must have its data, and pass` : say`the verdict must have its data`;
  }
}

function notReadyRemedy(state: Room['rings'][number]['state']): Sentence {
  switch (state) {
    case 'waiting':
      return say`deploy to it first`;
    case 'rolled-back':
      return say`fix the cause of the rollback and deploy again`;
    case 'deploying':
      return say`wait until all of it is deployed`;
    default:
      return say`look at its checks`;
  }
}
