const ESC = '\u001b';
const PASTE = `${ESC}[200~`;
const PASTED = `${ESC}[201~`;
/** Ends a paste whose end never comes: no terminal pastes it, and it must always get through. */
const INTERRUPT = '\u0003';
/** More than any text field holds, in characters. */
const MOST_PASTED = 10_000;

/** The escape key in kitty's form, which needs no waiting for what may follow. */
export const ESCAPE_KEY = `${ESC}[27u`;
/** Stands for every key that Ink knows nothing of (kitty's menu key): it would drop them, and nobody would be told of them. */
const OTHER_KEY = `${ESC}[57363u`;

/** Keys as terminals write them: rxvt's with shift and those of the kernel's console among them. */
const KEY = /^(?:\[(?:[A-HPQRSZa-e]|\[[A-E]|[235678]\$)|O[\d;]*[A-HMP-Sa-e])/;
/** Of a keypad in its application mode, which some program may have left on. */
const KEYPAD = /^O([j-y])/;
const ON_KEYPAD = '*+,-./0123456789';
const JAY = 'j'.charCodeAt(0);
/** With parameters; its last character tells keys from what terminals say of themselves. */
const PARAMETERS = /^\[([\d:;]+)([ -/]*[@-~])/;
const KEY_ENDS = '~^@uABCDEFGHPQRSZ';
/** Of xterm's `modifyOtherKeys`: modifiers and character. */
const MODIFIED = /^27;(\d+);(\d+)$/;
/** Kitty tells of keys that are let go, too. */
const LET_GO = /;\d*:3(?:;|$)/;
/** What Ink knows nothing of: keys of these numbers, and the keypad's 5 of the kernel's console. */
const UNKNOWN = /^\[(?:(?!(?:[1-8]|1[1-57-9]|2[0134])(?:;|~))[\d;]+~|[\d;]+@|(?:[\d;]*)G)$/;
/** Where a mouse is, in its oldest form. */
const MOUSE = /^\[M[\s\S]{3}/;
/** What more may follow. */
const BEGUN = /^(?:\[(?:\[|[\d:;]{0,40}[ -/]?|M[\s\S]{0,2})|O[\d;]{0,8})?$/;

/** Keys that are whole, and what may be the beginning of one. */
interface Typed {
  readonly keys: string;
  readonly begun: string;
}

/**
 * Keys in the form in which Ink reads each by itself, however they came together: an escape before a letter is the escape key and that
 * letter, since no key is bound with alt, and on a slow line both come in one piece. Pastes stay whole; what is no key is left out.
 * @param text from where nothing is begun @param ends nothing more belongs to it
 */
export function plainKeys(text: string, ends: boolean): Typed {
  let keys = '';
  let rest = text;
  for (let at = rest.indexOf(ESC); at >= 0; at = rest.indexOf(ESC)) {
    keys += rest.slice(0, at);
    rest = rest.slice(at);
    if (rest.startsWith(PASTE)) {
      const paste = pasteIn(rest);
      if (paste === null) return { keys, begun: withinBounds(rest) };
      keys += paste.keys;
      rest = rest.slice(paste.length);
      continue;
    }
    const after = rest.slice(1);
    const sequence = sequenceIn(after);
    if (sequence === null && !ends && BEGUN.test(after)) return { keys, begun: rest };
    keys += sequence?.written ?? ESCAPE_KEY;
    rest = after.slice(sequence?.length ?? 0);
  }
  return { keys: keys + rest, begun: '' };
}

/** The sequence behind an escape, as Ink is to read it; null where the escape is a key by itself. */
function sequenceIn(after: string): { readonly written: string; readonly length: number } | null {
  const onKeypad = KEYPAD.exec(after)?.[1];
  if (onKeypad !== undefined) return { written: ON_KEYPAD[onKeypad.charCodeAt(0) - JAY] ?? '', length: 2 };
  const key = KEY.exec(after)?.[0];
  if (key !== undefined) return { written: known(key), length: key.length };
  const [whole, parameters = '', end = ''] = PARAMETERS.exec(after) ?? [];
  if (whole !== undefined) return { written: withParameters(parameters, end), length: whole.length };
  return MOUSE.test(after) ? { written: '', length: 5 } : null;
}

const known = (key: string): string => (UNKNOWN.test(key) ? OTHER_KEY : ESC + key);

function withParameters(parameters: string, end: string): string {
  const isKey = KEY_ENDS.includes(end) && !LET_GO.test(parameters) && `${ESC}[${parameters}${end}` !== PASTED;
  if (!isKey) return '';
  const [, modifiers, character] = MODIFIED.exec(parameters) ?? [];
  return known(character === undefined ? `[${parameters}${end}` : `[${character};${modifiers}u`);
}

/** A paste that has come to its end; null where it has not. @param text begins with one */
function pasteIn(text: string): { readonly keys: string; readonly length: number } | null {
  const begin = PASTE.length;
  const pasted = text.indexOf(PASTED, begin);
  // Within a paste it is text like any other: only what was typed last, while the end is missing, is meant for the program.
  if (pasted < 0 && !text.endsWith(INTERRUPT)) return null;
  const end = pasted < 0 ? text.length - INTERRUPT.length : pasted;
  const keys = PASTE + text.slice(begin, end).slice(0, MOST_PASTED) + PASTED;
  return { keys, length: pasted < 0 ? end : end + PASTED.length };
}

/** Whether what is begun is a paste, which goes on for as long as it takes. */
export const isPasting = (begun: string): boolean => begun.startsWith(PASTE);

/** The beginning of a paste; of a long one its end may have begun to come. */
const withinBounds = (paste: string): string =>
  paste.length <= MOST_PASTED ? paste : paste.slice(0, MOST_PASTED) + paste.slice(-(PASTED.length - 1));
