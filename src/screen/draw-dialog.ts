import { flashRun } from './bars/flash.ts';
import type { Block } from './canvas/block.ts';
import { framed, insideOf } from './canvas/frame.ts';
import type { Look } from './canvas/look.ts';
import type { DialogSurroundings } from './dialogs/kind.ts';
import { dialogKind } from './dialogs/registry.ts';
import { dialogArea, dialogsFit } from './dialogs/shared/area.ts';

/** The open dialog, in the middle of the room and as high as what it says; on a small terminal on all of it. */
export function drawDialog(around: DialogSurroundings, { unicode, glyphs }: Look): readonly Block[] {
  const { layout, state } = around;
  if (state.dialog === null || !dialogsFit(layout)) return [];
  const kind = dialogKind(state.dialog);
  const most = dialogArea(layout, kind.isWide ?? false);
  const drawing = kind.draw?.(state.dialog, { ...insideOf(most), glyphs, unicode }, around);
  if (!drawing) return [];
  const whole = most.y + most.height === layout.rows;
  const height = whole ? most.height : Math.min(most.height, drawing.lines.length + 2);
  // Where the dialog covers the footer an answer stands in its border.
  const { flash } = state;
  const answer = whole && flash !== null ? [[flashRun(flash, glyphs)]] : [];
  const { body } = layout;
  const at = { ...most, height, y: whole ? most.y : body.y + Math.floor((body.height - height) / 2) };
  const left = Math.max(0, at.x - 1);
  const margin = { ...at, x: left, width: Math.min(layout.columns, at.x + at.width + 1) - left };
  return [
    { at: margin, lines: [] },
    ...framed(at, { ...drawing, bold: true }, glyphs),
    { at: { ...at, x: at.x + 2, y: layout.rows - 1, width: at.width - 4, height: answer.length }, lines: answer },
  ];
}
