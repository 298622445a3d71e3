import type { RawSeries, Role, Side } from './samples.ts';
import { isExported, type LabelList, ownLabels } from './twin-labels.ts';

/** A series without a sample for so many milliseconds has ended; should it come back, it is a new one. */
export const FORGET_AFTER = 3_600_000;
/** A series is compared with others at its first samples, and for longer while it has counted little. */
const YOUNG = 5;
const GROWN = 100;
/** From so many events on it is no accident that two counters stand at the same. */
export const TELLING = 20;

/**
 * What a series is to its counter.
 * - `new`: none of its samples was read
 * - `own`: it is what is counted, of all series of its counter
 * - `copy`: it tells what another one tells, which is counted
 * - `waiting`: its next sample, or that of another series, decides
 */
export type Membership = 'new' | 'own' | 'copy' | 'waiting';

/** JSON has no Infinity: null stands for the boundary of all requests. */
export type HeldRole = Exclude<Role, { kind: 'bucket' }> | { readonly kind: 'bucket'; readonly le: number | null };

/** Of which target a counter's samples are counted. */
export interface Place {
  readonly side: Side;
  readonly target: string;
}

/** One series, as JSON can hold it but for the series it belongs to. */
export interface Member {
  readonly key: string;
  readonly labels: LabelList;
  /** Labels that another server put aside for its own. */
  readonly exported: readonly string[];
  readonly side: Side;
  readonly target: string;
  readonly role: HeldRole;
  /** Samples heard and not yet read; those before `head` are. */
  times: number[];
  values: number[];
  head: number;
  /** The newest sample heard; null before the first. */
  heard: number | null;
  standing: Membership;
  /** The first sample that was read and the last one; null before. */
  first: number | null;
  time: number | null;
  value: number;
  reads: number;
  /** It is compared with others no more. */
  grown: boolean;
  /** The last two distances of its samples, in milliseconds; 0 before they are known. */
  gaps: [number, number];
  /** What its last sample added, a millisecond. */
  rise: number;
  /** Where it stood when what it counts was last counted. */
  base: number;
  /** Its counter began then at 0, as a created timestamp told since its last sample. */
  born: number | null;
  /** While it waits: until when. */
  until: number;
  /** A copy that fell before the other did. */
  fell: boolean;
  /** Of a copy on a target of its own: what the counter added up to its samples, what was to be expected, and in all. */
  early: number;
  expected: number;
  whole: number;
  /** A series of another target that stands at the same, and in how many samples in a row. */
  rival: string | null;
  near: number;
  /** The counter's name, and the target it was counted for last; of what is counted. */
  counter: string;
  place: Place | null;
  leader: Member | null;
  copies: Member[];
}

export const newMember = ({ key, labels, side, target, role }: RawSeries): Member => ({
  key,
  labels: ownLabels(labels),
  exported: Object.keys(labels).filter(isExported),
  side,
  target,
  role: role.kind === 'bucket' && role.le === Infinity ? { kind: 'bucket', le: null } : role,
  times: [],
  values: [],
  head: 0,
  heard: null,
  standing: 'new',
  first: null,
  time: null,
  value: 0,
  reads: 0,
  grown: false,
  gaps: [0, 0],
  rise: 0,
  base: 0,
  born: null,
  until: 0,
  fell: false,
  early: 0,
  expected: 0,
  whole: 0,
  rival: null,
  near: 0,
  counter: key,
  place: null,
  leader: null,
  copies: [],
});

export const nextTime = ({ times, head }: Member): number => times[head] ?? Infinity;

/** The distance of its samples, in milliseconds: the lesser of the last two, since a scrape may have been missed. */
export function intervalOf({ gaps }: Member, unknown: number): number {
  const one = gaps[0];
  const other = gaps[1];
  if (one > 0 && other > 0) return Math.min(one, other);
  return one || other || unknown;
}

/** Whether it should have been scraped again by `time`, if it still were: at that moment, or a little later. */
export const isSilent = (member: Member, time: number, unknown: number): boolean =>
  member.time !== null && time - member.time >= 0.95 * intervalOf(member, unknown);

/** Whether it has surely ended, as far as one missed scrape tells: it was scraped more than once, and a scrape is lacking. */
export const hasEnded = (member: Member, time: number): boolean =>
  member.time !== null && member.gaps[1] > 0 && time - member.time > 1.95 * intervalOf(member, member.gaps[1]);

/** A member has read a sample. */
export function advance(member: Member, time: number, value: number): void {
  if (member.time !== null) {
    const gap = time - member.time;
    member.gaps = [member.gaps[1], gap];
    member.rise = Math.max(0, value - member.value) / gap;
  }
  member.first ??= time;
  member.time = time;
  member.value = value;
  member.reads += 1;
  if (member.reads >= (value < TELLING ? GROWN : YOUNG)) member.grown = true;
}

/** Forgets what was read. */
export function compactMember(member: Member): void {
  const { head, times, values } = member;
  if (head === 0) return;
  member.head = 0;
  if (head === times.length) {
    times.length = 0;
    values.length = 0;
    return;
  }
  member.times = times.slice(head);
  member.values = values.slice(head);
}

/** Which of several samples of one time is read first: the lower. */
export const rankOf = ({ standing, role }: Member): number =>
  (standing === 'own' ? 0 : standing === 'copy' ? 4 : 2) + (role.kind === 'start' ? 0 : 1);
