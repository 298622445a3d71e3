import { Buffer } from 'node:buffer';
import { sanitiseText } from '../text/sanitise.ts';
import { type Bytes, bytes } from '../units.ts';
import type { Capabilities } from './capabilities.ts';

const ESC = '\u001b';
/** GNU screen takes no longer device control string. */
const SCREEN_CHUNK = 256;
/** Terminals drop longer sequences silently: the shortest limit among the common ones is 100,000 bytes with base64. */
const MOST_BYTES = bytes(74_000);

/** What a text is too long by for the clipboard of any terminal; null when it is not. */
export function tooLongToCopy(text: string): { readonly own: Bytes; readonly most: Bytes } | null {
  const own = bytes(Buffer.byteLength(sanitiseText(text)));
  return own > MOST_BYTES ? { own, most: MOST_BYTES } : null;
}

/** Asks the terminal to put text into the operator's clipboard; false when it has none, or the text is too long for it. */
export function copyTo(terminal: { write(bytes: string): unknown }, text: string, capabilities: Capabilities): boolean {
  const sequence = copySequence(text, capabilities);
  if (sequence !== null) terminal.write(sequence);
  return sequence !== null;
}

/**
 * The sequence that asks the terminal to put text into the operator's clipboard, also over SSH (OSC 52); null when the
 * terminal does not take it or the text is too long. No terminal says whether it did it.
 */
export function copySequence(text: string, { clipboard, multiplexer }: Capabilities): string | null {
  // What is pasted into a shell must not hold more than was seen.
  const payload = Buffer.from(sanitiseText(text));
  if (!clipboard || payload.length > MOST_BYTES) return null;
  const sequence = `${ESC}]52;c;${payload.toString('base64')}\u0007`;
  // tmux takes it itself with "set-clipboard on", and hands it on with "allow-passthrough on": either will do.
  return `${multiplexer === 'tmux' ? sequence : ''}${passedOn(sequence, multiplexer)}`;
}

/** A sequence that is for the terminal behind a multiplexer, as that one hands it on; tmux does so with "allow-passthrough on". */
export function passedOn(sequence: string, multiplexer: Capabilities['multiplexer']): string {
  switch (multiplexer) {
    case null:
      return sequence;
    case 'tmux':
      return `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ESC}\\`;
    case 'screen':
      return inChunks(sequence, SCREEN_CHUNK)
        .map((chunk) => `${ESC}P${chunk}${ESC}\\`)
        .join('');
  }
}

const inChunks = (text: string, size: number): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
