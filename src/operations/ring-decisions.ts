import type { RingRecords, Room } from '../room/room.ts';
import { validateRefusals } from '../room/validation.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { evidenceOf } from './evidence.ts';
import { refusalText } from './refusal-text.ts';
import type { RingAct } from './ring-store.ts';

/** Who asks for what on which ring. */
export interface RingRequest {
  readonly ringId: string;
  readonly by: string;
  readonly note: string;
  readonly now: Millis;
}

/** A room that has seen this many refreshes pass is no evidence for now: it was paused, or its feed died. */
const REFRESHES = 3;

/** Validates the ring, or refuses with every reason. `records` are the store's as they stand, newer than the room. */
export function decideValidate(records: RingRecords, room: Room, request: RingRequest): RingAct {
  const { ringId, by, note, now } = request;
  const current = withRecords(room, records);
  const reasons = [...staleness(room, now), ...validateRefusals(current, ringId).map((r) => refusalText(r, now))];
  const ring = current.rings.find(({ id }) => id === ringId);
  const evidence = ring ? evidenceOf(room, ring) : {};
  const entry = { at: now, by, act: 'validate', target: ringId, evidence } as const;
  if (reasons.length > 0) return { record: { ...entry, result: 'refused', detail: reasons.join('; ') } };
  return {
    record: { ...entry, result: 'done', detail: `${ringId} is validated${note && `: ${note}`}` },
    change: { ringId, validation: { by, at: now, ...(note && { note }) } },
  };
}

/** Takes a validation back. That is never dangerous, so only what is not validated refuses. */
export function decideRevoke(records: RingRecords, { ringId, by, note, now }: RingRequest): RingAct {
  const validation = records[ringId];
  const entry = { at: now, by, act: 'revoke', target: ringId } as const;
  if (!validation) return { record: { ...entry, result: 'refused', detail: `${ringId} is not validated` } };
  const detail = `the validation of ${ringId} is revoked${note && `: ${note}`}`;
  return {
    record: { ...entry, result: 'done', detail, evidence: { revoked: validation } },
    change: { ringId, validation: null },
  };
}

const withRecords = (room: Room, records: RingRecords): Room => ({
  ...room,
  ringStoreError: null,
  rings: room.rings.map((ring) => ({ ...ring, validated: records[ring.id] ?? null })),
});

function staleness(room: Room, now: Millis): readonly string[] {
  const age = secondsBetween(room.at, now);
  return age > REFRESHES * room.refresh ? [`what is shown is ${formatAge(age)} old; refresh first`] : [];
}
