import { safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { cut, type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { shownKey } from '../../core/key-names.ts';
import { windowOf } from '../../core/rows.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { field, paragraph } from '../shared/fields.ts';
import type { PaletteDialog } from './state.ts';
import type { Suggested } from './suggestions.ts';

/** A field to type a command in, and those that fit what was typed. */
export function drawPalette(
  input: DialogInput,
  { chosen, ...line }: PaletteDialog,
  { list, none, usage }: Suggested,
): DialogDrawing {
  const { width, height } = input;
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
      field(':', line, input),
      usage === null ? [] : [run(cut(usage, width), 'dim')],
      ...(rows.length > 0 ? rows : paragraph(none, width, 'warn')),
    ],
  };
}
