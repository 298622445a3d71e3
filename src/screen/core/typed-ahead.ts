/** What interrupts, wherever it is typed. */
const INTERRUPT = '\u0003';
const ESC = '\u001b';

/**
 * Whether what was typed before the screen read keys means to leave: a key that quits, before any other, or ctrl-c. Behind
 * another key it may be part of a text.
 * @param keys those that quit, as a keymap has them
 */
export const isQuit = (typed: string, keys: readonly string[]): boolean =>
  typed.includes(INTERRUPT) || keys.some((key) => typed.startsWith(writtenAs(key)));

/** Whether a key that quits, or ctrl-c, is among what was typed where no other key means anything. */
export const hasQuit = (typed: string, keys: readonly string[]): boolean => {
  const pressed = typed.replace(SEQUENCES, '');
  return pressed.includes(INTERRUPT) || keys.some((key) => pressed.includes(writtenAs(key)));
};

/** Pasted text with what is written around it, and keys that are written in several characters: none of these is a key by itself. */
const SEQUENCES = new RegExp(`${ESC}(?:\\[200~[\\s\\S]*?${ESC}\\[201~|O[\\d;]*.|\\[\\[?[\\d:;]*[ -/]*.)`, 'g');

/** What a terminal writes for a key that is one character, or a letter with ctrl. */
function writtenAs(key: string): string {
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1];
  return letter === undefined ? key : String.fromCharCode(letter.charCodeAt(0) - 96);
}
