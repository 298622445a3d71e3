import type { Restraint, Spell } from '../../terminal/governor.ts';
import { formatMinute } from '../../text/format.ts';
import { literals, type Safe, safe } from '../../text/safe.ts';

const REASONS: Readonly<Record<Restraint, Safe>> = literals({
  unfocused: 'the terminal lost the focus',
  slow: 'the terminal was slow to accept output',
  limit: '--max-bps was reached',
});

/** Why the screen changed less often, and until when: "went slower: the terminal lost the focus, until 14:02". */
export const spellText = ({ because, to }: Spell, timeZone: string): Safe =>
  safe(`${REASONS[because]}${to === null ? safe(', still') : safe(`, until ${formatMinute(to, timeZone)}`)}`);
