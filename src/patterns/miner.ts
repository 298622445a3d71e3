import type { Level } from '../logs/level.ts';
import { hashOf } from './hash.ts';
import { WILD, wordsOf } from './mask.ts';

/** A kind of line. */
export interface Template {
  /** Made from the first line's masked text: the same kind of line has the same id in every run. */
  readonly id: string;
  readonly level: Level;
  readonly words: readonly string[];
}

/** What became of the templates. Whoever counts by template follows these in order. */
export type MinerEvent =
  | { readonly kind: 'found'; readonly template: Template }
  /** They turned out to be one kind; its id may be that of one of them. */
  | { readonly kind: 'merged'; readonly from: readonly string[]; readonly into: Template }
  /** Forgotten to make room, as it was not seen for longest. */
  | { readonly kind: 'forgotten'; readonly id: string };

export interface MinerLimits {
  /** Templates remembered at a time. */
  readonly templates: number;
  /** Different words at one place of a line before the place stands for any word. */
  readonly variants: number;
  /** Share of a group's places, those that stand for any word apart, at which a line must agree to belong to it. */
  readonly similarity: number;
}

const MINER_LIMITS: MinerLimits = { templates: 256, variants: 8, similarity: 0.5 };
/** Templates of one group before its place with most words stands for any word. */
const GROUP_AT_MOST = 32;
/** At no more of its places does a template stand for any word: one that fits all lines would hide what is new. */
const WILD_AT_MOST = 0.5;

/** Lines of one level and length that agree in most places. */
interface Group {
  /** The words seen at each place; null stands for any word. */
  readonly places: (Set<string> | null)[];
  readonly templates: Map<string, Known>;
}

interface Known {
  readonly id: string;
  readonly level: Level;
  readonly words: readonly string[];
  readonly group: Group;
  readonly leaf: string;
}

/**
 * Mines lines into templates as Drain does (He, Zhu, Zheng and Lyu, ICWS 2017): masked lines go down a tree of fixed depth
 * (level, number of words, first word) to the most similar group of their leaf. Unlike Drain, a place at which lines of a
 * group differ stands for any word only once it has held more than `variants` different ones. Until then each wording is
 * a template of its own, so "refused" is not taken for a variant of "accepted" and hidden in it.
 *
 * Deterministic. The order of lines matters only for which groups begin, where lines are nearly alike; wordings and
 * their ids do not depend on it until a place has become wild. Memory is bounded by `templates`; when it is full, the
 * template not seen for longest is forgotten.
 */
export class Miner {
  readonly #limits: MinerLimits;
  readonly #leaves = new Map<string, Group[]>();
  /** By id, least recently seen first. */
  readonly #known = new Map<string, Known>();
  #events: MinerEvent[] = [];

  constructor(limits: MinerLimits = MINER_LIMITS) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#known.size;
  }

  /** The id of the template the line belongs to; it may be merged into another by a later line. */
  add({ message, level }: { readonly message: string; readonly level: Level }): string {
    const words = wordsOf(message);
    const leaf = leafOf(level, words);
    const groups = this.#leaves.get(leaf) ?? [];
    if (groups.length === 0) this.#leaves.set(leaf, groups);
    let group = mostSimilar(groups, words, this.#limits.similarity);
    if (!group) {
      group = { places: words.map(() => new Set<string>()), templates: new Map() };
      groups.push(group);
    }
    if (this.#learn(group, words)) this.#merge(group);
    const key = wordingOf(group, words).join(' ');
    const known = group.templates.get(key) ?? this.#find(group, key, words, { level, leaf });
    this.#known.delete(known.id);
    this.#known.set(known.id, known);
    return known.id;
  }

  /** What happened since the last call. */
  takeEvents(): readonly MinerEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Every template, least recently seen first. */
  get templates(): readonly Template[] {
    return [...this.#known.values()].map(plain);
  }

  /** Adds the words to what the group has seen; whether a place became wild by it. */
  #learn(group: Group, words: readonly string[]): boolean {
    let widened = false;
    words.forEach((word, i) => {
      const seen = group.places[i];
      if (!seen || seen.has(word)) return;
      if (seen.size < this.#limits.variants) seen.add(word);
      else if (mayWiden(group)) {
        group.places[i] = null;
        widened = true;
      }
    });
    return widened;
  }

  #find(group: Group, key: string, words: readonly string[], about: Pick<Known, 'level' | 'leaf'>): Known {
    if (group.templates.size >= GROUP_AT_MOST && this.#widen(group))
      return this.#find(group, wordingOf(group, words).join(' '), words, about);
    const present = group.templates.get(key);
    if (present) return present;
    const known: Known = { ...about, id: idOf(about.leaf, key), words: wordingOf(group, words), group };
    // The same wording may have come up in a group of the same leaf that has since been forgotten or widened.
    const other = this.#known.get(known.id);
    if (other) this.#drop(other);
    else if (this.#known.size >= this.#limits.templates) this.#forgetOldest();
    group.templates.set(key, known);
    this.#known.set(known.id, known);
    if (!other) this.#events.push({ kind: 'found', template: plain(known) });
    return known;
  }

  /** Makes the place with most different words wild. */
  #widen(group: Group): boolean {
    let widest = -1;
    group.places.forEach((seen, i) => {
      if (seen && seen.size > Math.max(1, group.places[widest]?.size ?? 0)) widest = i;
    });
    if (widest < 0 || !mayWiden(group)) return false;
    group.places[widest] = null;
    this.#merge(group);
    return true;
  }

  /** After a place became wild, wordings that differ there alone are one. */
  #merge(group: Group): void {
    const before = [...group.templates.values()];
    group.templates.clear();
    for (const [key, alike] of Map.groupBy(before, ({ words }) => wordingOf(group, words).join(' '))) {
      const [first] = alike;
      if (!first) continue;
      for (const { id } of alike) this.#known.delete(id);
      const merged: Known = { ...first, words: wordingOf(group, first.words), id: idOf(first.leaf, key) };
      const elsewhere = this.#known.get(merged.id);
      if (elsewhere) this.#drop(elsewhere);
      group.templates.set(key, merged);
      this.#known.set(merged.id, merged);
      this.#events.push({ kind: 'merged', from: alike.map(({ id }) => id), into: plain(merged) });
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#known.values();
    if (!oldest) return;
    this.#drop(oldest);
    this.#events.push({ kind: 'forgotten', id: oldest.id });
  }

  #drop({ id, group, words, leaf }: Known): void {
    this.#known.delete(id);
    group.templates.delete(wordingOf(group, words).join(' '));
    if (group.templates.size > 0) return;
    const groups = this.#leaves.get(leaf)?.filter((other) => other !== group) ?? [];
    if (groups.length > 0) this.#leaves.set(leaf, groups);
    else this.#leaves.delete(leaf);
  }
}

const plain = ({ id, level, words }: Known): Template => ({ id, level, words });

const leafOf = (level: Level, words: readonly string[]): string =>
  `${level} ${words.length} ${words[0]?.includes('<') ? WILD : (words[0] ?? '')}`;

const idOf = (leaf: string, key: string): string => hashOf(`${leaf} ${key}`);

/** A line's words, with what is wild in its group. */
const wordingOf = ({ places }: Group, words: readonly string[]): string[] =>
  words.map((word, i) => (places[i] === null ? WILD : word));

const mayWiden = ({ places }: Group): boolean =>
  places.filter((seen) => seen === null).length + 1 <= WILD_AT_MOST * places.length;

/** The first of the groups that agree most, in at least such a share of the places that tell anything. */
function mostSimilar(groups: readonly Group[], words: readonly string[], least: number): Group | undefined {
  let best: Group | undefined;
  let most = -1;
  for (const group of groups) {
    let [agreeing, telling] = [0, 0];
    for (let i = 0; i < words.length; i += 1) {
      const seen = group.places[i];
      if (!seen) continue;
      telling += 1;
      if (seen.has(words[i] ?? '')) agreeing += 1;
    }
    const share = telling === 0 ? 1 : agreeing / telling;
    if (share < least || share <= most) continue;
    best = group;
    most = share;
  }
  return best;
}
