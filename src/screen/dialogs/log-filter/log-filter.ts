import { withLineFilter } from '../../../logs/complete.ts';
import { parseFilter } from '../../../room/filter/filter.ts';
import { namesOfLines, valuesOfLines } from '../../../room/filter/lines.ts';
import { piecesOf } from '../../../room/filter/read.ts';
import type { LogScene } from '../../../session/logs/scene.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { also, type Effect, flash, only, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import { didYouMean } from '../../core/rows.ts';
import type { ScreenState } from '../../core/state.ts';
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
        return logs === undefined ? only(closed) : keptInLogs(state, dialog.text, logs);
      case 'tab': {
        if (logs === undefined || dialog.text.trim() === '') return only(closed);
        if (parseFilter(dialog.text).terms.some(({ field }) => field !== null))
          return flash(
            state,
            'info',
            'Loki is asked for a text alone; enter filters the lines at hand by their fields',
          );
        const step = askLogs(
          closed,
          { query: withWords(logs.query, dialog.text), about: logs.about, server: logs.server },
          world,
        );
        return also(step.state, ...sieve(''), ...step.effects);
      }
      default:
        return only({ ...state, dialog: { ...dialog, ...editLine(dialog, event) } });
    }
  },
  line: ({ text, at }) => ({ text, at, keys: KEYS, fault: parseFilter(text).fault }),
};

/** The lines at hand by a filter that was entered; as they were, with the reason, where it is none. */
export function keptInLogs(state: ScreenState, text: string, logs: LogScene): Step {
  const { fault, doubt } = oddIn(text, logs);
  if (fault !== null) return flash(state, 'info', fault);
  const closed = { ...state, dialog: null };
  const answered = doubt === null ? only(closed) : flash(closed, 'info', doubt);
  return also(answered.state, { kind: 'logs', command: { do: 'sieve', spec: { ...logs.sieve, text } } });
}

/** The query with each word asked for, or not, as LogQL's own filter. */
const withWords = (query: string, text: string): string =>
  piecesOf(text).reduce(
    (asked, piece) =>
      piece.kind === 'word' ? withLineFilter(asked, (piece.isInverse ? '!' : '') + piece.word) : asked,
    query,
  );

const KEYS = safe('enter in these lines  tab asks Loki  esc clear  !text hides  level=error  age<5m');

/** Why what was typed is no filter, or what is odd about it though it can be kept. */
function oddIn(text: string, logs: LogScene | undefined): { readonly fault: Safe | null; readonly doubt: Safe | null } {
  const { terms, fault } = parseFilter(text);
  if (fault !== null || logs === undefined || logs.lines.length === 0) return { fault, doubt: null };
  const names = namesOfLines(logs.lines);
  for (const { field, wanted, passesMissing, wrongFor } of terms) {
    if (field === null) continue;
    const wrong = field === 'age' ? wrongFor({ since: logs.begun }) : null;
    if (wrong !== null) return { fault: wrong, doubt: null };
    if (names.has(field)) {
      const odd = wanted === null || wanted === '' ? null : oddValue(logs, field, wanted);
      if (odd !== null) return { fault: null, doubt: odd };
      continue;
    }
    const meant = didYouMean(names, field);
    const none = safe(`No line at hand has a field "${sanitiseLine(field)}"${meant}`);
    if (meant !== '') return passesMissing ? { fault: null, doubt: none } : { fault: none, doubt: null };
    const text = sanitiseLine(`${field}=${wanted}`);
    return {
      fault: null,
      doubt: wanted === null ? none : safe(`${none}; "${text}" in quotes is looked for as a text`),
    };
  }
  return { fault: null, doubt: null };
}

/** What is odd about a value that no line has; null: some have it. */
function oddValue({ lines }: LogScene, name: string, wanted: string): Safe | null {
  const values = valuesOfLines(lines, name);
  return values.size === 0 || values.has(wanted)
    ? null
    : safe(`No line at hand has ${sanitiseLine(`${name}=${wanted}`)}${didYouMean(values, wanted)}`);
}
