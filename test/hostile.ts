import fc from 'fast-check';
import { character } from './character.ts';

/*
 * Texts that attack a terminal or its reader. What they would do differs from whatever ringdeck does itself, so that a
 * sequence seen in its output is theirs: blinking and hidden text, cells far outside, pages of evil.example.
 */

const ESC = '\u001b';
const INTRODUCERS = [
  '[',
  ']',
  'P',
  '_',
  '^',
  'X',
  '(',
  ')',
  '#',
  'c',
  'Z',
  '7',
  '8',
  'M',
  'D',
  'N',
  'O',
  '=',
  '>',
  '%G',
];

const parameter = fc.oneof(
  fc.constantFrom('5', '8', '53', '999', '?1049', '?47', '?1000', '?2004', '>4;1', '38;5;201;5', '4:3;5', ''),
  fc.nat(9999).map(String),
);
/** Control sequences of CSI, none of which ringdeck writes with such parameters. */
const csi = fc
  .tuple(
    fc.constantFrom(`${ESC}[`, '\u009b', `${ESC}\u0000[`, `${ESC}${ESC}[`),
    fc.array(parameter, { maxLength: 3 }),
    fc.constantFrom('', ' ', '!', '"', "'", '$'),
    fc.constantFrom(...'@ABDEFGILMPSTXZabcdefghilnpqrstuvxz{|}~'),
  )
  .map(([start, parameters, between, final]) => `${start}${[...parameters, '5'].join(';')}${between}${final}`);
const blink = fc.constantFrom(`${ESC}[5m`, '\u009b5;8m', `${ESC}[1;5;7m`, `${ESC}[8m`, `${ESC}[38;2;1;2;3;5m`);
const jump = fc.constantFrom(
  `${ESC}[777;777H`,
  '\u009b999;1f',
  `${ESC}[3J`,
  `${ESC}[1K`,
  `${ESC}[?47h`,
  `${ESC}[6n`,
  `${ESC}[c`,
);

/** Strings of the terminal: titles, clipboard, links, palettes, notifications, device control, also never ended. */
const osc = fc
  .tuple(
    fc.constantFrom(`${ESC}]`, '\u009d'),
    fc.constantFrom(
      ...['0;owned', '2;owned', '8;;javascript:alert(1)', '8;;file:///etc/passwd', '8;id=1;http://evil.example/'],
      ...['9;4;1;50', '777;notify;owned;evil', '10;?', '11;?', '4;1;rgb:ff/00/00', '1337;File=inline=1:AA=='],
      ...['52;c;cm0gG1s1bQ==', '52;c;?', '50;font', '133;A', '633;E;rm', 'L owned', '7;file://evil.example/'],
    ),
    fc.constantFrom('\u0007', `${ESC}\\`, '\u009c', '', '\u0018', '\u001a', '\n'),
    fc.constantFrom('', 'here', `here${ESC}]8;;\u0007`),
  )
  .map((parts) => parts.join(''));
const dcs = fc
  .tuple(
    fc.constantFrom(`${ESC}P`, '\u0090', `${ESC}_`, '\u009f', `${ESC}^`, '\u009e', `${ESC}X`, '\u0098'),
    fc.constantFrom('tmux;\u001b\u001b]52;c;eA==\u0007', '$q"p', '+q544e', 'q#0;2;0;0;0~', 'Ga=T,f=24;AAAA', 'evil'),
    fc.constantFrom(`${ESC}\\`, '\u009c', '', '\u0018', '\n'),
  )
  .map((parts) => parts.join(''));

/** What moves or hides without an escape. */
const control = fc.constantFrom(
  ...'\u0000\u0001\u0005\u0007\b\u000b\u000c\r\u000e\u000f\u007f\u0084\u0085\u0088\u008d\u009c',
);
const hidden = fc.oneof(
  fc.constantFrom(...'\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029'),
  fc.constantFrom(...'\u200b\u200c\u200d\u2060\u2061\ufeff\u00ad\u034f\u115f\u3164\uffa0\u180e\ufff9\ufffa\ufffb'),
  fc.constantFrom('\u{e0001}', '\u{e0041}\u{e0042}\u{e007f}', '\u{1d173}', '\u{e0100}', '\u{1bca0}'),
  fc.constantFrom('\ud800', '\udfff', '\udc00\ud800', '\ufffe', '\uffff', '\u{1ffff}', '\u0378'),
  fc.integer({ min: 2, max: 40 }).map((n) => '\ufe0f'.repeat(n)),
  fc.integer({ min: 2, max: 40 }).map((n) => `z${'\u0301\u0338'.repeat(n)}`),
  fc.constantFrom('\u0338\u0338', '\u20dd', '\u0489', '\u{1e8d0}'),
);
const plain = fc.oneof(
  fc.constantFrom(
    'a',
    ' ',
    'm',
    ';',
    '\\',
    '"',
    "'",
    '%s',
    '${x}',
    '{{',
    '<b>',
    '\t',
    '\n',
    '\r\n',
    '中',
    'é',
    '👩\u200d💻',
  ),
  fc.constantFrom('שלום', 'مرحبا', 'می\u200cخواهم', '🇫🇷', '⚠\ufe0f', 'ﷺ', '\u0e01\u0e33', 'g\u0308'),
);
const cutOff = fc
  .tuple(fc.constantFrom(...INTRODUCERS), fc.constantFrom('', '3', '?', '0;'))
  .map(([introducer, rest]) => `${ESC}${introducer}${rest}`);

/** Any of them, several in a row. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: osc },
      { weight: 3, arbitrary: csi },
      { weight: 2, arbitrary: blink },
      { weight: 2, arbitrary: jump },
      { weight: 2, arbitrary: dcs },
      { weight: 3, arbitrary: hidden },
      { weight: 3, arbitrary: control },
      { weight: 2, arbitrary: cutOff },
      { weight: 3, arbitrary: plain },
      { weight: 1, arbitrary: fc.string({ unit: character, maxLength: 4 }) },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** A mark that stands at the beginning of a text and comes through wherever the text does. */
export interface Marked {
  readonly mark: string;
  readonly text: string;
}

/** Hands out different hostile texts, the same in each run of the tests, each behind a mark of its own. */
export class HostileTexts {
  readonly #texts: readonly string[];
  #next = 0;

  constructor(count: number, seed: number) {
    this.#texts = fc.sample(hostile, { numRuns: count, seed });
  }

  get handedOut(): number {
    return this.#next;
  }

  one(): Marked {
    const text = this.#texts[this.#next];
    if (text === undefined) throw new Error(`there are no more than ${this.#texts.length} hostile texts`);
    const mark = `q${this.#next.toString(36).padStart(4, '0')}`;
    this.#next += 1;
    return { mark, text: `${mark} ${text}` };
  }

  some(count: number): readonly Marked[] {
    return Array.from({ length: count }, () => this.one());
  }
}
