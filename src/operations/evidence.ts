import type { Check, Reading, Ring, Room } from '../room/room.ts';

/** What an act on a ring rested on, as plain JSON for the journal; numbers in base units, unknown is null. */
export function evidenceOf(
  { at, comparison }: Room,
  { checks, soak, deployedAt }: Ring,
): Readonly<Record<string, unknown>> {
  return {
    at: new Date(at).toISOString(),
    deployedAt: deployedAt === null ? null : new Date(deployedAt).toISOString(),
    soak: soak && { elapsedSeconds: soak.elapsed, requiredSeconds: soak.required },
    checks: checks.map(checkEvidence),
    verdict: comparison?.verdict.state ?? null,
  };
}

const checkEvidence = ({ id, expr, unit, state, direction, limit, reading }: Check) => ({
  id,
  expr,
  unit,
  state,
  direction,
  limit,
  ...readingEvidence(reading),
});

const readingEvidence = (reading: Reading) =>
  reading.known
    ? { value: reading.value, at: new Date(reading.at).toISOString() }
    : { value: null, reason: reading.reason };
