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
  readonly #all: Map<string, Member>;
  /** By member, its place in the order of keys; found out when it is asked for. */
  #places: ReadonlyMap<Member, number> | null = null;

  constructor(state?: MembersState) {
    const flat = structuredClone(state?.members ?? []);
    const members = flat.map((one): Member => ({ ...one, leader: null, copies: [] }));
    members.forEach((member, i) => {
      const leader = members[flat[i]?.leader ?? -1];
      if (leader) adopt(leader, member);
    });
    this.#all = new Map(members.map((member) => [nameOf(member), member]));
  }

  get state(): MembersState {
    const all = [...this.#all.values()];
    const indices = new Map(all.map((member, i) => [member, i]));
    const members = all.map(({ leader, copies: _, ...rest }) => ({
      ...rest,
      leader: leader && (indices.get(leader) ?? null),
    }));
    return { members };
  }

  get all(): Iterable<Member> {
    return this.#all.values();
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
      const known = this.#all.get(nameOf(raw));
      let at = firstAfter(times, Math.max(known?.heard ?? -Infinity, until));
      while (at < times.length && !isSample(values[at])) at += 1;
      if (at === times.length) continue;
      const member = known ?? newMember(raw);
      if (!known) {
        this.#all.set(nameOf(raw), member);
        met.push(member);
        this.#places = null;
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
    this.#places ??= placesOf([...this.#all.values()]);
    return this.#places.get(member) ?? 0;
  }

  /** Leaves out those of which nothing was heard since an instant. */
  forgetBefore(instant: number): readonly Member[] {
    const gone = [...this.#all].filter(([, { heard }]) => heard !== null && heard < instant);
    for (const [name] of gone) this.#all.delete(name);
    if (gone.length > 0) this.#places = null;
    return gone.map(([, member]) => member);
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

/** The same series may be asked for twice, once for all requests and once for errors alone. */
const nameOf = ({ role, key }: Pick<Member, 'role' | 'key'> | Pick<RawSeries, 'role' | 'key'>): string =>
  `${roleName(role)} ${key}`;
