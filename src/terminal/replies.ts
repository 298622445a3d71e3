import { type Background, backgroundOf } from './background.ts';
import { ESCAPE_KEY } from './plain-keys.ts';

const ESC = '\u001b';
const BEL = '\u0007';

/** What a terminal says of itself, asked or not. */
export type Reply =
  | { readonly kind: 'background'; readonly background: Background }
  /** The operating system went from dark to light, or back: the background may be another one. */
  | { readonly kind: 'scheme' }
  | { readonly kind: 'mode'; readonly mode: number; readonly known: boolean }
  /** What every terminal answers to, so that what was asked before it and not answered will not be. */
  | { readonly kind: 'attributes' }
  | { readonly kind: 'focus'; readonly focused: boolean };

/** Longer than anything that terminals answer to what may be asked here. */
const LONGEST = 200;

/**
 * Every form in which terminals answer, whatever was asked and by whom: strings to an operating system or a device, and sequences with a
 * private mark. No key is written so. Then the two words on the focus, which have the form of a key.
 */
const STRING = `(?:\\]\\d{1,4};[^${BEL}${ESC}]{0,${LONGEST}}|P(?:[\\d;]{0,8}[$+]|[>!]\\|)[^${BEL}${ESC}]{0,${LONGEST}})`;
const PRIVATE = '\\[[?<=>]\\d[\\d;:]{0,40}\\$?';
const WHOLE = new RegExp(`(${ESC})?${ESC}(?:(${STRING})(?:${BEL}|${ESC}\\\\)|(${PRIVATE}[a-zA-Z])|\\[([IO]))`, 'g');
/** The beginning of one, which can be nothing else. */
const BEGUN = new RegExp(`${ESC}(?:${STRING}${ESC}?|${PRIVATE})$`);
/** The beginning of one, unless somebody typed all of it at once: the escape key, a bracket and what comes behind it. */
const LIKELY = new RegExp(`${ESC}(?:\\[[?<=>]|\\]\\d{1,4}|P(?:[\\d;]{1,8}|[>!]))$`);
/** The beginning of one, or keys. */
const PERHAPS = new RegExp(`${ESC}[[\\]P]?$`);
/** The end of one whose beginning was given up. */
const TAIL = new RegExp(`^[^${BEL}${ESC}]{0,${LONGEST}}(?:${BEL}|${ESC}\\\\)|^[\\d;:]{0,40}\\$?[a-zA-Z]`);

/** What came in, without what the terminal said. */
export interface Parted {
  readonly keys: string;
  readonly replies: readonly Reply[];
  /** What is held back until more comes, and how surely it is no key. */
  readonly begun: { readonly text: string; readonly isReply: 'surely' | 'likely' | 'perhaps' };
}

/** Tells a terminal's words from keys. @param text from where nothing is begun */
export function part(text: string): Parted {
  const replies: Reply[] = [];
  const left = text.replace(WHOLE, (_, alone?: string, string?: string, sequence?: string, focus?: string) => {
    const reply =
      focus !== undefined
        ? ({ kind: 'focus', focused: focus === 'I' } as const)
        : string !== undefined
          ? ofString(string)
          : ofSequence(sequence ?? '');
    if (reply !== null) replies.push(reply);
    // An escape before it is the key: with what follows it would read as another one.
    return alone === undefined ? '' : ESCAPE_KEY;
  });
  const surely = BEGUN.exec(left);
  const likely = LIKELY.exec(left);
  const begun = surely ?? likely ?? PERHAPS.exec(left);
  return {
    keys: left.slice(0, begun?.index ?? left.length),
    replies,
    begun: { text: begun?.[0] ?? '', isReply: surely ? 'surely' : likely ? 'likely' : 'perhaps' },
  };
}

/** A text without the end of an answer that it begins with. */
export const withoutTail = (text: string): string => text.replace(TAIL, '');

function ofString(text: string): Reply | null {
  const background = text.startsWith(']11;') ? backgroundOf(text.slice(4)) : null;
  return background && { kind: 'background', background };
}

function ofSequence(text: string): Reply | null {
  const [, mode, known] = /^\[\?(\d+);(\d)\$y$/.exec(text) ?? [];
  // 0: not known; 4: off for good.
  if (mode !== undefined) return { kind: 'mode', mode: Number(mode), known: known !== '0' && known !== '4' };
  if (/^\[\?[\d;]+c$/.test(text)) return { kind: 'attributes' };
  return /^\[\?997;[12]n$/.test(text) ? { kind: 'scheme' } : null;
}
