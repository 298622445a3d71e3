import type { ScreenEvent } from '../../core/effects.ts';
import type { EditedLine } from './edited-line.ts';

/** As much as is drawn of a query or a filter, and far more than anyone types. */
const MOST = 4000;

const both = (before: string, after: string): EditedLine => ({ text: before + after, at: before.length });

/**
 * A line after an event, as shells edit theirs: by letter, by word and to the ends, each with the keys that take away.
 * @param most UTF-16 units it may become; what is beyond is left out
 */
export function editLine({ text, at }: EditedLine, event: ScreenEvent, most = MOST): EditedLine {
  const before = text.slice(0, at);
  const after = text.slice(at);
  if (event.type === 'text') {
    const room = Math.max(0, most - text.length);
    return both(before + whole(onOneLine(event.text), room), after);
  }
  return event.type === 'field' ? edited(before, after, event.key) : { text, at };
}

function edited(before: string, after: string, key: string): EditedLine {
  switch (key) {
    case 'left':
    case 'right':
    case 'home':
    case 'ctrl-a':
    case 'end':
    case 'ctrl-e':
    case 'ctrl-left':
    case 'alt-b':
    case 'ctrl-right':
    case 'alt-f':
      return { text: before + after, at: moved(before, after, key) };
    case 'backspace':
      return both(before.slice(0, before.length - lastOf(before)), after);
    case 'delete':
      return both(before, after.slice(firstOf(after)));
    case 'ctrl-u':
      return both('', after);
    case 'ctrl-k':
      return both(before, '');
    case 'ctrl-w':
    case 'alt-backspace':
      return both(before.slice(0, wordBefore(before)), after);
    case 'alt-d':
      return both(before, after.slice(wordAfter(after)));
    default:
      return both(before, after);
  }
}

/** Where the caret stands after a key that moves it. */
function moved(before: string, after: string, key: string): number {
  switch (key) {
    case 'left':
      return before.length - lastOf(before);
    case 'right':
      return before.length + firstOf(after);
    case 'home':
    case 'ctrl-a':
      return 0;
    case 'ctrl-left':
    case 'alt-b':
      return wordBefore(before);
    case 'ctrl-right':
    case 'alt-f':
      return before.length + wordAfter(after);
    default:
      return before.length + after.length;
  }
}

/** Where the word begins that ends the text. */
const wordBefore = (text: string): number => text.replace(/\S*\s*$/, '').length;

/** Where the word ends that begins the text. */
const wordAfter = (text: string): number => /^\s*\S*/.exec(text)?.[0].length ?? 0;

/** Made when it is needed: Node takes tens of milliseconds for the first. */
let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as people count them. */
function signsOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Units of the first character. */
const firstOf = (text: string): number => signsOf(text)[0]?.length ?? 0;
/** Units of the last one. */
const lastOf = (text: string): number => signsOf(text).at(-1)?.length ?? 0;

/** As many whole characters as fit so many units. */
function whole(text: string, room: number): string {
  if (text.length <= room) return text;
  let kept = '';
  for (const sign of signsOf(text)) {
    if (kept.length + sign.length > room) break;
    kept += sign;
  }
  return kept;
}

/** What is typed or pasted as part of one line: lines become one, and nothing stands in it that cannot be seen. */
const onOneLine = (text: string): string =>
  text
    .replace(/(?:\r\n|[\r\n\u2028\u2029])+$/u, '')
    .replace(/[ \t]*[\r\n\v\f\u0085\u2028\u2029]\s*/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{C}/gu, ' ');
