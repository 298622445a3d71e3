import { limitNumbers } from '../limits/record.ts';
import type { PaceBurn, Reading, Room, RoomSla, RoomSlo, WindowBurn } from '../room/room.ts';
import type { Millis } from '../units.ts';
import { unreadReason } from '../wording/readings.ts';
import { slaText, sloText } from '../wording/slos.ts';
import type { SlasSnapshot, SlosSnapshot } from './schema/slos.ts';

/** Objectives and agreements in the published form; nothing where the profile has none. */
export function toPromises({ slos, slas, at }: Pick<Room, 'slos' | 'slas' | 'at'>) {
  return {
    ...(slos.length > 0 && { slos: slos.map((slo) => toSlo(slo, at)) }),
    ...(slas.length > 0 && { slas: slas.map((sla) => toSla(sla, at)) }),
  };
}

function toSlo(slo: RoomSlo, now: Millis): SlosSnapshot[number] {
  const { id, label, objective, window, covered, state, good, left, runsOut, burns } = slo;
  return {
    id,
    label,
    objective,
    windowSeconds: window,
    coveredSeconds: covered,
    state,
    sentence: sloText(slo, now),
    good,
    budgetLeft: numberOf(left),
    runsOutSeconds: runsOut,
    burn: { fast: toBurn(burns.fast, now), slow: toBurn(burns.slow, now) },
    ...reasonOf(left, now),
  };
}

const toBurn = ({ factor, burning, short, long }: PaceBurn, now: Millis) => ({
  factor,
  burning,
  windows: [short, long].map(({ window, errors, rate, idle }: WindowBurn) => ({
    seconds: window,
    errors: numberOf(errors),
    rate,
    idle,
    ...reasonOf(errors, now),
  })),
});

function toSla(sla: RoomSla, now: Millis): SlasSnapshot[number] {
  const { id, label, slo, window, covered, unit, reading, limit, state, standing } = sla;
  return {
    id,
    label,
    slo,
    windowSeconds: window,
    coveredSeconds: covered,
    unit,
    value: numberOf(reading),
    ...limitNumbers(limit),
    direction: limit.kind,
    state,
    standing: standing.kind,
    ...('since' in standing && { since: iso(standing.since) }),
    ...('until' in standing && { recoveredAt: iso(standing.until) }),
    sentence: slaText(sla, now),
    ...reasonOf(reading, now),
  };
}

const iso = (at: Millis): string => new Date(at).toISOString();
/** JSON has no infinities: what is not finite is not known. */
const numberOf = (reading: Reading): number | null =>
  reading.known && Number.isFinite(reading.value) ? reading.value : null;
const reasonOf = (reading: Reading, now: Millis): { reason?: string } =>
  reading.known ? {} : { reason: unreadReason(reading, now) };
