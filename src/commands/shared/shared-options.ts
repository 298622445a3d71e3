import { Option } from 'commander';
import { sanitiseLine } from '../../text/sanitise.ts';
import { instant } from './arguments.ts';

/* Options of several commands. */

export const at = () =>
  new Option('--at <time>', 'the room as it was then: a time, or -15m for 15 minutes ago').argParser(instant);

export const json = () => new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text');

/** Words that others read, in their terminals too: what one would obey is taken out. */
export const note = () =>
  new Option('--note <text>', 'kept with the act, in the journal').argParser(sanitiseLine).default('');
