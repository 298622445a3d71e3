import { poisson, type Random } from '../random.ts';
import type { Conditions } from './scenarios.ts';
import type { Request } from './traffic.ts';

/** What was counted of log-ins and intruders so far. */
export interface Security {
  readonly blockedIps: number;
  /** Whether an intruder was seen already. */
  readonly isBreached: boolean;
}

/** A rule of Falco that matched. */
export interface Finding {
  readonly rule: string;
  readonly priority: 'Notice' | 'Warning' | 'Critical';
}

export interface SecurityEvents {
  readonly logins: number;
  readonly failedLogins: number;
  readonly tokensExpired: number;
  readonly rateLimited: number;
  readonly suspicious: number;
  readonly failedRequests: number;
  readonly findings: readonly Finding[];
}

export const startSecurity = (): Security => ({ blockedIps: 12, isBreached: false });

const NOTICES = 1 / 300;
const TOKENS_EXPIRED = 1.1;
const SUSPICIOUS = 1 / 240;
const SUSPICIOUS_UNDER_ATTACK = 6;
const BLOCKED_UNDER_ATTACK = 480;

/** Lets `dt` seconds pass in which the API answered these requests, so many of them log-ins. */
export function stepSecurity(
  before: Security,
  dt: number,
  requests: readonly Request[],
  { attacked }: Conditions,
  random: Random,
): { readonly security: Security; readonly events: SecurityEvents } {
  const of = (...statuses: Request['status'][]) => requests.filter(({ status }) => statuses.includes(status)).length;
  const logins = requests.filter(({ endpoint }) => endpoint === '/api/auth/login').length;
  const notices = Array.from(
    { length: poisson(NOTICES * dt, random) },
    (): Finding => ({ rule: 'Terminal shell in container', priority: 'Notice' }),
  );
  const intruder: readonly Finding[] =
    attacked && !before.isBreached
      ? [
          { rule: 'Drop and execute new binary in container', priority: 'Critical' },
          { rule: 'Data exfiltration over DNS', priority: 'Critical' },
        ]
      : [];
  return {
    security: {
      blockedIps: attacked ? Math.min(BLOCKED_UNDER_ATTACK, before.blockedIps + Math.ceil(20 * dt)) : 12,
      isBreached: attacked,
    },
    events: {
      logins,
      failedLogins: of('401'),
      tokensExpired: poisson(TOKENS_EXPIRED * dt, random),
      rateLimited: of('429'),
      suspicious: poisson((attacked ? SUSPICIOUS_UNDER_ATTACK : SUSPICIOUS) * dt, random),
      failedRequests: of('401', '429', '500'),
      findings: [...notices, ...intruder],
    },
  };
}
