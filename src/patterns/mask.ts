import { own } from '../own.ts';
import { hideSecrets } from './secrets.ts';

/** A template's place for what differs from line to line. */
export const WILD = '<*>';

/** What is looked at of one message: what comes later hardly tells two kinds of line apart. */
export const LONGEST = 2000;
const MOST_WORDS = 64;
/** A longer word says what it is by its beginning. */
const LONGEST_WORD = 96;

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}';
const CLOCK = String.raw`\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?`;
const ZONE = String.raw`(?:Z|\s?[+-]\d\d:?\d\d|\s(?:UTC|GMT|[A-Z]{2,3}[ST]))?(?![A-Za-z])`;
const METHOD = '(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)';
const DOMAIN = '(?:com|net|org|edu|gov|info|io|dev|cloud|local|internal|lan|svc)';
/** Where files lie. */
const ROOT = 'app|bin|boot|data|dev|etc|home|lib|mnt|opt|proc|root|run|srv|sys|tmp|user|usr|var';
/** What Kubernetes makes random parts of names of: no vowels, and no digits that look like letters. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';

/**
 * What differs between two lines of one kind, in the order in which it is recognised. Each alternative matches in time
 * linear in its length, and none holds a repetition of a repetition. Numbers, hex and durations are one: whether an id
 * has a letter among its digits is chance.
 */
const VARIABLE = new RegExp(
  [
    // Kept as it is: the class of an answer is what an access log tells.
    String.raw`(?<keep>(?<=\b(?:status|code|status_?code|http)["']?\s?[=:]?\s?|HTTP/[\d.]{1,3}"? )[1-5]\d\d(?![\w.]))`,
    String.raw`(?<call>"(?=${METHOD} )(?:[^"\\]|\\.)*")`,
    String.raw`(?<str>"(?:[^"\\]|\\.)*"|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|\x60[^\x60]*\x60)`,
    String.raw`(?<uuid>\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b)`,
    String.raw`(?<email>[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63})`,
    String.raw`(?<ip>\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b(?!\.\w)|\[?\b(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}\b\]?(?::\d{1,5})?)`,
    String.raw`(?<time>\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?${ZONE})?|(?:\b${DAY},?\s{1,2})?\b(?:${MONTH}\s{1,2}\d{1,2}|\d{1,2}[ /-]${MONTH}[ /-]\d{4})[ :]${CLOCK}${ZONE}(?:\s\d{4}\b)?)`,
    String.raw`(?<clock>\b\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?)?\b(?!:))`,
    String.raw`(?<pod>(?<![\w.-])[a-z\d][a-z\d.-]{0,200}-(?:${RANDOM}{8,10}|[a-f\d]{8,10})-${RANDOM}{5}(?![\w-])|(?<![\w.-])[a-z][a-z\d.-]{0,200}-(?=[a-z]{0,4}\d)${RANDOM}{5}(?![\w-]))`,
    String.raw`(?<host>(?<![\w./@$-])(?:[a-z\d_-]{1,63}\.){1,10}[a-z][a-z\d-]{1,62}:\d{1,5}\b(?![:.]\d)|(?<![\w./@$-])(?:[\w-]{1,63}\.){1,10}${DOMAIN}(?![\w.-])|(?<![\w./@$-])(?:[\w-]{1,63}\.){2,10}[a-z]{2}(?![\w.-]))`,
    String.raw`(?<path>(?<![\w./:<>-])(?<!${METHOD} )/(?:${ROOT})(?:/[^\s/"'<>:,;()[\]]{1,200})+/?)`,
    String.raw`(?<who>(?<=\b(?:for user |password for (?:invalid user )?|publickey for |user=))[\w.-]+)`,
    String.raw`(?<size>(?<![\p{L}\p{N}_])\d+(?:\.\d+)?\s?(?:[kKMGTP]i?)?B(?:\/s)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}_])\d+ bytes \([\d.]{1,20} [kKMGTP]i?B\)|(?<![\p{L}\p{N}_])\d+ bytes(?![\p{L}\p{N}]))`,
    String.raw`(?<long>(?<![\p{L}\p{N}_<])<?\d+(?:\.\d+)?\s(?:sec(?:ond)?|min(?:ute)?|hour|day)s?\b)`,
    String.raw`(?<dur>(?<![\p{L}\p{N}_.-])\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d)(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))*(?![\p{L}\p{N}_]))`,
    String.raw`(?<hex>\b0x[\da-f]+\b|(?<![\p{L}\p{N}])(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[\da-f]{4,}(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])[a-f]{8,}(?![\p{L}\p{N}]))`,
    String.raw`(?<token>(?=[\w+=-]{0,200}\d)[\w+=-]{32,})`,
    String.raw`(?<num>(?<![\p{L}\p{N}])[-+]?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|(?<![\p{L}\p{N}])[a-z]\d+[a-z]?(?![\p{L}\p{N}])|\d+)`,
  ].join('|'),
  'giu',
);

/** Kinds that are one to the reader. */
const ALIKE: Readonly<Record<string, string>> = {
  hex: '<num>',
  dur: '<num>',
  long: '<num>',
  clock: '<num>',
  ip: '<host>',
};

/** Several of a kind in a list are as one: how many there are differs, too. */
const LIST = /(<(?:num|host|pod|uuid|time|email)>)(?:,\s?\1)+/g;
/** What stands in brackets of its own beside an address: its name, where it has one. */
const BESIDE = /\(<host>\)/g;
/** A word that is made of so many parts that differ is a name, whatever stands between them. */
const NAME = /(?<=^|\s|[[(])[\w.:~@#/$\\-]*(?:<(?:num|host|time|uuid|token|hidden|own)>[\w.:~@#/$\\,-]*){3,}(?<!,)/g;

/** Replaces in one message what differs from line to line: numbers, hex, uuid, addresses, times, quoted strings, keys. */
export function mask(message: string): string {
  const masked = message.replace(VARIABLE, (...found) => {
    const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups.keep !== undefined) return groups.keep;
    if (groups.call !== undefined) return groups.call.replace(/ .*/s, ' <str>"');
    for (const [name, text] of Object.entries(groups)) if (text !== undefined) return own(ALIKE, name) ?? `<${name}>`;
    return WILD;
  });
  return masked.replace(LIST, '$1').replace(BESIDE, '()').replace(NAME, '<name>');
}

/** The words of a masked message, as many as are looked at; none of them is a secret by its look. */
export function wordsOf(message: string): string[] {
  const words = mask(hideSecrets(message.slice(0, LONGEST))).split(/\s+/u, MOST_WORDS + 2);
  // How many of a kind are listed differs, too.
  const kept = words.filter((word, i) => word !== '' && !(word.includes('<') && word === words[i - 1]));
  const cut = kept.length > MOST_WORDS ? [...kept.slice(0, MOST_WORDS), '…'] : kept;
  return cut.map((word) => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word));
}
