import { linkAddress } from '../text/address.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Capabilities } from './capabilities.ts';

const LONGEST = 2000;

/**
 * Text that leads to a web page or a mailbox where the terminal knows links (OSC 8), and the text alone elsewhere, or when
 * a link may not lead there. Text and address may come from a server.
 */
export function link(text: string, address: string, { links }: Pick<Capabilities, 'links'>): string {
  const label = sanitiseLine(text);
  const href = linkAddress(address);
  if (!links || href === null || href.length > LONGEST) return label;
  return `\u001b]8;;${href}\u0007${label}\u001b]8;;\u0007`;
}
