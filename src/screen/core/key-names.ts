import type { Key } from 'ink';
import { own } from '../../own.ts';
import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';

type NamedKey = 'upArrow' | 'downArrow' | 'leftArrow' | 'rightArrow' | 'pageUp' | 'pageDown' | 'home' | 'end';

const NAMES: Readonly<Record<NamedKey, string>> = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'pgup',
  pageDown: 'pgdn',
  home: 'home',
  end: 'end',
};
const NAMED = Object.entries(NAMES) as readonly (readonly [NamedKey, string])[];

/** Keys that go by words where they are pressed with ctrl or alt. */
const SIDEWAYS = /^(left|right)$/;

/** The name a keymap knows a key press by ("a", "V", "ctrl-d", "esc", "pgdn"); null for what is no single key. */
export function keyName(input: string, key: Key): string | null {
  if (key.escape) return 'esc';
  if (key.return || input === '\r' || input === '\n') return 'enter';
  if (key.tab || input === '\t') return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace || input === '\x7f') return key.meta ? 'alt-backspace' : 'backspace';
  if (key.delete) return 'delete';
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return (key.ctrl || key.meta) && SIDEWAYS.test(named[1]) ? `ctrl-${named[1]}` : named[1];
  // Keys that come in one piece are parted, and a control key among them comes as its bare character.
  const letter = isControl(input) ? String.fromCharCode(input.charCodeAt(0) + 96) : key.ctrl ? input : null;
  if (letter !== null) return /^[a-z]$/.test(letter) ? `ctrl-${letter}` : null;
  const typed = input === ' ' ? 'space' : [...input].length === 1 ? input : null;
  // Nothing is bound with it; the name is for saying so.
  return key.meta && typed !== null ? `alt-${typed}` : typed;
}

/** Stands for pasted text where nothing is typed: it must not do what its letters would as keys. */
export const PASTE = 'paste';

/** Whether it is one character that is none to be typed. */
export const isControl = (input: string): boolean => /^\p{Cc}$/u.test(input);

const SHOWN: Readonly<Record<string, string>> = { up: '↑', down: '↓', left: '←', right: '→', 'shift-tab': '⇧tab' };

/** A key as the footer and the help show it. */
export const shownKey = (key: string, unicode: boolean): Safe => sanitiseLine(unicode ? (own(SHOWN, key) ?? key) : key);
