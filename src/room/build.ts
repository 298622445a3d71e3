import type { History } from '../frames/history.ts';
import type { Plan } from '../profile/plan/plan.ts';
import type { Millis } from '../units.ts';
import { claimsOf } from './acks/claims.ts';
import { alertmanagersOf } from './alerts/alertmanagers.ts';
import { alertsOf } from './alerts/alerts.ts';
import { withHold } from './alerts/hold.ts';
import { countIncidents } from './alerts/incidents.ts';
import { PrometheusWord } from './alerts/prometheus-word.ts';
import { unansweredQueries } from './alerts/unanswered.ts';
import { Answers } from './answers.ts';
import { summarise } from './findings.ts';
import { buildInfra } from './infra.ts';
import type { JournalEntry } from './journal.ts';
import { buildPatterns } from './logs/patterns.ts';
import { onCallOf } from './on-call/on-call.ts';
import { pagesOf } from './pages.ts';
import type { Observed } from './readings.ts';
import type { RingRecords } from './rings/approvals.ts';
import { buildRings } from './rings/rings.ts';
import type { Presence, Room } from './room.ts';
import { makeSafe, type Shown } from './safe.ts';
import { foreignSilences } from './silences/foreign-silences.ts';
import { buildSources } from './sources.ts';
import { attributionContext } from './versions/attribution.ts';
import { buildComparison } from './versions/comparison.ts';
import { buildTraffic } from './versions/traffic.ts';

/** What the ring store and its journal say. */
export interface Ledger {
  /** Null when the store cannot be read; `error` then says why. */
  readonly records: RingRecords | null;
  readonly error: string | null;
  /** Oldest first. */
  readonly journal: readonly JournalEntry[];
  /** Null, or absent, when the store does not know who is in the room. */
  readonly presence?: readonly Presence[] | null;
}

/** What an act rested on is large, and nobody draws it: it stays in the ledger. */
function withoutEvidence(entry: JournalEntry & { readonly evidence?: unknown }): JournalEntry {
  const { evidence: _, ...shown } = entry;
  return shown;
}

/** The whole room at one instant: the only place where states are computed, and every text in it is safe to draw. */
export function buildRoom(plan: Plan, history: History, ledger: Ledger, now: Millis): Shown<Room> {
  const { profile } = plan;
  const observed: Observed = { history, now, staleAfter: plan.staleAfter, refresh: profile.refresh };
  const comparison = buildComparison(plan, observed);
  const traffic = buildTraffic(plan, observed);
  const rings = buildRings(plan.rings, ledger, observed, comparison?.verdict ?? null);
  const onCall = onCallOf(profile, history, now);
  const alertmanagers = alertmanagersOf(Object.fromEntries(history.alertmanagers), now, plan.staleAfter);
  const answers = new Answers(alertmanagers, ledger.journal, profile.alerts);
  const alerts = alertsOf(alertmanagers, profile.alerts, now, {
    ...attributionContext(plan, rings),
    claims: claimsOf(ledger.journal, now),
    onCall,
    answers,
    word: new PrometheusWord(history),
    journal: ledger.journal,
  });
  const sources = buildSources(observed);
  const parts = {
    sources,
    rings: rings.map((ring) => withHold(ring, { alerts, sources })),
    ringStoreError: ledger.error,
    comparison,
    traffic,
    patterns: buildPatterns(plan, observed),
    alerts,
    silences: foreignSilences(alertmanagers, profile.alerts),
    onCall,
    infra: buildInfra(plan.infra, observed),
  };
  return makeSafe<Room>({
    at: now,
    profile: { id: profile.id, name: profile.name, environment: profile.environment },
    refresh: profile.refresh,
    ...summarise(parts, unansweredQueries(plan, observed)),
    ...parts,
    ackLife: { duration: profile.alerts.ack_duration, max: profile.alerts.ack_max },
    incidents:
      history.firing &&
      countIncidents({ log: history.firing, alerts, answers, profile, staleAfter: plan.staleAfter, now }),
    journal: ledger.journal.map(withoutEvidence),
    presence: ledger.presence ?? null,
    pages: pagesOf(plan),
  });
}
