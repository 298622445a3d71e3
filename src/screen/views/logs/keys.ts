import { literals } from '../../../text/safe.ts';
import type { ByAction } from '../../core/kinds.ts';

/** What keys of everywhere do on the log page, in the order they are worth knowing there. */
export const KEY_WORDS: ByAction = literals({
  filter: 'Only lines with level=error or a text; tab completes',
  'next-hit': 'Next line with that text',
  'previous-hit': 'Previous line with that text',
  open: 'Details of the line, and back',
  last: 'Newest line, and follow new ones',
  first: 'Oldest line loaded; older ones are then read',
  up: 'Line above; stops following',
  down: 'Line below',
  left: 'Long lines, or details, back to their beginning',
  right: 'Long lines, or details, further on',
  pause: 'Pause; lines that arrive meanwhile are kept',
  panel: 'Hide or show a level, from fatal (1) to none (7)',
  earlier: 'Room and logs one minute earlier',
  later: 'Room and logs one minute later, up to now',
  'zoom-in': 'Half the window',
  'zoom-out': 'Twice the window: further back',
  live: 'Back to now',
  clocks: 'All clocks in UTC, or in local time again',
  refresh: 'Ask Loki again',
  copy: 'Copy the line to the clipboard',
  logs: 'Close the logs',
});
