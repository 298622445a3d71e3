import { formatAge, formatValue } from '../../text/format.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import type { Check, Ring, Traffic } from '../room.ts';

/** What the candidate still does where it was rolled back. */
interface Remainder {
  readonly checks: readonly Check[];
  /** Null where the profile does not tell the versions' traffic. */
  readonly traffic: Traffic | null;
}

/** "rolled back 2m ago; V2 still gets 41.8 %, error rate 7.02 %" */
export function rollBackText(at: Millis, now: Millis, { checks, traffic }: Remainder): string {
  const failing = checks.filter(isFailing).map((check) => `${check.label} ${valueText(check)}`);
  const left = [...shareTexts(traffic), ...failing];
  return `rolled back ${formatAge(secondsBetween(at, now))} ago${left.length > 0 ? `; ${left.join(', ')}` : ''}`;
}

/** Whether the candidate goes on failing in a ring that was rolled back: what is left of it does harm. */
export const failsStill = ({ state, checks }: Pick<Ring, 'state' | 'checks'>): boolean =>
  state === 'rolled-back' && checks.some(isFailing);

const isFailing = ({ state }: Check): boolean => state === 'fail';

const valueText = ({ reading, unit }: Check): string => (reading.known ? formatValue(reading.value, unit) : 'unknown');

function shareTexts(traffic: Traffic | null): readonly string[] {
  const candidate = traffic?.shares.find(({ role }) => role === 'candidate');
  if (!candidate) return [];
  const { label, share } = candidate;
  if (share === null) return [`what ${label} still gets is unknown`];
  return [share > 0 ? `${label} still gets ${formatValue(share, 'ratio')}` : `${label} gets nothing any more`];
}
