import type { Ring, Room } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { barRuns } from '../../panels/parts.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { paragraph, ringHead, stacked } from '../shared/fields.ts';
import { COUNTDOWN } from './countdown.ts';
import type { ValidateDialog, ValidateStage } from './state.ts';

/** The last moment to take it back: what will happen, when, and how to stop it. */
export function drawCountdown(
  input: DialogInput,
  dialog: ValidateDialog,
  { left, becomes, override }: Extract<ValidateStage, { kind: 'countdown' }>,
  room: Room,
  ring: Ring,
): DialogDrawing {
  const { width, height, unicode } = input;
  const note = sanitiseLine(dialog.form.values.note).trim();
  const what = becomes === 'confirmation' ? 'Confirming' : override === null ? 'Validating' : 'OVERRIDING';
  const count: Line = [
    run(`${what} ${ring.id} in `, 'warn', { bold: true }),
    run(` ${left} `, 'warn', { bold: true, inverse: true }),
    run(' s  '),
    ...barRuns(left / COUNTDOWN, Math.max(0, Math.min(30, width - ring.id.length - 24)), 'warn', unicode),
  ];
  const words = [
    ...(override === null ? [] : paragraph(`override: ${sanitiseLine(override)}`, width, 'fail', true)),
    ...(note === '' ? [] : paragraph(`note: ${note}`, width, 'dim')),
  ];
  return {
    title: safe('About to be done'),
    badge: [run('esc takes it back', 'accent', { bold: true })],
    border: override === null ? 'warn' : 'fail',
    lines: stacked(
      [
        [ringHead(ring, room)],
        [count],
        words,
        [[run('Nothing is done yet. ', 'dim'), run('esc', 'accent', { bold: true }), run(' takes it back.', 'dim')]],
      ],
      height,
    ),
  };
}
