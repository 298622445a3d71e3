import { Buffer } from 'node:buffer';
import type { Safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Capabilities, Environment } from './capabilities.ts';
import { passedOn } from './clipboard.ts';

const ESC = '\u001b';
const BELL = '\u0007';

/** How a terminal is asked for a notification. */
export type NotificationSequence = 'osc9' | 'osc777' | 'osc99';

/** Characters of a title or a text: no more is shown, and terminals drop long sequences. */
const LONGEST = 200;

/** How this terminal most likely understands it: kitty has its own, rxvt and VTE another, and most others know iTerm2's. */
export function notificationOf({ TERM = '', KITTY_WINDOW_ID, VTE_VERSION }: Environment): NotificationSequence {
  if (TERM === 'xterm-kitty' || KITTY_WINDOW_ID) return 'osc99';
  return TERM.startsWith('rxvt') || VTE_VERSION ? 'osc777' : 'osc9';
}

/**
 * The sequence that asks a terminal to notify whoever does not look at it; null where it is one that would print it. No
 * terminal says whether it did it.
 */
export function notificationSequence(
  title: Safe,
  text: Safe,
  how: NotificationSequence,
  { clipboard, multiplexer }: Capabilities,
): string | null {
  // Who takes no other sequences takes none of these.
  return clipboard ? passedOn(SEQUENCES[how](short(title), short(text)), multiplexer) : null;
}

const short = (text: Safe): Safe => sanitiseLine(text).slice(0, LONGEST);

const base64 = (text: Safe): string => Buffer.from(text).toString('base64');

const SEQUENCES: Readonly<Record<NotificationSequence, (title: Safe, text: Safe) => string>> = {
  // A number before a semicolon would be another command: the title begins with a word.
  osc9: (title, text) => `${ESC}]9;${title}: ${text}${BELL}`,
  osc777: (title, text) => `${ESC}]777;notify;${title.replaceAll(';', ',')};${text.replaceAll(';', ',')}${BELL}`,
  osc99: (title, text) =>
    `${ESC}]99;i=ringdeck:d=0:e=1;${base64(title)}${ESC}\\${ESC}]99;i=ringdeck:d=1:e=1:p=body;${base64(text)}${ESC}\\`,
};

/** The sequence that calls a terminal so; null where it is one that would print it. tmux and screen take it for themselves. */
export const titleSequence = (title: Safe, { clipboard }: Capabilities): string | null =>
  clipboard ? `${ESC}]2;${short(title)}${BELL}` : null;
