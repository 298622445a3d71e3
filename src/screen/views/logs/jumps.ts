import { type Instead, type LogJump, labelsAsked } from '../../../logs/jump.ts';
import { own } from '../../../own.ts';
import type { Comparison, Ring, Room } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Millis, millis } from '../../../units.ts';

const MINUTE = 60_000;
/** Before and after an instant in the past that logs are wanted of, in milliseconds. */
const BEFORE = 10 * MINUTE;
const AFTER = 20 * MINUTE;
/** How far back logs are looked at unless something says from when on. */
export const SPAN = 60 * MINUTE;

/** The logs of an alert, around its start. */
export function alertLogs(fingerprint: string, room: Room): LogJump | null {
  const alert = room.alerts.list.find((one) => one.fingerprint === fingerprint);
  return alert === undefined ? null : around(room, alert.name, alert.labels, alert.startsAt);
}

/** The logs of a ring since its deployment. */
export function ringLogs(id: string, room: Room): LogJump | null {
  const ring = room.rings.find((one) => one.id === id);
  if (ring === undefined) return null;
  const labels = { ...shared(ring.checks.map(({ expr }) => labelsAsked(expr.text))), ring: ring.id };
  return {
    ...untilNow(room, `${ring.id}: ${ring.name}`, labels, ring.deployedAt),
    instead: insteadOfRing(room, ring),
  };
}

/** The logs of the candidate. */
export function candidateLogs(room: Room): LogJump | null {
  const { comparison } = room;
  return comparison === null ? null : untilNow(room, comparison.candidate.label, everyCandidateLabel(comparison), null);
}

/** Labels that all of them have, with one value. */
function shared(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => own(one, name) === value)),
  );
}

/** From a while before an instant; what is long past has an end too. */
export function around(room: Room, about: string, labels: Labels, at: Millis): LogJump {
  const from = millis(at - BEFORE);
  const to = millis(at + AFTER);
  return to < room.at ? { about, labels, from, to, at } : { about, labels, from, to: null, at };
}

/** The logs of what has certain labels from an instant on, else of the last hour, and what comes. */
export const untilNow = (room: Room, about: string, labels: Labels, from: Millis | null): LogJump => ({
  about,
  labels,
  from: from ?? millis(room.at - SPAN),
  to: null,
  at: null,
});

/** Labels that every metric of the candidate is asked with, and its version. */
const everyCandidateLabel = ({ candidate, metrics }: Comparison): Labels => ({
  version: candidate.id,
  ...shared(metrics.map(({ candidateExpr }) => labelsAsked(candidateExpr.text))),
});

/** Many logs do not say of which ring they are: then the version says it that the ring was given. */
function insteadOfRing({ comparison }: Room, { id, deployedAt }: Ring): Instead | undefined {
  if (comparison === null) return undefined;
  const { label } = comparison.candidate;
  const what = deployedAt === null ? `${label}, which ${id} does not run yet` : `${label} since ${id} runs it`;
  const remark = `All of ${what}: the logs do not tell the ring apart.`;
  return { of: 'ring', labels: everyCandidateLabel(comparison), remark };
}
