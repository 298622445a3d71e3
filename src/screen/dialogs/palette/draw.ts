import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { shownKey } from '../../core/key-names.ts';
import { windowOf } from '../../core/rows.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import type { Command } from './commands.ts';

/** A field to type a command in, and those that fit what was typed. */
export function drawPalette(
  input: DialogInput,
  typed: string,
  fitting: readonly Command[],
  chosen: number,
): DialogDrawing {
  const { width, height, glyphs } = input;
  const table = columns(
    [
      { name: 'name', width: 20 },
      { name: 'key', width: 8 },
      { name: 'description', width: 'flows' },
    ],
    width,
  );
  const at = Math.min(chosen, fitting.length - 1);
  const rows = windowOf(fitting, Math.max(0, at), height - 2).shown.map((command): Line => {
    const key = command.key === '' ? safe('') : shownKey(command.key, input.unicode);
    const line = table.row({
      name: run(command.name, 'accent'),
      key: run(key, 'dim'),
      description: run(command.description),
    });
    return command === fitting[at] ? selected(toWidth(line, width)) : line;
  });
  const none: Line = [run('No command fits. Try: ring, page, theme, ack', 'warn')];
  return {
    title: safe('Command'),
    badge: [run('tab completes  enter runs  esc closes', 'dim')],
    border: 'borderFocus',
    lines: [
      [run(': ', 'accent', { bold: true }), run(sanitiseLine(typed)), run(glyphs.caret, 'accent')],
      [],
      ...(rows.length > 0 ? rows : [none]),
    ],
  };
}
