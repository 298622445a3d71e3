import { interleaves, isNear } from './agreement.ts';
import type { Kinship, KinshipParts } from './kinship.ts';
import { hasEnded, type Member } from './member.ts';
import type { Relatives } from './relatives.ts';
import { roleName } from './samples.ts';
import { differenceOf } from './twin-labels.ts';
import { namesOf, type Twins } from './twins.ts';

/** The requests of two targets have to stand at the same, at no less than this, in so many samples, of the first so many. */
const MANY = 1000;
const ALIKE_FOR = 8;
const COMPARED = 40;

/** Finds targets that are a second name of another one's process. */
export class SecondNames {
  readonly #kinship: Kinship;
  readonly #relatives: Relatives;
  readonly #twins: Twins;
  readonly #catchUp: KinshipParts['catchUp'];

  constructor(kinship: Kinship, { relatives, twins, catchUp }: KinshipParts) {
    this.#kinship = kinship;
    this.#relatives = relatives;
    this.#twins = twins;
    this.#catchUp = catchUp;
  }

  /**
   * A target that appears after another one has ended, and whose process began when the other's did, is the same process. Pods
   * of one deployment may begin at the same instant, as far as it is told: one that is only between two scrapes has not ended.
   */
  findSameProcess(member: Member, time: number, value: number): void {
    if (this.#kinship.isKnownTarget(member, time)) return;
    let found: Member | null = null;
    for (const other of this.#relatives.ofRole(member)) {
      if (other.target === member.target || other.standing !== 'own') continue;
      this.#catchUp(other, time);
      if (other.value !== value || !hasEnded(other, time)) continue;
      if (!found || other.key < found.key) found = other;
    }
    if (found) this.#relatives.rename(member, this.#relatives.placeOf(found).target);
  }

  /**
   * Finds out whether its target is a second name of another one, as two jobs give it: their requests stand at the same for
   * long, and at that moment so does every other counter, and both processes began at the same instant.
   * @returns its series, which are to be compared again; none where nothing was found out
   */
  compare(member: Member, time: number, value: number): readonly Member[] {
    if (member.role.kind !== 'request' || member.reads >= COMPARED || value < MANY) return [];
    if (this.#relatives.isAlias(member)) return [];
    const rival = this.#findRival(member, time, value);
    member.near = rival && rival.key === member.rival ? member.near + 1 : 0;
    member.rival = rival?.key ?? null;
    if (!rival || member.near < ALIKE_FOR || !this.#areAlike(member, rival, time)) return [];
    const difference = differenceOf(rival.labels, member.labels);
    this.#twins.note(difference, namesOf(difference, rival, member));
    this.#relatives.rename(member, this.#relatives.placeOf(rival).target);
    const all = this.#relatives.ofTarget(member);
    for (const one of all) one.grown = false;
    return all;
  }

  #findRival(member: Member, time: number, value: number): Member | null {
    let found: { one: Member; labels: number } | null = null;
    for (const one of this.#relatives.ofRole(member)) {
      if (one.standing !== 'own' || this.#kinship.isGone(one, time)) continue;
      if (this.#relatives.placeOf(one).target === member.target) continue;
      if (!interleaves(one, member, time, value)) continue;
      const difference = differenceOf(one.labels, member.labels);
      // Pods of one kind differ in their name and may count in step; who scrapes them is told by something else.
      if (difference.every(([, a, b]) => a === one.target && b === member.target)) continue;
      const labels = difference.length;
      if (!found || labels < found.labels || (labels === found.labels && one.key < found.one.key))
        found = { one, labels };
    }
    return found?.one ?? null;
  }

  /** Whether all that two targets count stands at the same, and enough of it that this is no accident. */
  #areAlike(member: Member, rival: Member, time: number): boolean {
    const difference = JSON.stringify(differenceOf(rival.labels, member.labels));
    const theirs = this.#relatives.ofTarget(rival);
    const ours = this.#relatives.ofTarget(member).filter((one) => one !== member && one.time !== null && isNumber(one));
    return (
      ours.some(({ role }) => role.kind === 'start') &&
      ours.every((one) => {
        const other = theirs.find(
          (their) => sameRole(their, one) && JSON.stringify(differenceOf(their.labels, one.labels)) === difference,
        );
        if (!other) return false;
        this.#catchUp(other, time);
        return isNear(other, one.time ?? time, one.value);
      })
    );
  }
}

/** Whether its samples have still to be compared one by one. */
export const isCompared = ({ role, reads }: Member): boolean => role.kind === 'request' && reads < COMPARED;

/** Whether chance makes of it what it makes of a number of events: a sum may grow by any step. */
const isNumber = ({ role }: Member): boolean => role.kind !== 'sum';

const sameRole = ({ role: a }: Member, { role: b }: Member): boolean =>
  a.kind === 'bucket' ? b.kind === 'bucket' && a.le === b.le : roleName(a) === roleName(b);
