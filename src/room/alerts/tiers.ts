import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { type Seconds, seconds } from '../../units.ts';

export type Tier = 'P0' | 'P1' | 'P2' | 'P3';

type Tiers = Profile['alerts']['tiers'];

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

export const TIERS: readonly Tier[] = ['P0', 'P1', 'P2', 'P3'];

/** The tier of a severity: the profile's, else by common words; what nobody names is P3. */
export function tierOf(severity: string, tiers: Tiers): Tier {
  const named = TIERS.find((tier) => tiers[tier]?.severities.includes(severity));
  return named ?? own(COMMON, severity) ?? 'P3';
}

/** One level of escalation. */
export interface Level {
  readonly after: Seconds;
  readonly to: string;
  readonly unless: 'answered' | 'resolved';
}

/** What a tier asks of whoever is on call; null where it asks nothing. */
export interface TierLimits {
  readonly respond: Seconds | null;
  /** Earliest first. */
  readonly levels: readonly Level[];
  readonly resolve: Seconds | null;
}

/** Digitallz' incident clocks, which are those of many teams. */
const USUAL: Readonly<Partial<Record<Tier, Readonly<Record<'respond' | 'escalate' | 'resolve', Seconds>>>>> = {
  P0: { respond: seconds(300), escalate: seconds(900), resolve: seconds(3600) },
  P1: { respond: seconds(900), escalate: seconds(3600), resolve: seconds(14_400) },
};

/** The limits of a tier: the profile's, else the usual ones. */
export function limitsOf(tier: Tier, tiers: Tiers): TierLimits {
  const { respond, escalate, escalation, resolve } = tiers[tier] ?? {};
  const usual = USUAL[tier];
  const given = (limit: Seconds | 'none' | undefined, other: Seconds | undefined): Seconds | null =>
    limit === 'none' ? null : (limit ?? other ?? null);
  const after = given(escalate, usual?.escalate);
  const levels = escalation ?? (after === null ? [] : [{ after, to: 'backup', unless: 'resolved' as const }]);
  return { respond: given(respond, usual?.respond), levels, resolve: given(resolve, usual?.resolve) };
}
