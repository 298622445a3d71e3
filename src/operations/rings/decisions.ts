import { own } from '../../own.ts';
import { Moment } from '../../room/moment.ts';
import { standing } from '../../room/rings/approvals.ts';
import { judgeAttempt, type Prospect } from '../../room/rings/attempt.ts';
import { evidenceFor } from '../../room/rings/evidence.ts';
import { isOverridable, type Refusal } from '../../room/rings/validation.ts';
import type { Room, Validation } from '../../room/room.ts';
import type { Safe } from '../../text/safe.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { refusalText } from '../../wording/refusals.ts';
import { awaitsAnother, ringActText } from '../../wording/ring-acts.ts';
import type { ActResult, ToldRefusal } from '../operations.ts';
import type { LedgerState, RingAct } from '../stores/ring-store.ts';
import { approvalRecord, evidenceRecord } from './evidence.ts';

/** Who asks for what on which ring. */
export interface RingRequest {
  readonly ringId: string;
  readonly by: string;
  readonly note: string;
  readonly now: Millis;
  readonly override?: string | undefined;
}

/** What is to be written, and what the operator is told. */
export interface RingDecision {
  readonly act: RingAct;
  readonly result: ActResult;
  /** What forbids it, as far as that is about the ring. */
  readonly refusals: readonly Refusal[];
}

/** A room that has seen this many refreshes pass is no evidence for now: it was paused, or its feed died. */
const REFRESHES = 3;

/**
 * Validates the ring, asks for a second operator or is the second, or refuses with every reason. `ledger` is the
 * store's as it stands, newer than the room.
 */
export function decideValidate(ledger: LedgerState, room: Room, request: RingRequest): RingDecision {
  const { ringId, by, note, now, override } = request;
  const current = withLedger(room, ledger, now);
  const evidence = evidenceFor(current, ringId);
  const prospect = judgeAttempt(current, ringId, { operator: by, override });
  const entry = {
    at: now,
    by,
    act: 'validate',
    target: ringId,
    ...(note && { note }),
    ...(prospect.overridden.length > 0 && override && { override: override.trim() }),
    evidence: {
      ...(evidence && evidenceRecord(evidence)),
      ...(prospect.overridden.length > 0 && {
        overridden: prospect.overridden.map((one) => refusalText(one, room, now)),
      }),
    },
  } as const;
  const reasons = [...staleness(room, now), ...prospect.refusals.map((refusal) => told(refusal, room, now))];
  if (reasons.length > 0) {
    const detail = reasons.map(({ text }) => text).join('; ');
    const result = { result: 'refused', message: detail, reasons } as const;
    return { act: { record: { ...entry, result: 'refused', detail } }, result, refusals: prospect.refusals };
  }
  if (prospect.becomes === 'request') {
    const detail = ringActText.asked(ringId, entry);
    return {
      act: { record: { ...entry, act: 'request', result: 'done', detail } },
      result: { result: 'pending', message: awaitsAnother(detail) },
      refusals: [],
    };
  }
  const validation = validationOf(prospect, entry);
  const detail = ringActText.validated(ringId, prospect.request?.by ?? null, entry);
  return done({ record: { ...entry, result: 'done', detail }, change: { ringId, validation } });
}

interface Act {
  readonly at: Millis;
  readonly by: string;
  readonly note?: string;
  readonly override?: string;
}

/** A confirmed validation is the first operator's; the reason to override is that of whoever made it stand. */
function validationOf({ request }: Prospect, { at, by, note, override }: Act): Validation {
  const words = note ?? request?.note;
  return {
    by: request?.by ?? by,
    at,
    ...(words && { note: words }),
    ...(override && { override }),
    ...(request && { approvedBy: by }),
  };
}

/** Takes back what was asked for and waits for a second operator. */
export function decideWithdraw(ledger: LedgerState, room: Room, { ringId, by, note, now }: RingRequest): RingDecision {
  const request = withLedger(room, ledger, now).rings.find(({ id }) => id === ringId)?.approval;
  const entry = { at: now, by, act: 'withdraw', target: ringId, ...(note && { note }) } as const;
  if (!request) return refuse(entry, ringActText.notAsked(ringId));
  const detail = ringActText.withdrawn(ringId, { note });
  return done({ record: { ...entry, result: 'done', detail, evidence: { request: approvalRecord(request) } } });
}

/** Takes a validation back. That is never dangerous, so only what is not validated refuses. */
export function decideRevoke({ records }: LedgerState, { ringId, by, note, now }: RingRequest): RingDecision {
  const validation = own(records, ringId);
  const entry = { at: now, by, act: 'revoke', target: ringId, ...(note && { note }) } as const;
  if (!validation) return refuse(entry, ringActText.notValidated(ringId));
  const detail = ringActText.revoked(ringId, { note });
  return done({
    record: { ...entry, result: 'done', detail, evidence: { revoked: validation } },
    change: { ringId, validation: null },
  });
}

const done = (act: RingAct): RingDecision => ({
  act,
  result: { result: 'done', message: act.record.detail },
  refusals: [],
});

function refuse(entry: Omit<RingAct['record'], 'result' | 'detail'>, text: Safe): RingDecision {
  const reasons: readonly ToldRefusal[] = [{ kind: 'fail', text, overridable: false }];
  return {
    act: { record: { ...entry, result: 'refused', detail: text } },
    result: { result: 'refused', message: text, reasons },
    refusals: [],
  };
}

const told = (refusal: Refusal, room: Room, now: Millis): ToldRefusal => ({
  kind: refusal.kind,
  text: refusalText(refusal, room, now),
  overridable: isOverridable(refusal),
});

const withLedger = (room: Room, { records, journal }: LedgerState, now: Millis): Room => ({
  ...room,
  ringStoreError: null,
  rings: room.rings.map((ring) => ({ ...ring, ...standing(ring, { records, journal }, new Moment(now)) })),
});

function staleness(room: Room, now: Millis): readonly ToldRefusal[] {
  const age = secondsBetween(room.at, now);
  if (age <= REFRESHES * room.refresh) return [];
  return [{ kind: 'missing', text: ringActText.outdated(age), overridable: false }];
}
