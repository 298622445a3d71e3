import { levelOf } from '../logs/level.ts';

/** A place for the names of the stream that a line is of. */
const OWN = '<own>';
/** Structured metadata that says where a line comes from; the rest says what it is about. */
const PLACE = /pod|host|node|instance|container|service|version|deploy|replica|app|job/i;
const SHORTEST = 2;
const SHORTEST_STEM = 3;
/** A name and its beginnings: of "api-canary-7d9f" also "api-canary" and "api". */
const STEM_END = /[-_.:/]/g;

type Texts = Readonly<Record<string, string>>;

/** Names by which a line may speak of its own stream: they differ between versions, and tell nothing of what is said. */
export function ownNames({
  labels,
  metadata,
}: {
  readonly labels: Texts;
  readonly metadata: Texts;
}): readonly string[] {
  const places = Object.entries(metadata).flatMap(([name, value]) => (PLACE.test(name) ? [value] : []));
  const names = [...Object.values(labels), ...places]
    .filter((name) => name.length >= SHORTEST && levelOf(name) === null && /\p{L}/u.test(name))
    .flatMap((name) => [name, ...stemsOf(name)]);
  return [...new Set(names)].sort((a, b) => b.length - a.length);
}

const stemsOf = (name: string): string[] =>
  [...name.matchAll(STEM_END)].map(({ index }) => name.slice(0, index)).filter(isStem);

const isStem = (stem: string): boolean =>
  stem.length >= SHORTEST_STEM && /^\p{L}/u.test(stem) && levelOf(stem) === null;

/** Puts one place for all of a stream's own names. */
export class OwnNames {
  readonly #patterns = new Map<string, RegExp | null>();

  hide(message: string, names: readonly string[]): string {
    const pattern = this.#patternOf(names);
    return pattern ? message.replace(pattern, OWN) : message;
  }

  #patternOf(names: readonly string[]): RegExp | null {
    const key = names.join('\n');
    const known = this.#patterns.get(key);
    if (known !== undefined) return known;
    const texts = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    const pattern = names.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${texts})(?![\\p{L}\\p{N}])`, 'gu');
    if (this.#patterns.size >= MOST) this.#patterns.clear();
    this.#patterns.set(key, pattern);
    return pattern;
  }
}

/** Patterns kept: streams that are heard of at a time. */
const MOST = 1000;
