import type { RunbooksSpec } from '../profile/schema/runbooks.ts';
import type { Millis, Seconds } from '../units.ts';
import type { Incidents } from './alerts/incidents.ts';
import type { Unanswered } from './alerts/unanswered.ts';
import type { Finding, RoomParts } from './findings.ts';
import type { JournalEntry } from './journal.ts';
import type { RoomPage } from './pages.ts';
import type { RoomSilence } from './silences/foreign-silences.ts';
import type { State } from './state.ts';

export type { AlertAck, LapsedAck } from './acks/acks.ts';
export type { AlertClaim } from './acks/claims.ts';
export type { EndedAck } from './acks/ended-acks.ts';
export type { OwnAck } from './acks/own-acks.ts';
export type { AlertState, RoomAlert } from './alerts/alert.ts';
export type { Alerts } from './alerts/alerts.ts';
export type { Incidents, IncidentTally, PastIncident } from './alerts/incidents.ts';
export type { Tier } from './alerts/tiers.ts';
export type { Unanswered } from './alerts/unanswered.ts';
export type { PanelContent, PanelSeries, PanelType, PanelWorst, RoomPanel } from './boards/panel.ts';
export type { AlertClocks, EscalationClock, IncidentClock } from './clocks.ts';
export type { Concern } from './concern.ts';
export type { InfraItem } from './infra.ts';
export { JOURNAL_ACTS, type JournalAct, type JournalEntry } from './journal.ts';
export type { RoomFinding, RoomPattern, RoomPatterns, RoomSuspect } from './logs/patterns.ts';
export type { OnCall } from './on-call/on-call.ts';
export type { RoomCell, RoomPage, RoomRow } from './pages.ts';
export type { Reading, UnknownReason } from './readings.ts';
export type { Approval, RingRecords, Validation } from './rings/approvals.ts';
export type { Check } from './rings/checks.ts';
export type { Ring, RingState } from './rings/rings.ts';
export type { Soak, SoakPause } from './rings/soak.ts';
export type { RoomSilence } from './silences/foreign-silences.ts';
export type { RoomSla } from './slos/slas.ts';
export type { PaceBurn, RoomSlo, WindowBurn } from './slos/slos.ts';
export type { SourceStatus } from './sources.ts';
export type { State } from './state.ts';
export type { Attribution } from './versions/attribution.ts';
export type { Comparison, ComparisonMetric } from './versions/comparison.ts';
export type { Traffic, TrafficShare } from './versions/traffic.ts';
export type { Judged, JudgedData, Verdict } from './versions/verdict.ts';

/** A room that somebody has open, on any machine that shares the ring store. */
export interface Presence {
  readonly by: string;
  readonly host: string;
  /** A `wall` only shows: nobody acts from it. */
  readonly kind: 'terminal' | 'wall';
  readonly since: Millis;
  /** This very room. */
  readonly self: boolean;
}

/** What every output shows: computed once, from profile, history, ring store and time. */
export interface Room extends RoomParts {
  readonly at: Millis;
  readonly profile: { readonly id: string; readonly name: string; readonly environment: string };
  readonly state: State;
  /** The worst thing in the room, or that all is well. */
  readonly finding: Finding;
  /** Queries of the profile without an answer of now. */
  readonly unanswered: readonly Unanswered[];
  readonly refresh: Seconds;
  /** Silences that ringdeck did not make: those that cover alerts of the room first. */
  readonly silences: readonly RoomSilence[];
  /** How long an acknowledgement lasts unless another time is asked for, and how far it is ever extended. */
  readonly ackLife: { readonly duration: Seconds; readonly max: Seconds };
  /** Null when alerts are not watched. */
  readonly incidents: Incidents | null;
  readonly journal: readonly JournalEntry[];
  /** Who is in the room, longest first; null when the ring store does not know. */
  readonly presence: readonly Presence[] | null;
  readonly pages: readonly RoomPage[];
  /** Where runbooks of alerts lie; null where only those are known that an alert names. */
  readonly runbooks: RunbooksSpec | null;
}
