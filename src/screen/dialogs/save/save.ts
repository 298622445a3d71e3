import { FORMATS, type Format } from '../../../pictures/formats.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import { saving } from '../../core/saving.ts';
import type { Here } from '../../core/world.ts';
import type { DialogKind } from '../kind.ts';
import type { DialogInput } from '../shared/dialog.ts';
import { keyOf } from '../shared/typing.ts';

const ABOUT: Readonly<Record<Format, Safe>> = literals({
  svg: 's  SVG: a picture, sharp at any size, with text in it',
  html: 'h  HTML: a page for a browser, or to paste from',
  text: 't  Text: no colours',
});

/** Saves what is seen; the dialog itself is not in the picture. */
export const save: DialogKind<Dialog<'save'>> = {
  takesText: true,
  keys,
  draw: ({ format }, input) => ({
    title: safe('Save what is seen'),
    badge: [run('enter saves  esc closes', 'dim')],
    border: 'borderFocus',
    lines: [
      ...FORMATS.map((one) => choice(one, one === format, input)),
      [],
      [run('Into the folder ringdeck was started in; :save svg PATH says where.', 'dim')],
    ],
  }),
};

const choice = (format: Format, isChosen: boolean, { width }: DialogInput): Line => {
  const line: Line = [run(ABOUT[format])];
  return isChosen ? selected(toWidth(line, width)) : line;
};

function keys(dialog: Dialog<'save'>, event: ScreenEvent, { state, world: { scene } }: Here): Step {
  const closed = { ...state, dialog: null };
  const as = (format: Format) => (scene === undefined ? only(closed) : also(closed, saving(format, null, scene)));
  const to = (by: 1 | -1) => {
    const format = FORMATS[FORMATS.indexOf(dialog.format) + by];
    return only(format === undefined ? state : { ...state, dialog: { ...dialog, format } });
  };
  if (event.type === 'text') {
    const format = FORMATS.find((one) => one.startsWith(event.text));
    return format === undefined ? only(state) : as(format);
  }
  switch (keyOf(event)) {
    case 'esc':
      return only(closed);
    case 'enter':
      return as(dialog.format);
    case 'up':
      return to(-1);
    case 'down':
      return to(1);
    default:
      return only(state);
  }
}
