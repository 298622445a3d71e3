import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { shownKey } from '../../core/key-names.ts';
import { windowOf } from '../../core/rows.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import type { Suggested } from './suggestions.ts';

/** A field to type a command in, and those that fit what was typed. */
export function drawPalette(
  input: DialogInput,
  typed: string,
  { list, none }: Suggested,
  chosen: number,
): DialogDrawing {
  const { width, height, glyphs } = input;
  const at = Math.max(0, Math.min(chosen, list.length - 1));
  const { shown } = windowOf(list, at, height - 2);
  const table = columns(
    [
      {
        name: 'line',
        width: Math.max(20, ...shown.map((one) => Math.min(one.shown.length, Math.floor(width / 2)))),
        after: 2,
      },
      { name: 'key', width: 8 },
      { name: 'about', width: 'flows' },
    ],
    width,
  );
  const rows = shown.map((one): Line => {
    const key = one.key === '' ? safe('') : shownKey(one.key, input.unicode);
    const line = table.row({ line: run(one.shown, 'accent'), key: run(key, 'dim'), about: run(one.about) });
    return one === list[at] ? selected(toWidth(line, width)) : line;
  });
  return {
    title: safe('Command'),
    badge: [run('tab completes  enter runs  esc closes', 'dim')],
    border: 'borderFocus',
    lines: [
      [run(': ', 'accent', { bold: true }), run(sanitiseLine(typed)), run(glyphs.caret, 'accent')],
      [],
      ...(rows.length > 0 ? rows : [[run(none, 'warn')]]),
    ],
  };
}
