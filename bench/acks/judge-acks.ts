import { type Case, downBetween, type Finding, incidentAt, isTakenBack } from './case.ts';
import type { AckSilence, Down, Run } from './run.ts';

/** How long an acknowledgement stood after the end of its incident, while a room was open that could end it. */
export interface Outlived {
  readonly seconds: number;
  /** Of the room that had most, beyond its first look. */
  readonly refreshes: number;
}

/** By then what Prometheus found has come to whoever asks, in milliseconds. */
const SEEN = 300;
const REFRESHES = 2;
/** The first look may have begun before the end, or is what a room opens with. */
const FIRST = 1;

/** Whether acknowledgements end with their incidents, and not before. */
export function judgeAcks(
  run: Run,
  one: Case,
): { readonly findings: readonly Finding[]; readonly outlived: readonly Outlived[] } {
  const findings: Finding[] = [];
  const outlived: Outlived[] = [];
  for (const silence of one.silences) {
    const by = outlivedBy(run, one, silence);
    if (by) outlived.push(by);
    // What takes long on a busy machine takes no longer for more refreshes.
    if (by && by.refreshes > REFRESHES + Math.floor(run.lag / 1000 / run.pace.refresh)) {
      const text = `${silence.by}'s acknowledgement stood for ${by.refreshes} refreshes (${by.seconds.toFixed(1)} s) after the end`;
      findings.push({ check: 'ack-outlives', id: one.id, at: silence.to, text });
    }
    const lost = lostBy(run, one, silence);
    if (lost !== null) findings.push({ check: 'ack-lost', id: one.id, at: silence.to, text: lost });
  }
  return { findings: [...findings, ...judgeJournal(run, one)], outlived };
}

/** What rooms ended of one incident has a line, and no acknowledgement has two. */
function judgeJournal({ journal }: Run, one: Case): readonly Finding[] {
  const ended = one.silences.filter((silence) => endedByRoom(one, silence));
  return [...Map.groupBy(ended, ({ of }) => incidentAt(one, of))].flatMap(([incident, silences]): Finding[] => {
    const lines = silences.map(({ silence }) =>
      journal.filter((line) => line.act === 'end' && line.silence === silence),
    );
    const counts = lines.map(({ length }) => length);
    const right = Math.max(...counts) === 1;
    if (right || !incident?.ended) return [];
    const text = `${counts.join(' and ')} lines of the journal tell that its acknowledgement was ended`;
    return [{ check: 'journal', id: one.id, at: incident.ended, text }];
  });
}

/** Null for one that ended with or before its incident. */
function outlivedBy(run: Run, one: Case, { of, from, to }: AckSilence): Outlived | null {
  const ended = incidentAt(one, of)?.ended ?? null;
  if (ended === null) return null;
  const over = Math.max(ended, from);
  const until = Math.min(to, run.ended);
  if (until <= over) return null;
  const counts = run.rooms.flatMap(({ refreshes, open }) =>
    open.map((span) => {
      const since = Math.max(over + SEEN, span.from);
      const within = refreshes.filter((at) => at > since && at < Math.min(until, span.to ?? run.ended));
      const sighted = within.filter((at) => downBetween(run, at - 1, at, blinds(run)) === 0);
      return sighted.filter((at, i) => !isExtra(run.pace, at, sighted[i - 1])).length - FIRST;
    }),
  );
  return { seconds: openFor(run, over, until) / 1000, refreshes: Math.max(0, ...counts) };
}

/** After an act a room looks again at once, which is none of its regular refreshes. */
const isExtra = ({ refresh }: Run['pace'], at: number, before = 0): boolean => at - before < refresh * 500;

/** Without Prometheus, or without any member, no room can know or do anything. */
const blinds =
  ({ size }: Run) =>
  ({ what }: Down): boolean =>
    what === 'prometheus' || (what === 'member' && size === 1);

/** Milliseconds of a time in which at least one room was open. */
function openFor({ rooms, ended }: Run, from: number, to: number): number {
  const spans = rooms
    .flatMap(({ open }) => open.map((span) => [Math.max(from, span.from), Math.min(to, span.to ?? ended)] as const))
    .filter(([start, end]) => end > start)
    .sort(([a], [b]) => a - b);
  let open = 0;
  let reached = from;
  for (const [start, end] of spans) {
    open += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return open;
}

/** Why an acknowledgement should not have ended when it did, or null. */
function lostBy(run: Run, one: Case, silence: AckSilence): string | null {
  const { of, to, by, cut } = silence;
  const incident = incidentAt(one, of);
  if (incident === undefined) return null;
  const { began, ended, endedAtEarliest = ended } = incident;
  const fires = to > began && to < (endedAtEarliest ?? run.ended);
  const other = one.silences.some((another) => another !== silence && another.from <= to && another.to > to);
  if (!fires || other || isTakenBack(one, silence)) return null;
  if (cut) return `${by}'s acknowledgement was ended while its alert fired`;
  const patience = (run.pace.ackDuration * 1000) / 2;
  const kept = run.rooms.some(
    ({ operator, open }) =>
      operator === by && open.some((span) => span.from < to - patience && (span.to ?? run.ended) > to),
  );
  const down = downBetween(run, to - patience, to, blinds(run)) > 0;
  return kept && !down ? `${by}'s acknowledgement ran out while its alert fired and a room of ${by}'s was open` : null;
}

const endedByRoom = (one: Case, silence: AckSilence): boolean => {
  const ended = incidentAt(one, silence.of)?.ended ?? null;
  return ended !== null && silence.cut && silence.to >= ended && !isTakenBack(one, silence);
};
