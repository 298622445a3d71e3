import type { Room, RoomAlert } from '../room/room.ts';
import type { Millis } from '../units.ts';
import { endingText, lapsedText } from '../wording/acks.ts';
import type { AckSnapshot, ClaimSnapshot, EndedAcksSnapshot, LapsedSnapshot, SilencesSnapshot } from './schema/acks.ts';

/** The parts of the snapshot that tell who takes care of alerts, and what keeps them quiet. */
const iso = (at: number): string => new Date(at).toISOString();

export const toAck = ({ ack }: RoomAlert): AckSnapshot =>
  ack && {
    by: ack.by,
    at: iso(ack.at),
    expiresAt: iso(ack.expiresAt),
    note: ack.note,
    silence: ack.silenceId,
    ours: ack.ours,
    fixed: ack.fixed,
    propagating: ack.propagating,
  };

export const toLapsed = ({ lapsed }: RoomAlert, now: Millis): LapsedSnapshot =>
  lapsed && {
    by: lapsed.by,
    why: lapsed.why,
    tier: lapsed.tier,
    silences: lapsed.silences,
    text: lapsedText(lapsed, now),
    silence: lapsed.silenceId,
    at: iso(lapsed.at),
  };

export const toClaim = ({ claim }: RoomAlert): ClaimSnapshot => claim && { ...claim, at: iso(claim.at) };

export const toEndedAcks = ({ alerts, at: now }: Room): EndedAcksSnapshot =>
  alerts.ended.map((ended) => ({
    fingerprint: ended.fingerprint,
    name: ended.name,
    by: ended.by,
    at: iso(ended.at),
    endedAt: iso(ended.endedAt),
    again: ended.again === null ? null : iso(ended.again),
    telling: ended.telling,
    receivers: [...ended.receivers],
    text: endingText(ended, now),
  }));

export const toSilences = ({ silences }: Room): SilencesSnapshot =>
  silences.map(({ startsAt, endsAt, covers, ...silence }) => ({
    ...silence,
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
    covers: [...covers],
  }));
