import { literals } from '../../../text/safe.ts';
import type { View } from '../../core/kinds.ts';
import type { ViewKind } from '../kind.ts';
import { actInLogs } from './act-in-logs.ts';
import { drawLogs } from './page.ts';

/** The log page. */
export const logs: ViewKind<View<'logs'>> = {
  contexts: ['logs'],
  draw: (view, input) => drawLogs(input.logs, view, input.logLook, input),
  act: actInLogs,
  hints: ({ cursor }) => ({
    first: [
      'filter',
      // From the end, where the reader follows, errors lie behind.
      ...(cursor === null ? (['previous-error', 'open'] as const) : (['next-error', 'open', 'last'] as const)),
      ...(['pause', 'query', 'wrap', 'columns', 'timestamps', 'zoom-out', 'patterns', 'copy'] as const),
    ],
    besides: [],
  }),
  hintWords: literals({ open: 'details', last: 'follow', 'zoom-out': 'further back' }),
};
