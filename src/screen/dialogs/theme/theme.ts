import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import type { Dialog } from '../../core/kinds.ts';
import { windowOf } from '../../core/rows.ts';
import type { DialogKind } from '../kind.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { aboutTheme } from './about.ts';
import { themeKeys } from './keys.ts';

/** Every theme, for which terminals it is made, and how its states look. */
export const theme: DialogKind<Dialog<'theme'>> = {
  takesText: false,
  keys: themeKeys,
  draw: (_, input, { themes, state }) => drawThemes(input, themes, state.theme),
};

function drawThemes(input: DialogInput, themes: readonly string[], chosen: string): DialogDrawing {
  const { width, height, glyphs } = input;
  const table = columns(
    [
      { name: 'name', width: 20 },
      { name: 'suits', width: 'flows' },
    ],
    width,
  );
  const rows = windowOf(themes, themes.indexOf(chosen), height - 2).shown.map((name): Line => {
    const line = table.row({ name: run(sanitiseLine(name)), suits: run(aboutTheme(name), 'dim') });
    return name === chosen ? selected(toWidth(line, width)) : line;
  });
  const states: Line = (['ok', 'warn', 'fail', 'unknown'] as const).flatMap((state) => [
    run(safe(`${glyphs[state]} ${state}`), state),
    run('   '),
  ]);
  return {
    title: safe('Theme'),
    badge: [run('enter takes it  esc keeps the old one', 'dim')],
    border: 'borderFocus',
    lines: [...rows, [], states],
  };
}
