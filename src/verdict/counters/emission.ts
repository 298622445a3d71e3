import type { HeldRole, Member, Place } from './member.ts';
import { type CounterSeries, type Mark, type Role, roleName } from './samples.ts';

interface Open extends CounterSeries {
  readonly times: number[];
  readonly values: number[];
  readonly marks: Mark[];
}

/** What is to be counted, gathered by counter and place. */
export class Emission {
  readonly #open = new Map<string, Open>();

  get series(): readonly CounterSeries[] {
    return [...this.#open.values()];
  }

  /** @param mark where the counter stood before, when its own last sample does not tell */
  add(member: Member, place: Place, time: number, value: number, mark: Mark | null): void {
    const open = this.#of(member, place);
    if (mark) open.marks.push(mark);
    open.times.push(time);
    open.values.push(value);
  }

  /** The lists are its own from then on. */
  addAll(member: Member, place: Place, times: number[], values: number[]): void {
    const { key, name } = names(member, place);
    const open = this.#open.get(name);
    if (!open) {
      this.#open.set(name, { ...beginning(member, place, key), times, values });
      return;
    }
    for (let i = 0; i < times.length; i += 1) {
      open.times.push(times[i] ?? 0);
      open.values.push(values[i] ?? 0);
    }
  }

  #of(member: Member, place: Place): Open {
    const { key, name } = names(member, place);
    const known = this.#open.get(name);
    if (known) return known;
    const open: Open = { ...beginning(member, place, key), times: [], values: [] };
    this.#open.set(name, open);
    return open;
  }
}

interface Names {
  readonly place: Place;
  readonly counter: string;
  readonly key: string;
  /** The key, of this role. */
  readonly name: string;
}

/** As they were last, for a text that was looked up once is found sooner than one that is put together anew. */
const lastNames = new WeakMap<Member, Names>();

function names(member: Member, place: Place): Names {
  const last = lastNames.get(member);
  const { counter, role } = member;
  if (last?.place.side === place.side && last.place.target === place.target && last.counter === counter) return last;
  const key = `${place.side} ${place.target} ${counter}`;
  const found = { place, counter, key, name: `${roleName(role)} ${key}` };
  lastNames.set(member, found);
  return found;
}

const beginning = ({ labels, role }: Member, place: Place, key: string) => ({
  key,
  ...place,
  labels,
  role: toRole(role),
  marks: [],
});

const toRole = (role: HeldRole): Role => (role.kind === 'bucket' ? { ...role, le: role.le ?? Infinity } : role);
