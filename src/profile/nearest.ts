import { closest, distance } from 'fastest-levenshtein';

/** The candidate closest to `word`, when it is close enough to be what was meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}

/** The end of a sentence about a wrong name: `; did you mean "x"?`, or the names there are. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  if (best !== undefined) return `; did you mean "${best}"?`;
  return candidates.length > 0 && candidates.length <= 40 ? `; expected one of ${candidates.join(', ')}` : '';
}
