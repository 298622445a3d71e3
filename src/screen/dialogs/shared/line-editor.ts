import type { ScreenEvent } from '../../core/effects.ts';
import type { EditedLine } from '../log-query/state.ts';

/** As much as is drawn of it, and far more than anyone types. */
const MOST = 4000;

const lineOf = (before: string, after: string): EditedLine => ({ text: before + after, at: before.length });

/** A line after an event, as shells edit theirs: ctrl-a and ctrl-e, ctrl-u, ctrl-k and ctrl-w. */
export function editLine({ text, at }: EditedLine, event: ScreenEvent): EditedLine {
  const before = text.slice(0, at);
  const after = text.slice(at);
  if (event.type === 'text') {
    const typed = event.text.replace(/\p{C}/gu, ' ');
    return text.length + typed.length > MOST ? { text, at } : lineOf(before + typed, after);
  }
  if (event.type !== 'field') return { text, at };
  const previous = [...before].at(-1)?.length ?? 0;
  const next = [...after].at(0)?.length ?? 0;
  switch (event.key) {
    case 'left':
      return { text, at: at - previous };
    case 'right':
      return { text, at: at + next };
    case 'home':
    case 'ctrl-a':
      return { text, at: 0 };
    case 'end':
    case 'ctrl-e':
      return { text, at: text.length };
    case 'backspace':
      return lineOf(before.slice(0, before.length - previous), after);
    case 'delete':
      return lineOf(before, after.slice(next));
    case 'ctrl-u':
      return lineOf('', after);
    case 'ctrl-k':
      return lineOf(before, '');
    case 'ctrl-w':
      return lineOf(before.replace(/\S*\s*$/, ''), after);
    default:
      return { text, at };
  }
}
