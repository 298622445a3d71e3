const ESC = '\u001b';
const PRINTABLE =
  '[^\\p{Cc}\\p{Cs}\\p{Cn}\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\u2028\\u2029\\ufff9-\\ufffb]';

/** Pieces of what ringdeck itself writes to a terminal, each at the place where one begins. */
const TEXT = new RegExp(`(?:${PRINTABLE}|[\\r\\n])+`, 'uy');
const STYLE = new RegExp(`${ESC}\\[([\\d;]*)m`, 'y');
const MOVE = new RegExp(`${ESC}\\[(\\d+);(\\d+)H`, 'y');
const PAINT = new RegExp(`${ESC}\\[(?:H|2J|K|\\d{1,3}C)`, 'y');
const MODE = new RegExp(`${ESC}\\[(?:\\?(?:1000|1002|1003|1004|1006|1049|2004|2026|2031|25|7))+[hl]`, 'y');
/** What it asks at its start: its background, whether a mode is known, and what the terminal is. */
const QUESTION = new RegExp(`${ESC}(?:\\]11;\\?\\u0007|\\[(?:\\?2026\\$p|c))`, 'y');
const LINK = new RegExp(`${ESC}\\]8;;((?:https?://|mailto:)[!-~ ]*)?\\u0007`, 'y');
/** The title put aside and taken back, and the one that ringdeck gives: a sign first, and nothing but text. */
const TITLES = new RegExp(`${ESC}\\[2[23];2t|${ESC}\\]2;(?:(?:DEMO|REPLAY) )?[✔▲✖?] ${PRINTABLE}{0,200}\\u0007`, 'uy');
const COPY = new RegExp(`${ESC}\\]52;c;([A-Za-z0-9+/]+=*)\\u0007`, 'y');

/** Weights, colours of the terminal, and colours by number: no blinking, nothing hidden. */
const STYLES =
  /^(?:(?:[012347]|2[23479]|3[0-79]|4[0-79]|9[0-7]|10[0-7]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3})(?:;|$))*$/;

export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** False for a command that prints text. */
  readonly screen: boolean;
}

/** What a program wrote to a terminal and ringdeck would not, each with what stands around it. Empty: every byte is its own. */
export function foreignIn(output: string, { columns, rows, screen }: Terminal): readonly string[] {
  const found: string[] = [];
  const match = (expression: RegExp, at: number): RegExpExecArray | null => {
    expression.lastIndex = at;
    return expression.exec(output);
  };
  const own = (at: number): number => {
    const text = match(TEXT, at);
    if (text) return text[0].length;
    const style = match(STYLE, at);
    if (style) return STYLES.test(style[1] ?? '') ? style[0].length : 0;
    if (!screen) return 0;
    const move = match(MOVE, at);
    if (move) return Number(move[1]) <= rows && Number(move[2]) <= columns ? move[0].length : 0;
    const link = match(LINK, at);
    if (link) return /evil\.example|@[^/]*\//.test(link[1] ?? '') ? 0 : link[0].length;
    const copy = match(COPY, at);
    // What is pasted is text like any other.
    if (copy)
      return foreignIn(Buffer.from(copy[1] ?? '', 'base64').toString(), { columns, rows, screen: false }).length === 0
        ? copy[0].length
        : 0;
    return (match(PAINT, at) ?? match(MODE, at) ?? match(TITLES, at) ?? match(QUESTION, at))?.[0].length ?? 0;
  };
  for (let at = 0; at < output.length; ) {
    const length = own(at);
    if (length === 0) found.push(JSON.stringify(output.slice(Math.max(0, at - 40), at + 40)));
    at += Math.max(1, length);
  }
  return found;
}
