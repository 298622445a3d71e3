import type { LogsNow } from '../session/logs/scene.ts';
import type { Scene } from '../session/session.ts';
import { keyContexts } from './actions/contexts.ts';
import { flashRun } from './bars/footer.ts';
import { FrameBox, insideOf } from './canvas/frame-box.tsx';
import type { Layout } from './canvas/layout.ts';
import { Lines, useLook } from './canvas/lines.tsx';
import type { Keymap } from './core/keymap.ts';
import type { ScreenState } from './core/state.ts';
import { drawAcknowledge } from './dialogs/acknowledge/draw.ts';
import { drawAsked } from './dialogs/asked/draw.ts';
import { drawClaim } from './dialogs/claim/draw.ts';
import { drawHelp } from './dialogs/help/draw.ts';
import { drawLogQuery } from './dialogs/log-query/draw.ts';
import { offersFor } from './dialogs/log-query/keys.ts';
import { commands, completions } from './dialogs/palette/commands.ts';
import { drawPalette } from './dialogs/palette/draw.ts';
import { drawRevoke } from './dialogs/revoke/draw.ts';
import { dialogArea, dialogsFit } from './dialogs/shared/area.ts';
import type { DialogDrawing, DialogInput } from './dialogs/shared/dialog.ts';
import type { Dialog } from './dialogs/states.ts';
import { drawValidate } from './dialogs/validate/draw.ts';
import { standingOf } from './dialogs/validate/standing.ts';

export interface DialogSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly keymap: Keymap;
  readonly themes: readonly string[];
  readonly operator: string;
  readonly timeZone: string;
  readonly logs: LogsNow | null;
}

/** What the open dialog shows in so much room; null where it has none of its own. */
export function drawDialog(dialog: Dialog, input: DialogInput, props: DialogSurroundings): DialogDrawing | null {
  const { scene, state, keymap, themes, operator, timeZone, logs } = props;
  const { room } = scene;
  switch (dialog.kind) {
    case 'filter':
    case 'log-filter':
      return null;
    case 'log-query':
      return drawLogQuery(input, dialog, offersFor(dialog, logs), logs?.scene);
    case 'help':
      return drawHelp(input, keymap, keyContexts(state, scene), dialog.scroll);
    case 'asked':
      return drawAsked(input, [...(logs?.scene?.asked ?? []), ...scene.asked], dialog.scroll);
    case 'palette': {
      const all = commands(room, keymap, themes, scene.playback.kind === 'tape', logs);
      return drawPalette(input, dialog.text, completions(all, dialog.text), dialog.chosen);
    }
    case 'acknowledge':
      return drawAcknowledge(input, dialog, room, timeZone);
    case 'claim':
      return drawClaim(input, dialog, room, operator);
    case 'validate': {
      const ring = room.rings.find((r) => r.id === dialog.ring);
      const standing = standingOf(room, dialog.ring, operator);
      if (ring === undefined || standing === undefined) return null;
      return drawValidate(input, dialog, room, ring, standing, timeZone);
    }
    default: {
      const ring = room.rings.find((r) => r.id === dialog.ring);
      return ring === undefined ? null : drawRevoke(input, dialog, room, ring);
    }
  }
}

/** The open dialog, in the middle of the room and as high as what it says; on a small terminal on all of it. */
export function DialogView(props: DialogSurroundings) {
  const { unicode, glyphs } = useLook();
  const { layout, state } = props;
  if (state.dialog === null || !dialogsFit(layout)) return null;
  const most = dialogArea(layout, state.dialog.kind);
  const drawing = drawDialog(state.dialog, { ...insideOf(most), glyphs, unicode }, props);
  if (drawing === null) return null;
  const whole = most.height === layout.rows;
  const height = whole ? most.height : Math.min(most.height, drawing.lines.length + 2);
  // Where the dialog covers the footer an answer stands in its border.
  const { flash } = state;
  const answer = whole && flash !== null ? [[flashRun(flash, glyphs)]] : [];
  const { body } = layout;
  const at = { ...most, height, y: whole ? 0 : body.y + Math.floor((body.height - height) / 2) };
  const left = Math.max(0, at.x - 1);
  const margin = { ...at, x: left, width: Math.min(layout.columns, at.x + at.width + 1) - left };
  return (
    <>
      <Lines at={margin} lines={[]} />
      <FrameBox {...drawing} at={at} badge={drawing.badge ?? []} bold />
      <Lines
        at={{ ...at, x: at.x + 2, y: layout.rows - 1, width: at.width - 4, height: answer.length }}
        lines={answer}
      />
    </>
  );
}
