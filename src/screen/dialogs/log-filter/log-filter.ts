import { withLineFilter } from '../../../logs/complete.ts';
import { safe } from '../../../text/safe.ts';
import { also, type Effect, only } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { askLogs } from '../log-query/keys.ts';
import { editLine } from '../shared/line-editor.ts';
import { keyOf } from '../shared/typing.ts';

/** A text to look for in the logs: `enter` in the lines at hand, `tab` by asking the server for lines with it alone. */
export const logFilter: DialogKind<Dialog<'log-filter'>> = {
  takesText: true,
  keys(dialog, event, { state, world }) {
    const closed = { ...state, dialog: null };
    const logs = world.logs?.scene;
    const sieve = (text: string): readonly Effect[] =>
      logs === undefined ? [] : [{ kind: 'logs', command: { do: 'sieve', spec: { ...logs.sieve, text } } }];
    switch (keyOf(event)) {
      case 'esc':
        return also(closed, ...sieve(''));
      case 'enter':
        return also(closed, ...sieve(dialog.text));
      case 'tab': {
        if (logs === undefined || dialog.text.trim() === '') return only(closed);
        const step = askLogs(
          closed,
          { query: withLineFilter(logs.query, dialog.text), about: logs.about, server: logs.server },
          world,
        );
        return also(step.state, ...sieve(''), ...step.effects);
      }
      default:
        return only({ ...state, dialog: { ...dialog, ...editLine(dialog, event) } });
    }
  },
  line: ({ text, at }) => ({ text, at, keys: safe('enter in these lines  tab asks Loki  esc clear  !text hides') }),
};
