import { sanitiseLine } from '../text/sanitise.ts';
import { hideSecrets } from './secrets.ts';

const LONGEST = 300;

/** One line to show for its kind: safe to draw, short, and without what looks like a secret or a person's address. */
export function exampleOf(text: string): string {
  const line = hideSecrets(sanitiseLine(text.slice(0, 4 * LONGEST)));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
