import type { Capabilities } from './capabilities.ts';

/** Pictures that appear as a whole. */
export const SYNCHRONIZED = 2026;

/** Asks for the background (OSC 11). */
const ASK_BACKGROUND = '\u001b]11;?\u0007';
/** Asks whether a mode is known (DECRQM). */
const askMode = (mode: number): string => `\u001b[?${mode}$p`;
/** Asks what the terminal is (DA1). All know that one, so that its answer says that no other will come. */
const ASK_ATTRIBUTES = '\u001b[c';

/**
 * Whether a terminal can be asked: the kernel's console and DEC's would print a question, and screen swallows the answer. tmux
 * answers for itself.
 */
export const canBeAsked = ({ clipboard, multiplexer }: Capabilities): boolean => clipboard && multiplexer !== 'screen';

interface Asked {
  write(bytes: string): unknown;
}

/** Asks what is to be known from the start. */
export const ask = (terminal: Asked): unknown =>
  terminal.write(`${ASK_BACKGROUND}${askMode(SYNCHRONIZED)}${ASK_ATTRIBUTES}`);

/** Asks once more, as it may be another one by now. */
export const askBackground = (terminal: Asked): unknown => terminal.write(ASK_BACKGROUND);
