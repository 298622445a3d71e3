import type * as preview from './acks/preview.ts';
import type * as evidence from './rings/evidence.ts';
import type * as room from './room.ts';
import type { Shown } from './safe.ts';

/*
 * The room as all outputs have it, under the names it is built by: every text in it is safe to draw.
 */

export type {
  JournalAct,
  JudgedData,
  PanelType,
  RingState,
  State,
  UnknownReason,
} from './room.ts';

export type AckPreview = preview.AckPreview<RoomAlert>;
export type AlertAck = Shown<room.AlertAck>;
export type AlertClocks = Shown<room.AlertClocks>;
export type Alerts = Shown<room.Alerts>;
export type Approval = Shown<room.Approval>;
export type Check = Shown<room.Check>;
export type CheckEvidence = Shown<evidence.CheckEvidence>;
export type Comparison = Shown<room.Comparison>;
export type ComparisonMetric = Shown<room.ComparisonMetric>;
export type EndedAck = Shown<room.EndedAck>;
export type EscalationClock = Shown<room.EscalationClock>;
export type Evidence = Shown<evidence.Evidence>;
export type IncidentClock = Shown<room.IncidentClock>;
export type IncidentTally = Shown<room.IncidentTally>;
export type InfraItem = Shown<room.InfraItem>;
export type JournalEntry = Shown<room.JournalEntry>;
export type Judged = Shown<room.Judged>;
export type OnCall = Shown<room.OnCall>;
export type PastIncident = Shown<room.PastIncident>;
export type Presence = Shown<room.Presence>;
export type Reading = Shown<room.Reading>;
export type Ring = Shown<room.Ring>;
export type Room = Shown<room.Room>;
export type RoomAlert = Shown<room.RoomAlert>;
export type RoomFinding = Shown<room.RoomFinding>;
export type RoomPage = Shown<room.RoomPage>;
export type RoomPanel = Shown<room.RoomPanel>;
export type PanelContent = Shown<room.PanelContent>;
export type PanelSeries = Shown<room.PanelSeries>;
export type RoomPatterns = Shown<room.RoomPatterns>;
export type RoomSilence = Shown<room.RoomSilence>;
export type RoomSla = Shown<room.RoomSla>;
export type RoomSlo = Shown<room.RoomSlo>;
export type RoomSuspect = Shown<room.RoomSuspect>;
export type SourceStatus = Shown<room.SourceStatus>;
export type Traffic = Shown<room.Traffic>;
export type TrafficShare = Shown<room.TrafficShare>;
export type Verdict = Shown<room.Verdict>;
