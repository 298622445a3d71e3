import { sanitiseLine } from '../../text/sanitise.ts';
import { atLeastASecond, bytesPerSecond, duration, instant } from './arguments.ts';
import { option } from './takes.ts';

/* Options of several commands. */

export const at = option('--at <time>', 'the room as it was then: a time, or -15m for 15 minutes ago', {
  read: instant,
});

export const mostBytes = option('--max-bps <bytes>', 'write at most this many bytes a second to the terminal', {
  read: bytesPerSecond,
});

export const json = option('--format <format>', 'text or json', { choices: ['text', 'json'], standard: 'text' });

/** Words that others read, in their terminals too: what one would obey is taken out. */
export const note = option('--note <text>', 'a note, kept in the journal', {
  read: sanitiseLine,
  standard: sanitiseLine(''),
});

/** An option that is a duration of at least a second, with a default. */
export const lasting = <const Flags extends `${string}--${string} <${string}>`>(
  flags: Flags,
  description: string,
  standard: string,
) => option(flags, description, { read: atLeastASecond, standard: duration(standard), shown: standard });
