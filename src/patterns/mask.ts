import { hideSecrets } from './secrets.ts';

/** A template's place for what differs from line to line. */
export const WILD = '<*>';

/** What is looked at of one message: what comes later hardly tells two kinds of line apart. */
export const LONGEST = 2000;
const MOST_WORDS = 64;
/** A longer word says what it is by its beginning. */
const LONGEST_WORD = 96;

/**
 * What differs between two lines of one kind, in the order in which it is recognised. Each alternative matches in time
 * linear in its length, and none holds a repetition of a repetition.
 */
const VARIABLE = new RegExp(
  [
    // Kept as it is: the class of an answer is what an access log tells.
    String.raw`(?<keep>(?<=\b(?:status|code|status_?code|http)["']?\s?[=:]?\s?|HTTP/[\d.]{1,3}"? )[1-5]\d\d(?![\w.]))`,
    String.raw`(?<str>"(?:[^"\\]|\\.)*"|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|\x60[^\x60]*\x60)`,
    String.raw`(?<time>\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?)`,
    String.raw`(?<uuid>\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b)`,
    String.raw`(?<email>[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63})`,
    String.raw`(?<ip>\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|\[?\b(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}\b\]?(?::\d{1,5})?)`,
    String.raw`(?<dur>(?<![\p{L}\p{N}_.-])\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d)(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))*(?![\p{L}\p{N}_]))`,
    String.raw`(?<hex>\b0x[\da-f]+\b|\b(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[\da-f]{7,}\b)`,
    String.raw`(?<token>(?=[\w+=-]{0,200}\d)[\w+=-]{32,})`,
    String.raw`(?<num>(?<![\p{L}\p{N}_])[-+]?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|\d+)`,
  ].join('|'),
  'giu',
);

/** Replaces in one message what differs from line to line: numbers, hex, uuid, addresses, times, quoted strings, keys. */
export function mask(message: string): string {
  return message.replace(VARIABLE, (...found) => {
    const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups.keep !== undefined) return groups.keep;
    for (const [name, text] of Object.entries(groups)) if (text !== undefined) return `<${name}>`;
    return WILD;
  });
}

/** The words of a masked message, as many as are looked at; none of them is a secret by its look. */
export function wordsOf(message: string): string[] {
  const words = mask(hideSecrets(message.slice(0, LONGEST))).split(/\s+/u, MOST_WORDS + 2);
  const kept = words.filter((word) => word !== '');
  const cut = kept.length > MOST_WORDS ? [...kept.slice(0, MOST_WORDS), '…'] : kept;
  return cut.map((word) => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word));
}
