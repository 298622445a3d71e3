import type { Member, Place } from './member.ts';
import { roleName, type Side } from './samples.ts';

/** As JSON can hold it. */
export interface RelativesState {
  readonly aliases: readonly (readonly [string, string])[];
}

/** Which series may be of the same counter. */
export class Relatives {
  readonly #alike = new Map<string, Set<Member>>();
  readonly #elsewhere = new Map<string, Set<Member>>();
  readonly #roles = new Map<string, Set<Member>>();
  readonly #targets: Readonly<Record<Side, Map<string, Member[]>>> = { baseline: new Map(), candidate: new Map() };
  /** Targets that are a second name of another one's process. */
  readonly #aliases: Map<string, string>;

  constructor(state?: RelativesState) {
    this.#aliases = new Map(state?.aliases);
  }

  get state(): RelativesState {
    return { aliases: [...this.#aliases] };
  }

  /** A series was heard of. */
  meet(member: Member): void {
    const { side, target } = member;
    const known = this.#targets[side].get(target);
    if (known) known.push(member);
    else this.#targets[side].set(target, [member]);
  }

  /** A series' first sample was read. */
  add(member: Member): void {
    entry(this.#alike, this.#alikeKey(member)).add(member);
    entry(this.#elsewhere, elsewhereKey(member)).add(member);
    entry(this.#roles, `${roleKey(member)} ${member.side}`).add(member);
  }

  remove(member: Member): void {
    drop(this.#alike, this.#alikeKey(member), member);
    drop(this.#elsewhere, elsewhereKey(member), member);
    drop(this.#roles, `${roleKey(member)} ${member.side}`, member);
  }

  /** A series has ended for good. */
  forget(member: Member): void {
    this.remove(member);
    const { side, target } = member;
    const others = this.ofTarget(member).filter((one) => one !== member);
    if (others.length > 0) this.#targets[side].set(target, others);
    else {
      this.#targets[side].delete(target);
      this.#aliases.delete(targetKey(member));
    }
  }

  /** Where a series is counted. */
  placeOf(member: Member): Place {
    const { side, target } = member;
    const other = this.#aliases.size > 0 ? this.#aliases.get(targetKey(member)) : undefined;
    return { side, target: other ?? target };
  }

  isAlias = (member: Member): boolean => this.#aliases.size > 0 && this.#aliases.has(targetKey(member));

  /** The target of a series turns out to be a second name; or, without `of`, not to be one. */
  rename(member: Member, of: string | null): void {
    const all = this.ofTarget(member).filter(({ first }) => first !== null);
    for (const one of all) this.remove(one);
    if (of === null) this.#aliases.delete(targetKey(member));
    else this.#aliases.set(targetKey(member), of);
    for (const one of all) this.add(one);
  }

  /** All series of its target, itself among them. */
  ofTarget = ({ side, target }: Member): readonly Member[] => this.#targets[side].get(target) ?? [];

  /** Series of the same role on the same target, of either version. */
  alike = (member: Member): Iterable<Member> => this.#alike.get(this.#alikeKey(member)) ?? [];

  /** Series of the same role that differ in their target alone. */
  elsewhere = (member: Member): Iterable<Member> => this.#elsewhere.get(elsewhereKey(member)) ?? [];

  /** Series of the same role of the same version. */
  ofRole = (member: Member): readonly Member[] => [...(this.#roles.get(`${roleKey(member)} ${member.side}`) ?? [])];

  /** Whether the scrapes of a version tell when the process began. */
  tellStarts = (side: Side): boolean => this.#roles.has(`start ${side}`);

  #alikeKey(member: Member): string {
    return `${roleKey(member)} ${this.placeOf(member).target}`;
  }
}

const targetKey = ({ side, target }: Member): string => `${side} ${target}`;
const roleKey = ({ role }: Member): string => (role.kind === 'bucket' ? `bucket ${role.le}` : roleName(role));
const elsewhereKey = (member: Member): string =>
  JSON.stringify([roleKey(member), member.side, member.labels.filter(([, value]) => value !== member.target)]);

function entry(index: Map<string, Set<Member>>, key: string): Set<Member> {
  const known = index.get(key);
  if (known) return known;
  const fresh = new Set<Member>();
  index.set(key, fresh);
  return fresh;
}

function drop(index: Map<string, Set<Member>>, key: string, member: Member): void {
  const known = index.get(key);
  known?.delete(member);
  if (known?.size === 0) index.delete(key);
}
