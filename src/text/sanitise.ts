import { type Coloured, joined, type Safe } from './safe.ts';

/**
 * The one place where text from servers is made safe to draw, to report and to copy. Afterwards no character can move
 * the cursor, change a colour or a title, reorder what stands beside it, or be there without being seen.
 */

const ESC = '\u001b';
const BELL = '\u0007';
const [DCS, SOS, CSI, ST, OSC, PM, APC] = ['\u0090', '\u0098', '\u009b', '\u009c', '\u009d', '\u009e', '\u009f'];

/** What is taken out or replaced. */
const makePatterns = () => ({
  /**
   * Control sequences in 7- and 8-bit form, with all they hold; of a title or the like that never ends its beginning alone, so
   * that it hides nothing of what stands behind it.
   */
  sequences: new RegExp(
    [
      `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]?`,
      `(?:${ESC}[\\]PX^_]|[${DCS}${SOS}${OSC}${PM}${APC}])(?:\\P{Cc}*(?:${BELL}|${ESC}\\\\|${ST}))?`,
      `${ESC}[ -/]*[0-~]?`,
    ].join('|'),
    'gu',
  ),
  lineEnds: /\r\n|[\r\v\f\u0085\u2028\u2029]/gu,
  /** Bidi controls, joiners, variation selectors, tags, fillers. Without joiners each emoji has a width all terminals share. */
  invisible: /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu,
  unprintable: /(?!\n)[\p{Cc}\p{Cs}\p{Cn}]/gu,
  /** More marks on one letter than any script needs run into the rows above and below. */
  stackedMarks: /(\p{M}{4})\p{M}+/gu,
  /** A mark without a letter would be drawn on whatever stands to the left of it. */
  bareMark: /(?<=^|\s)(?=\p{M})/gmu,
});
/** Made when the first text comes that is not plain: classes of Unicode take a good part of a short command to make. */
let made: ReturnType<typeof makePatterns> | undefined;

const PLAIN = /^[ -~\n]*$/;

/**
 * Safe text that keeps its line ends, all as "\n". Control sequences and invisible characters are removed; any other
 * control or undefined character becomes "�", so that it is seen that something was there. Tabs become two spaces.
 */
export function sanitiseText(text: string): Safe {
  return (PLAIN.test(text) ? text : cleaned(text)) as Safe;
}

function cleaned(text: string): string {
  made ??= makePatterns();
  return text
    .replace(made.sequences, '')
    .replace(made.lineEnds, '\n')
    .replaceAll('\t', '  ')
    .replace(made.invisible, '')
    .replace(made.unprintable, '\uFFFD')
    .replace(made.stackedMarks, '$1')
    .replace(made.bareMark, '◌');
}

/** Safe text on one line: lines are joined by a space, empty ones left out. */
export function sanitiseLine(text: string): Safe {
  const safe = sanitiseText(text);
  if (!safe.includes('\n')) return safe;
  const lines = safe.split('\n').map((line) => line.trim());
  return joined(
    lines.filter((line) => line !== ''),
    ' ',
  );
}

/** A colour, weight or reverse video, as ringdeck's own drawings have them: nothing blinks and nothing is hidden. */
const COLOUR = new RegExp(`(${ESC}\\[(?:[0-47]|2[2-47]|[34][0-79]|9[0-7]|10[0-7]|[34]8(?:;\\d{1,3}){2,4})m)`);

/** Text that ringdeck has coloured itself, with nothing in it that a terminal obeys but colours. */
export function sanitiseColoured(text: string): Coloured {
  if (PLAIN.test(text)) return text as Coloured;
  // Every second piece is a colour.
  const pieces = text.split(COLOUR).map((piece, i) => (i % 2 === 1 ? piece : sanitiseText(piece)));
  return pieces.join('') as Coloured;
}
