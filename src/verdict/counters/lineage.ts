import { agreement, follows } from './agreement.ts';
import { isSurelyScrape, kindOf, type SampleKind } from './births.ts';
import { Earliest } from './earliest.ts';
import { Emission } from './emission.ts';
import { Kinship, type KinshipParts } from './kinship.ts';
import { advance, compactMember, FORGET_AFTER, intervalOf, isSilent, type Member, nextTime, rankOf } from './member.ts';
import { adopt, Members, type MembersState } from './members.ts';
import { Relatives, type RelativesState } from './relatives.ts';
import type { CounterSeries, Mark, RawSeries } from './samples.ts';
import { isCompared, SecondNames } from './second-names.ts';
import { differenceOf } from './twin-labels.ts';
import { namesOf, Twins, type TwinsState } from './twins.ts';

/** So many intervals a series waits for what decides on it. */
const WAITS = 1.5;
/** A counter that began so many intervals before its first scrape, and no longer ago, is counted from its beginning. */
const BORN_WITHIN = 3;
/** A copy whose samples come in less than so much of the time is counted instead. */
const FINER = 0.6;

/** Everything remembered, as JSON can hold it. */
export interface LineageState extends TwinsState, RelativesState, MembersState {
  readonly until: number | null;
  readonly splits: number;
}

interface Due {
  readonly time: number;
  readonly rank: number;
  /** In the order of keys. */
  readonly place: number;
  readonly member: Member;
}

/**
 * Which series are of one counter, so that each is counted once and on: a copy, as a second server, a second job or a
 * federation makes it, is left out as long as the other lives; a series under whose labels a counter goes on takes over where the
 * other ended. Both begin alike: a series appears beside one that stands at the same, but for what is counted between two scrapes.
 * If it says something else later it was a counter of its own, and what it counted meanwhile is counted then: nothing is lost.
 *
 * All is decided in the order of the samples' times, from samples up to that time. However they are cut into batches, the
 * same comes out.
 */
export class Lineage {
  readonly #unknown: number;
  readonly #members: Members;
  readonly #relatives: Relatives;
  readonly #twins: Twins;
  readonly #kinship: Kinship;
  readonly #secondNames: SecondNames;
  #until: number | null;
  #splits: number;
  #horizon = -Infinity;
  #emission = new Emission();
  #due = new Earliest<Due>((a, b) => a.time - b.time || a.rank - b.rank || a.place - b.place);

  /** @param interval of samples in milliseconds, where it is not known yet */
  constructor(interval: number, state?: LineageState) {
    this.#unknown = interval;
    this.#until = state?.until ?? null;
    this.#splits = state?.splits ?? 0;
    this.#twins = new Twins(state);
    this.#relatives = new Relatives(state);
    const parts: KinshipParts = {
      relatives: this.#relatives,
      twins: this.#twins,
      unknown: interval,
      catchUp: (member, until) => this.#catchUp(member, until),
    };
    this.#kinship = new Kinship(parts);
    this.#secondNames = new SecondNames(this.#kinship, parts);
    this.#members = new Members(state);
    for (const member of this.#members.all) {
      this.#relatives.meet(member);
      if (member.first !== null) this.#relatives.add(member);
    }
  }

  get state(): LineageState {
    const { state: members } = this.#members;
    return { ...members, until: this.#until, splits: this.#splits, ...this.#twins.state, ...this.#relatives.state };
  }

  /** Labels by which copies differ that are left out. */
  get copiesBy(): readonly string[] {
    return this.#twins.names;
  }

  /** Takes in samples; those heard before, and those of times that are read already, are passed over. */
  hear(batch: readonly RawSeries[]): void {
    for (const member of this.#members.hear(batch, this.#until ?? -Infinity)) this.#relatives.meet(member);
  }

  /** What is to be counted of the samples up to `horizon`, which are complete, and was not handed out before. */
  release(horizon: number): readonly CounterSeries[] {
    this.#horizon = horizon;
    this.#emission = new Emission();
    for (const member of this.#members.all) if (isInvolved(member)) this.#expect(member);
    for (let due = this.#due.pop(); due; due = this.#due.pop()) {
      const { member, time } = due;
      if (nextTime(member) !== time) continue;
      this.#read(member);
      if (isInvolved(member)) this.#expect(member);
    }
    for (const member of this.#members.all) this.#catchUp(member, horizon);
    for (const member of this.#members.all) compactMember(member);
    this.#until = Math.max(this.#until ?? horizon, horizon);
    for (const member of this.#members.forgetBefore(horizon - FORGET_AFTER)) {
      this.#end(member);
      this.#relatives.forget(member);
    }
    return this.#emission.series;
  }

  #expect(member: Member): void {
    const time = nextTime(member);
    if (time <= this.#horizon)
      this.#due.push({ time, rank: rankOf(member), place: this.#members.placeOf(member), member });
  }

  /** Reads one sample of a series in the order of time. */
  #read(member: Member): void {
    const time = nextTime(member);
    const value = member.values[member.head] ?? 0;
    member.head += 1;
    const kind = isSurelyScrape(member, value) ? 'scrape' : this.#kindOf(member, time, value);
    if (kind !== 'scrape') member.born = time;
    if (kind === 'birth') {
      member.value = 0;
      return;
    }
    if (member.standing === 'own') this.#readOwn(member, time, value);
    else if (member.standing === 'copy') this.#readCopy(member, time, value);
    else this.#decide(member, time, value);
  }

  #kindOf(member: Member, time: number, value: number): SampleKind {
    const startsAreTold = this.#relatives.tellStarts(member.side);
    return kindOf(member, this.#relatives.ofTarget(member), { time, value, unknown: this.#unknown, startsAreTold });
  }

  #readOwn(member: Member, time: number, value: number): void {
    const twin = !member.grown ? this.#kinship.findTwin(member, time, value) : null;
    if (twin) {
      this.#attach(member, twin, time, value);
      return;
    }
    const renamed = this.#secondNames.compare(member, time, value);
    for (const one of renamed) this.#expect(one);
    for (const copy of [...member.copies]) {
      const { agrees, events } = agreement(copy, member, time, value);
      if (agrees) this.#twins.agree(differenceOf(member.labels, copy.labels), events);
      else this.#split(copy);
    }
    this.#count(member, time, value);
    // From its next sample on it is held against those of its other name.
    if (renamed.length > 0) member.grown = false;
  }

  #readCopy(copy: Member, time: number, value: number): void {
    const { leader } = copy;
    if (!leader) return;
    const finer = copy.gaps[0] > 0 && intervalOf(copy, 0) < FINER * intervalOf(leader, 0);
    if (finer || isSilent(leader, time, this.#unknown)) this.#takeOver(copy, leader, time, value);
    else if (follows(copy, leader, time, value)) advance(copy, time, value);
    else {
      this.#split(copy);
      this.#goOn(copy, time, value);
    }
  }

  /** What a series is of which nothing was counted so far. */
  #decide(member: Member, time: number, value: number): void {
    const isNew = member.standing === 'new';
    if (isNew) {
      if (member.role.kind === 'start') this.#secondNames.findSameProcess(member, time, value);
      member.base = this.#kinship.isKnownTarget(member, time) || member.born !== null ? 0 : value;
      member.until = time + WAITS * this.#unknown;
      this.#relatives.add(member);
    }
    const twin = !member.grown ? this.#kinship.findTwin(member, time, value) : null;
    if (twin) this.#attach(member, twin, time, value);
    else if (time < member.until && (isNew ? this.#kinship.mayBeAnother(member, time, value) : true)) {
      member.standing = 'waiting';
      advance(member, time, value);
    } else if (isNew && !this.#relatives.isAlias(member)) {
      member.standing = 'own';
      this.#count(member, time, value);
    } else this.#goOn(member, time, value);
  }

  /** Counts a series from where it was counted last. */
  #goOn(member: Member, time: number, value: number): void {
    member.standing = 'own';
    member.place = this.#relatives.placeOf(member);
    this.#emission.add(member, member.place, time, value, { at: time, value: member.base, born: false });
    member.born = null;
    advance(member, time, value);
  }

  #count(member: Member, time: number, value: number): void {
    member.place ??= this.#relatives.placeOf(member);
    this.#emission.add(member, member.place, time, value, this.#markOf(member, time, value));
    if (member.born !== time) member.born = null;
    advance(member, time, value);
  }

  /** Where a counter began of which a 0 told that; a 0 of long ago is no place to count from. */
  #markOf({ born, time: last }: Member, time: number, value: number): Mark | null {
    if (born === null || born === time) return null;
    if (born !== last) return { at: born, value: 0, born: true };
    return time - born > BORN_WITHIN * this.#unknown ? { at: time, value, born: false } : null;
  }

  #attach(member: Member, leader: Member, time: number, value: number): void {
    if (member.standing === 'own') member.base = member.value;
    member.standing = 'copy';
    const copies = member.copies;
    member.copies = [];
    for (const one of [member, ...copies]) adopt(leader, one);
    this.#expect(leader);
    if (isSilent(leader, time, this.#unknown)) this.#takeOver(member, leader, time, value);
    else {
      const difference = differenceOf(leader.labels, member.labels);
      this.#twins.note(difference, namesOf(difference, leader, member));
      advance(member, time, value);
    }
  }

  /** The counter is counted from another of its series on. */
  #takeOver(copy: Member, leader: Member, time: number, value: number): void {
    const others = leader.copies.filter((one) => one !== copy);
    leader.copies = [];
    leader.standing = 'copy';
    leader.base = leader.value;
    copy.standing = 'own';
    copy.leader = null;
    for (const one of [...others, leader]) adopt(copy, one);
    copy.counter = leader.counter;
    const { place } = leader;
    copy.place = this.#relatives.placeOf(copy);
    const moved = place?.side !== copy.place.side || place.target !== copy.place.target;
    const fell = copy.time !== null && value < copy.value;
    const at = { at: time, value: leader.value, born: false };
    this.#emission.add(copy, copy.place, time, fell ? value : Math.max(value, leader.value), moved ? at : null);
    copy.born = null;
    advance(copy, time, value);
  }

  /** What was taken for a copy is a counter of its own; all of its target's, where that was taken for a second name. */
  #split(copy: Member): void {
    const { leader } = copy;
    if (!leader) return;
    this.#twins.doubt(differenceOf(leader.labels, copy.labels));
    this.#free(copy);
    copy.grown = true;
    this.#splits += 1;
    copy.counter = `${copy.key} ${this.#splits}`;
    if (!this.#relatives.isAlias(copy)) return;
    this.#relatives.rename(copy, null);
    for (const one of this.#relatives.ofTarget(copy))
      if (one.leader && one.leader.target !== one.target) this.#split(one);
  }

  #free(copy: Member): void {
    const { leader } = copy;
    if (leader) leader.copies = leader.copies.filter((one) => one !== copy);
    copy.leader = null;
    copy.standing = 'waiting';
    copy.until = 0;
    copy.place = null;
  }

  #end(member: Member): void {
    this.#free(member);
    for (const copy of member.copies) this.#free(copy);
  }

  /** Hands out what a series that nothing has to be decided about has up to an instant. */
  #catchUp(member: Member, until: number): void {
    while (!isInvolved(member) && nextTime(member) <= until) {
      const from = member.head;
      let at = from;
      for (; (member.times[at] ?? Infinity) <= until; at += 1) {
        const value = member.values[at] ?? 0;
        if ((value === 0 && member.value > 0) || member.born !== null) break;
        advance(member, member.times[at] ?? 0, value);
      }
      member.head = at;
      member.place ??= this.#relatives.placeOf(member);
      if (at > from)
        this.#emission.addAll(member, member.place, member.times.slice(from, at), member.values.slice(from, at));
      if (nextTime(member) <= until) this.#read(member);
    }
  }
}

const isInvolved = (member: Member): boolean =>
  member.standing !== 'own' || member.copies.length > 0 || !member.grown || isCompared(member);
