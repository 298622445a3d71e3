import type { Profile } from '../profile/schema.ts';
import type { Seconds } from '../units.ts';
import type { Tier } from './room.ts';

/** What common words of the severity label mean where the profile does not say. */
const COMMON: Readonly<Record<string, Tier>> = {
  critical: 'P0',
  page: 'P0',
  emergency: 'P0',
  fatal: 'P0',
  high: 'P1',
  error: 'P1',
  major: 'P1',
  warning: 'P1',
  medium: 'P2',
  minor: 'P2',
  low: 'P2',
  info: 'P2',
};

const TIERS: readonly Tier[] = ['P0', 'P1', 'P2', 'P3'];

/** The tier of a severity: the profile's, else by common words; what nobody names is P3. */
export function tierOf(severity: string, tiers: Profile['alerts']['tiers']): Tier {
  const named = TIERS.find((tier) => tiers[tier]?.severities.includes(severity));
  return named ?? (Object.hasOwn(COMMON, severity) ? COMMON[severity] : undefined) ?? 'P3';
}

/** Time within which somebody acknowledges an alert of the tier; null when it is not clocked. */
export const respondWithin = (tier: Tier, tiers: Profile['alerts']['tiers']): Seconds | null =>
  tiers[tier]?.respond ?? null;
