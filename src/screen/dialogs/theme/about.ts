import { own } from '../../../own.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { pairNamed, SHIPPED } from '../../canvas/shipped-themes.ts';

const SUITS: Readonly<Record<string, Safe>> = literals({
  dark: 'for a dark terminal',
  light: 'for a light terminal',
  any: 'for any terminal',
});

/** For which terminals a theme is made. */
export function aboutTheme(name: string): Safe {
  const pair = pairNamed(name);
  if (pair !== undefined) return safe(`${sanitiseLine(pair.dark)} or ${sanitiseLine(pair.light)}, as the terminal is`);
  return own(SUITS, SHIPPED.get(name)?.ground?.kind ?? '') ?? safe('your own');
}
