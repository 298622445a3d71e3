import type { Spoken } from './spoken.ts';
import { type Surface, TITLE } from './surface.ts';

/** How one surface came after another. */
export type Coming =
  /** It was not there before. */
  | { readonly is: 'opened' }
  /** What lay over it has closed; it was heard so. */
  | { readonly is: 'back'; readonly before: Surface }
  /** It was there all along. `scrolled`: another part of it is in sight, and nothing else was done. */
  | { readonly is: 'same'; readonly before: Surface; readonly scrolled: boolean };

/** What of a surface is to be heard. */
export function heardOf(after: Surface, coming: Coming): readonly Spoken[] {
  if (coming.is === 'opened') return opened(after);
  const { before } = coming;
  if (coming.is === 'same' && !before.isList && after.isList) return opened(after);
  const isKnown = knownIn(before, coming.is === 'same' && coming.scrolled ? NUMBERS : AGES);
  const typing = typingIn(before, after);
  const isStill = chosenIn(before) === chosenIn(after);
  return after.lines.filter((line, i) => {
    if (coming.is === 'back' && (i === 0 || line.selected)) return true;
    if (line.selected) return !isStill;
    if (line.typed) return typing === 'changed';
    // Who types hears the keys already; what follows from them is heard where it is chosen, or where nothing is any more.
    if (typing === 'typed') return chosenIn(before) !== null && chosenIn(after) === null && !isKnown(line);
    return after.isList ? false : !isKnown(line);
  });
}

/** Of a list its title, its field, the names of its columns and the row that is chosen, of all else every line. */
function opened({ isList, head, lines }: Surface): readonly Spoken[] {
  if (!isList) return lines;
  const chosen = lines.findIndex(({ selected }) => selected);
  const isTitle = ({ signed }: Spoken, i: number) => i < TITLE || (i < Math.min(head, chosen) && !signed);
  return lines.filter((line, i) => line.selected || line.typed || isTitle(line, i));
}

/** Ages, countdowns and times of day go on by themselves; in what is scrolled through all numbers do. */
const AGES = /\b(?:\d+(?:,? )?[dhms]\d*|\d\d:\d\d(?::\d\d)?)\b/gu;
const NUMBERS = /\d[\d.,:]*/gu;

function knownIn({ lines }: Surface, moving: RegExp): (line: Spoken) => boolean {
  const still = (text: string) => text.replace(moving, '');
  const known = new Set(lines.map(({ text }) => still(text)));
  return ({ text }) => known.has(still(text));
}

/** The row that is chosen, told from others that read the same; null where none is. */
function chosenIn({ lines }: Surface): string | null {
  const at = lines.findIndex(({ selected }) => selected);
  if (at < 0) return null;
  const still = (line: Spoken | undefined) => line?.text.replace(AGES, '');
  const rank = lines.slice(0, at).filter((line) => still(line) === still(lines[at])).length;
  return `${still(lines[at])} ${rank}`;
}

/**
 * What happened in the field that takes what is typed: text was added, whose keys are heard already, or it is another field or
 * has another text; null where nothing did.
 */
function typingIn(before: Surface, after: Surface): 'typed' | 'changed' | null {
  const at = after.lines.findIndex(({ typed }) => typed);
  if (at < 0) return null;
  const [was, is] = [before.lines.find(({ typed }) => typed), after.lines[at]];
  if (was === undefined || is === undefined) return 'changed';
  if (was.text === is.text) return null;
  return is.text.startsWith(was.text) ? 'typed' : 'changed';
}
