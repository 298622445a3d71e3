import { sanitiseLine } from '../text/sanitise.ts';
import type { Capabilities } from './capabilities.ts';

const LONGEST = 2000;

/**
 * Text that leads to a web page where the terminal knows links (OSC 8), and the text alone elsewhere, or when the
 * address is not http or https. Text and address may come from a server: the text is made safe to draw, and the address
 * is written as the URL standard does, which leaves no control character in it.
 */
export function link(text: string, address: string, { links }: Pick<Capabilities, 'links'>): string {
  const label = sanitiseLine(text);
  const url = URL.parse(address);
  if (!links || !url || !/^https?:$/.test(url.protocol) || url.href.length > LONGEST) return label;
  return `\u001b]8;;${url.href}\u0007${label}\u001b]8;;\u0007`;
}
