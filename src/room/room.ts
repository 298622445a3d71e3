import type { CountingProblem } from '../frames/selectors/counting-problem.ts';
import type { StageVerdict } from '../frames/stage-judge.ts';
import type { Limit } from '../limits/limit.ts';
import type { Query } from '../profile/query.ts';
import type { PanelId } from '../profile/schema/panels.ts';
import type { SourceError } from '../sources/error.ts';
import type { SourceKind } from '../sources/kinds.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Millis, PerSecond, Ratio, Seconds, Unit } from '../units.ts';
import type { DataState } from '../verdict/verdict.ts';
import type { RoomSilence } from './acks/room-acks.ts';
import type { Alerts } from './alerts/room-alerts.ts';
import type { Incidents, OnCall } from './alerts/room-incidents.ts';
import type { RoomPatterns } from './logs/room-patterns.ts';
import type { JournalEntry } from './room-journal.ts';
import type { Reading } from './room-reading.ts';

export type { AlertAck, AlertClaim, EndedAck, LapsedAck, OwnAck, RoomSilence, Tier } from './acks/room-acks.ts';
export type { AlertState, Alerts, Concern, RoomAlert } from './alerts/room-alerts.ts';
export type {
  AlertClocks,
  Attribution,
  EscalationClock,
  IncidentClock,
  Incidents,
  IncidentTally,
  OnCall,
} from './alerts/room-incidents.ts';
export type { RoomFinding, RoomPattern, RoomPatterns, RoomSuspect } from './logs/room-patterns.ts';
export { JOURNAL_ACTS, type JournalAct, type JournalEntry } from './room-journal.ts';
export type { Reading, UnknownReason } from './room-reading.ts';

/** One word for how something stands; `unknown` is never drawn as healthy. */
export type State = 'ok' | 'warn' | 'fail' | 'unknown';

/** A reading held against its limits. */
export interface Check {
  readonly id: string;
  readonly label: string;
  /** As it is asked; its history is found by it. */
  readonly expr: Query;
  readonly unit: Unit;
  readonly reading: Reading;
  readonly state: State;
  readonly limit: Limit;
  readonly critical: boolean;
}

/** `rolled-back`: it was deployed, as far back as the trends reach, and is not any more. */
export type RingState =
  | 'waiting'
  | 'deploying'
  | 'soaking'
  | 'ready'
  | 'validated'
  | 'failing'
  | 'unknown'
  | 'rolled-back';

export interface Validation {
  /** Empty when the store does not say. */
  readonly by: string;
  /** Null when the store does not say. */
  readonly at: Millis | null;
  readonly note?: string;
  /** The typed reason for which what stood against it was overridden. */
  readonly override?: string;
  /** The second operator, who confirmed what `by` asked for. */
  readonly approvedBy?: string;
}

/** What one operator asked for and another must confirm. */
export interface Approval {
  readonly by: string;
  readonly at: Millis;
  /** Nobody can confirm it from then on. */
  readonly expiresAt: Millis;
  readonly note?: string;
  /** The reason typed with it, for what stood against the ring when it was asked. */
  readonly override?: string;
}

/** Which rings are validated, by ring id; a ring that is absent is not. */
export type RingRecords = Readonly<Record<string, Validation>>;

export interface Soak {
  /** Time since deployment during which every check was known and passed. */
  readonly elapsed: Seconds;
  readonly required: Seconds;
  /** Time since deployment during which the clock stood still, as far back as it is looked for: twice the soak. */
  readonly pausedFor: Seconds;
  /** Set while the clock stands still. */
  readonly paused?: SoakPause;
}

export interface SoakPause {
  /** The oldest instant it is known to have stood still from. */
  readonly since: Millis;
  /** The check or source that holds it up, and how: "error rate unknown: Prometheus has not answered for 2m". */
  readonly why: string;
}

export interface Ring {
  readonly id: string;
  readonly name: string;
  /** What the verdict must say before it may be validated; absent when nothing is asked of it. */
  readonly verdict?: 'not-worse' | 'pass';
  readonly after: readonly string[];
  readonly state: RingState;
  /** One short sentence that explains the state, e.g. "waits for ring0". */
  readonly reason: string;
  /** Null when it is not validated; `by` is empty when the store says so without a name. */
  readonly validated: Validation | null;
  /** Operators it takes to validate it. */
  readonly approvals: 1 | 2;
  /** What was asked for and waits for a second operator. */
  readonly approval: Approval | null;
  readonly deployedAt: Millis | null;
  readonly soak: Soak | null;
  readonly checks: readonly Check[];
}

export interface ComparisonMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** Which way is better, so that a delta can be judged. */
  readonly better: 'lower' | 'higher';
  readonly baseline: Reading;
  readonly candidate: Reading;
  readonly baselineExpr: Query;
  readonly candidateExpr: Query;
  /** candidate − baseline in base units; null when either is unknown. */
  readonly delta: number | null;
  readonly state: State;
  /** The limit on the candidate's own value; none when only the versions' difference is limited. */
  readonly limit?: Limit;
  /** The limit that decided the state, in words: "at most 2 pt above V1". */
  readonly limitText: string;
  /** The limits alone that it does not keep, in words; empty while it keeps all of them. */
  readonly missed?: string;
  /** How the candidate's own value stands, and how it stands against the baseline's. */
  readonly states?: { readonly own: State; readonly difference: State };
}

/**
 * Whether what is counted can carry a verdict. Besides the judge's own words: `WAITING` for the first samples, `COUNTING`
 * what came before, `DOWN` when no pod of the candidate answers.
 */
export type JudgedData = DataState | CountingProblem['kind'] | 'WAITING' | 'COUNTING' | 'DOWN';

/** The numbers behind a verdict. */
export interface Judged extends StageVerdict {
  /** The ring that the rollout has reached; null when no ring tells. */
  readonly ring: string | null;
  readonly data: JudgedData;
  /** The candidate's pods as `up` has them; null when that is not asked for, or not known. */
  readonly pods: { readonly up: number; readonly down: number } | null;
  /** What is wrong with the candidate's pods, whatever those that answer say; nothing passes meanwhile. */
  readonly ailments: readonly string[];
}

export interface Verdict {
  readonly state: 'better' | 'same' | 'worse' | 'inconclusive' | 'unknown';
  /**
   * `limits`: a plain comparison of the newest values against limits, no statistics. `e-process`: what is counted since
   * the stage began, by a test that may be looked at at any time.
   */
  readonly method: 'limits' | 'e-process';
  /** What it means for the room: a warning comes before `worse`, and too little evidence is no warning. */
  readonly level: State;
  /** One line anyone understands. */
  readonly sentence: string;
  readonly reasons: readonly string[];
  /** Null where nothing is counted. */
  readonly judged: Judged | null;
  /** Present when it is unknown because an answer was partial. */
  readonly partial?: true;
}

/** The newest values against their limits. */
export interface LimitsVerdict {
  readonly state: State;
  readonly sentence: string;
  readonly reasons: readonly string[];
}

export interface Comparison {
  readonly baseline: { readonly id: string; readonly label: string };
  readonly candidate: { readonly id: string; readonly label: string };
  readonly metrics: readonly ComparisonMetric[];
  readonly limits: LimitsVerdict;
  readonly verdict: Verdict;
}

export interface TrafficShare {
  readonly version: string;
  readonly role: 'baseline' | 'candidate';
  readonly label: string;
  readonly requests: Reading;
  readonly expr: Query;
  /** Null while any version's rate is unknown or nobody sends requests. */
  readonly share: Ratio | null;
}

export interface Traffic {
  readonly shares: readonly TrafficShare[];
  readonly total: PerSecond | null;
  /** Planned share of the candidate. */
  readonly planned: Reading | null;
  readonly state: State;
  readonly reason: string;
}

export interface InfraItem {
  readonly group: string;
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** How to draw it: a `bar` fills to its limit or 100 %, an `up` is a yes or no, a `value` a number. */
  readonly show: 'bar' | 'up' | 'value';
  readonly reading: Reading;
  readonly state: State;
  readonly limit: Limit | null;
  readonly expr: Query;
  /** The label that tells this row from the others of its query, as the servers have it; none where it is the only one. */
  readonly exactLabels: Labels;
}

export interface SourceStatus {
  readonly id: string;
  readonly kind: SourceKind;
  /** `partial`: it is up, but to some of what it was asked it gave no answer, or only refusals. */
  readonly state: 'ok' | 'partial' | 'stale' | 'failed' | 'waiting';
  /** Since the last good answer; null before the first. */
  readonly age: Seconds | null;
  readonly latency: Seconds | null;
  /** What came instead of an answer, or of some of them. */
  readonly error: SourceError | null;
}

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

export interface RoomPage {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelId[];
  /** Groups of infrastructure rows it shows, as rows name them; null: all. */
  readonly infra: readonly string[] | null;
}

/** What every output shows: computed once, from profile, history, ring store and time. */
export interface Room {
  readonly at: Millis;
  readonly profile: { readonly id: string; readonly name: string; readonly environment: string };
  readonly state: State;
  /** The worst thing in the room as one sentence, or that all is well. */
  readonly headline: string;
  readonly refresh: Seconds;
  readonly sources: readonly SourceStatus[];
  readonly rings: readonly Ring[];
  /** Why ring state could not be read; its validations are then unknown. */
  readonly ringStoreError: string | null;
  readonly comparison: Comparison | null;
  readonly traffic: Traffic | null;
  /** Null where the versions' logs are not compared. */
  readonly patterns: RoomPatterns | null;
  readonly alerts: Alerts;
  /** Silences that ringdeck did not make: those that cover alerts of the room first. */
  readonly silences: readonly RoomSilence[];
  /** How long an acknowledgement lasts unless another time is asked for, and how far it is ever extended. */
  readonly ackLife: { readonly duration: Seconds; readonly max: Seconds };
  /** Null when the profile does not say who is on call. */
  readonly onCall: OnCall | null;
  /** Null when alerts are not watched. */
  readonly incidents: Incidents | null;
  readonly infra: readonly InfraItem[];
  readonly journal: readonly JournalEntry[];
  /** Who is in the room, longest first; null when the ring store does not know. */
  readonly presence: readonly Presence[] | null;
  readonly pages: readonly RoomPage[];
}
