import { fits, isFree } from './agreement.ts';
import { lastBefore } from './births.ts';
import { FORGET_AFTER, intervalOf, isSilent, type Member, TELLING } from './member.ts';
import type { Relatives } from './relatives.ts';
import { type Difference, differenceOf } from './twin-labels.ts';
import type { Twins } from './twins.ts';

/** One that ended so many intervals ago goes on in a new one, while others of its target were scraped meanwhile. */
const ENDED_WITHIN = 2.5;

export interface KinshipParts {
  readonly relatives: Relatives;
  readonly twins: Twins;
  /** Milliseconds between samples where that is not known. */
  readonly unknown: number;
  /** Reads a series up to an instant, where nothing has to be decided about it. */
  readonly catchUp: (member: Member, until: number) => void;
}

/** A sample and what is looked at beside it. */
interface Look {
  readonly time: number;
  readonly value: number;
  readonly difference: Difference;
}

/** Tells of which other series one may be a copy or the continuation. */
export class Kinship {
  readonly #relatives: Relatives;
  readonly #twins: Twins;
  readonly #unknown: number;
  readonly #catchUp: KinshipParts['catchUp'];

  constructor({ relatives, twins, unknown, catchUp }: KinshipParts) {
    this.#relatives = relatives;
    this.#twins = twins;
    this.#unknown = unknown;
    this.#catchUp = catchUp;
  }

  /** Whether a series of its target was scraped before. */
  isKnownTarget(member: Member, time: number): boolean {
    return this.#relatives.ofTarget(member).some(({ first }) => first !== null && first < time);
  }

  /** The series of which this one may be a copy or the continuation: the one with the most labels in common. */
  findTwin(member: Member, time: number, value: number): Member | null {
    let best: Found | null = null;
    const candidates = [...this.#relatives.alike(member)];
    if (member.standing !== 'own' && this.isKnownTarget(member, time))
      candidates.push(...this.#relatives.elsewhere(member));
    for (const other of candidates) {
      if (other === member || other.standing !== 'own') continue;
      this.#catchUp(other, time);
      if (!isFree(other, time) && !fits(other, time, value)) continue;
      const difference = differenceOf(other.labels, member.labels);
      if (!this.#mayBeTwin(other, member, { time, value, difference })) continue;
      const labels = difference.length;
      if (best === null || isCloser({ other, labels }, best)) best = { other, labels };
    }
    return best?.other ?? null;
  }

  /** What goes on under other labels has ended before; of what is still there a series that begins may be a copy. */
  #mayBeTwin(other: Member, member: Member, { time, value, difference }: Look): boolean {
    // A sum may fall: that it is a copy is told by what other series differ by.
    const isTold = isFree(other, time) && this.#twins.knows(difference);
    if (!isTold && !fits(other, time, value)) return false;
    if (isSilent(other, time, this.#unknown)) return member.standing !== 'own' && this.#hasJustEnded(other, time);
    const [here, there] = [this.#relatives.placeOf(member), this.#relatives.placeOf(other)];
    if (here.side !== there.side || here.target !== there.target) return false;
    return value >= TELLING || difference.length === 0 || this.#twins.knows(difference);
  }

  #hasJustEnded(other: Member, time: number): boolean {
    const ended = other.time ?? time;
    if (time - ended <= ENDED_WITHIN * intervalOf(other, this.#unknown)) return true;
    if (time - ended > FORGET_AFTER) return false;
    return this.#relatives.ofTarget(other).every((one) => !this.#livedOn(one, ended, time));
  }

  /** Whether a series that is counted has a sample between two instants. */
  #livedOn(one: Member, from: number, to: number): boolean {
    if (one.standing !== 'own') return false;
    this.#catchUp(one, to);
    const last = lastBefore(one, to);
    return last !== null && last > from;
  }

  /** Whether a new series looks like one that may still have ended: its next sample decides. */
  mayBeAnother(member: Member, time: number, value: number): boolean {
    const living = this.#relatives.ofTarget(member).filter((one) => one.standing === 'own' && !this.isGone(one, time));
    if (
      this.#twins.isHalf(
        member.labels,
        living.map(({ labels }) => labels),
      )
    )
      return true;
    if (value < TELLING || member.role.kind === 'start') return false;
    const others = [...this.#relatives.alike(member)].filter(({ side }) => side !== member.side);
    if (this.isKnownTarget(member, time)) others.push(...this.#relatives.elsewhere(member));
    return others.some(
      (one) => one !== member && one.standing === 'own' && !this.isGone(one, time) && fits(one, time, value),
    );
  }

  /** Whether a series has ended, as far as can be known at that time. */
  isGone(one: Member, time: number): boolean {
    this.#catchUp(one, time);
    return isSilent(one, time, this.#unknown);
  }
}

interface Found {
  readonly other: Member;
  readonly labels: number;
}

/** More labels in common; then what stands at more. */
function isCloser(one: Found, than: Found): boolean {
  if (one.labels !== than.labels) return one.labels < than.labels;
  if (one.other.value !== than.other.value) return one.other.value > than.other.value;
  return one.other.key < than.other.key;
}
