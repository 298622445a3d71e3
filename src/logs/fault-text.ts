import { sanitiseLine } from '../text/sanitise.ts';
import { widthOf } from '../text/width.ts';

/** What was found wrong with a query, here or by a server. */
interface Fault {
  readonly text: string;
  readonly at?: { readonly line: number; readonly column: number };
}

/** Characters shown on each side of a fault in a very long line. */
const AROUND = 60;

/** The faulty line of the query, a caret under the place, and what is wrong there; safe to print. */
export function faultText(query: string, { text, at }: Fault): readonly string[] {
  const words = sanitiseLine(text);
  const line = at && query.split('\n')[at.line - 1];
  if (!at || line === undefined) return [words];
  const characters = [...line];
  const place = Math.min(at.column - 1, characters.length);
  const from = Math.max(0, place - AROUND);
  const before = `${from > 0 ? '…' : ''}${sanitiseLine(characters.slice(from, place).join(''))}`;
  const rest = characters.slice(place);
  const after = `${sanitiseLine(rest.slice(0, AROUND).join(''))}${rest.length > AROUND ? '…' : ''}`;
  return [`${before}${after}`, `${' '.repeat(widthOf(before))}^ ${words}`];
}
