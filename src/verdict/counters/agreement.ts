import type { Member } from './member.ts';

/** A sample bears the time at which its scrape began; so many milliseconds later it is read at the latest, as a rule. */
const SLACK = 500;
/** So many events have to be expected in a part of the time before their absence says anything. */
const EXPECTED = 30;

/**
 * Whether a sample can be of the same counter as the samples of `other`, up to that time: no counter goes back, and two
 * samples of the same instant are the same.
 */
export function fits(other: Member, time: number, value: number): boolean {
  if (other.role.kind === 'start' || other.time === time) return value === other.value;
  return value >= other.value - Math.ceil(other.rise * SLACK);
}

/** Whether its samples tell nothing of what a copy's are at another instant: a sum may grow and fall by any step. */
export const isFree = ({ role, time: of }: Member, time: number): boolean => role.kind === 'sum' && of !== time;

/** Whether a sample is what `other` lets expect for that time, give or take four times what chance makes of it. */
export function isNear(other: Member, time: number, value: number): boolean {
  if (other.role.kind === 'start' || other.time === time) return value === other.value;
  const expected = other.time === null ? 0 : other.rise * (time - other.time);
  return Math.abs(value - other.value - expected) <= 4 * Math.sqrt(Math.abs(expected)) + other.rise * SLACK;
}

/** A deviation from what lies between two samples, squared, over that which chance makes of it: what bursts may add. */
const BURSTS = 4;

/** Whether the last sample of a series lies between the two last ones of another where traffic would have put it. */
export function interleaves(one: Member, member: Member, time: number, value: number): boolean {
  if (one.time === time) return one.value === value;
  if (one.time === null || member.time === null || one.time <= member.time) return false;
  const part = (one.time - member.time) / (time - member.time);
  const added = value - member.value;
  const deviation = one.value - member.value - added * part;
  return added > 0 && deviation ** 2 <= BURSTS * added * part * (1 - part);
}

/** Whether a copy's next sample can be one; the copy may be the first to see that the process began anew. */
export function follows(copy: Member, leader: Member, time: number, value: number): boolean {
  if (copy.role.kind === 'start' || isFree(leader, time) || fits(leader, time, value)) return true;
  if (leader.time === time || value >= copy.value) return false;
  copy.fell = true;
  return true;
}

/** What the next sample of a leader says of its copy. */
export interface Agreement {
  readonly agrees: boolean;
  /** Events in which both agree. */
  readonly events: number;
}

/** What a member's last sample added: a copy that was scraped with it told the same, or would be one no more. */
const lastRise = ({ rise, gaps: [, gap] }: Member): number => Math.round(rise * gap);

/** Compares what a copy told since the leader's last sample with the leader's next one, which is not read yet. */
export function agreement(copy: Member, leader: Member, time: number, value: number): Agreement {
  const since = leader.time;
  if (copy.role.kind === 'sum' && copy.time !== since) return { agrees: true, events: 0 };
  if (copy.role.kind === 'start' || since === null || copy.time === null || copy.time <= since || copy.time >= time)
    return { agrees: true, events: copy.time === since && copy.reads > 1 ? lastRise(leader) : 0 };
  const events = value - leader.value;
  if (copy.fell) {
    copy.fell = false;
    return { agrees: events < 0, events: 0 };
  }
  if (events < 0) return { agrees: true, events: 0 };
  const slack = Math.ceil((events * SLACK) / (time - since));
  if (copy.value > value + slack) return { agrees: false, events: 0 };
  if (copy.target === leader.target) return { agrees: true, events };
  const part = (copy.time - since) / (time - since);
  copy.early += Math.min(events, Math.max(0, copy.value - leader.value));
  copy.expected += events * part;
  copy.whole += events;
  return { agrees: isSpread(copy), events };
}

/**
 * Two pods that are given the same load take turns in counting the same, and look like two scrapes of one; but then nothing is
 * counted between the scrape of the one and that of the other, however long that is.
 */
function isSpread({ early, expected, whole }: Member): boolean {
  if (expected >= EXPECTED && early < 0.1 * expected) return false;
  return !(whole - expected >= EXPECTED && whole - early < 0.1 * (whole - expected));
}
