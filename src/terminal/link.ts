import type { AnsiCode } from '@alcalzone/ansi-tokenize';
import { linkAddress } from '../text/address.ts';
import type { Capabilities } from './capabilities.ts';

const LONGEST = 2000;

/**
 * What makes text lead to a web page or a mailbox where the terminal knows links (OSC 8); null elsewhere, or when a link may
 * not lead there: then the text stands alone. The address may come from a server.
 */
export function linkTo(address: string, { links }: Pick<Capabilities, 'links'>): AnsiCode | null {
  const href = links ? linkAddress(address) : null;
  if (href === null || href.length > LONGEST) return null;
  return { type: 'ansi', code: `\u001b]8;;${href}\u0007`, endCode: '\u001b]8;;\u0007' };
}
