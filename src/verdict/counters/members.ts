import { type Member, newMember } from './member.ts';
import { firstAfter, isCount, isSum } from './raw-samples.ts';
import { type RawSeries, roleName } from './samples.ts';

type FlatMember = Omit<Member, 'leader' | 'copies'> & {
  /** Which of the members it is a copy of. */
  readonly leader: number | null;
};

/** As JSON can hold it. */
export interface MembersState {
  readonly members: readonly FlatMember[];
}

/** All series with what was heard of them. */
export class Members {
  readonly #all = new Set<Member>();
  /** By role, for the same series may be asked for twice, once for all requests and once for errors alone; then by key. */
  readonly #byKey = new Map<string, Map<string, Member>>();
  /** By member, its place in the order of keys; found out when it is asked for. */
  #places: ReadonlyMap<Member, number> | null = null;

  constructor(state?: MembersState) {
    const flat = structuredClone(state?.members ?? []);
    const members = flat.map((one): Member => ({ ...one, leader: null, copies: [] }));
    members.forEach((member, i) => {
      const leader = members[flat[i]?.leader ?? -1];
      if (leader) adopt(leader, member);
    });
    for (const member of members) this.#add(member);
  }

  get state(): MembersState {
    const all = [...this.#all];
    const indices = new Map(all.map((member, i) => [member, i]));
    const members = all.map(({ leader, copies: _, ...rest }) => ({
      ...rest,
      leader: leader && (indices.get(leader) ?? null),
    }));
    return { members };
  }

  get all(): Iterable<Member> {
    return this.#all;
  }

  /**
   * Takes in samples later than `until`; those heard before are passed over.
   * @returns series not heard of before
   */
  hear(batch: readonly RawSeries[], until: number): readonly Member[] {
    const met: Member[] = [];
    for (const raw of batch) {
      const { times, values } = raw;
      const isSample = raw.role.kind === 'sum' ? isSum : isCount;
      const known = this.#ofRole(raw.role).get(raw.key);
      let at = firstAfter(times, Math.max(known?.heard ?? -Infinity, until));
      while (at < times.length && !isSample(values[at])) at += 1;
      if (at === times.length) continue;
      const member = known ?? newMember(raw);
      if (!known) {
        this.#add(member);
        met.push(member);
      }
      for (; at < times.length; at += 1) {
        const value = values[at];
        if (!isSample(value)) continue;
        member.times.push(times[at] ?? 0);
        member.values.push(value);
      }
      member.heard = member.times.at(-1) ?? member.heard;
    }
    return met;
  }

  /** Where a series is in the order of keys: the same for those of one key. Keys are long and much alike. */
  placeOf(member: Member): number {
    this.#places ??= placesOf([...this.#all]);
    return this.#places.get(member) ?? 0;
  }

  /** Leaves out those of which nothing was heard since an instant. */
  forgetBefore(instant: number): readonly Member[] {
    const gone = [...this.#all].filter(({ heard }) => heard !== null && heard < instant);
    for (const member of gone) {
      this.#all.delete(member);
      this.#ofRole(member.role).delete(member.key);
    }
    if (gone.length > 0) this.#places = null;
    return gone;
  }

  #add(member: Member): void {
    this.#all.add(member);
    this.#ofRole(member.role).set(member.key, member);
    this.#places = null;
  }

  #ofRole(role: Parameters<typeof roleName>[0]): Map<string, Member> {
    const name = roleName(role);
    const known = this.#byKey.get(name);
    if (known) return known;
    const members = new Map<string, Member>();
    this.#byKey.set(name, members);
    return members;
  }
}

function placesOf(members: readonly Member[]): ReadonlyMap<Member, number> {
  const keys = [...new Set(members.map(({ key }) => key))].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(keys.map((key, place) => [key, place]));
  return new Map(members.map((member) => [member, places.get(member.key) ?? 0]));
}

export function adopt(leader: Member, copy: Member): void {
  copy.leader = leader;
  leader.copies.push(copy);
}
