import type { Room } from '../../room/room.ts';
import { formatAge } from '../../text/format.ts';
import { alertLook } from '../panels/alerts.ts';
import { type Line, run } from '../runs.ts';
import type { Dialog } from '../state.ts';
import type { DialogDrawing, DialogInput } from './dialog.ts';
import { clip, field, keyLine, paragraph } from './fields.ts';

/** Names what is going to be acknowledged and asks for a note. */
export function drawAcknowledge(
  input: DialogInput,
  dialog: Extract<Dialog, { kind: 'acknowledge' }>,
  room: Room,
  operator: string,
): DialogDrawing {
  const { glyphs, width, height } = input;
  const alerts = room.alerts.list.filter((alert) => dialog.targets.includes(alert.fingerprint));
  const named = alerts.map((alert): Line => {
    const look = alertLook(alert, glyphs);
    return [
      run(`${look.glyph} ${alert.tier} ${alert.name}`, look.tone, { bold: true }),
      run(`  ${formatAge(alert.age)}  ${alert.summary}`, 'dim'),
    ];
  });
  const gone = dialog.targets.length - alerts.length;
  const ask: Line[] = [
    field('note', dialog.note, !dialog.busy, input),
    ...clip(paragraph(dialog.message, width, 'fail', true), Math.max(0, height - 3), input),
    dialog.busy ? [run('acknowledging…', 'accent')] : keyLine('acknowledge', '', width),
  ];
  const explained: Line[] = [
    ...paragraph(gone > 0 ? `${gone} no longer fires.` : '', width, 'dim'),
    [],
    ...paragraph(
      `It stops paging while ${operator} is on it; the room shows who, and it fires again by itself when the time is over.`,
      width,
      'dim',
    ),
    [],
  ];
  // What is asked for comes first, then what it is about; the explanation gives way.
  const left = height - ask.length;
  const what = clip(named, Math.max(1, left), input);
  return {
    title: alerts.length === 1 ? 'Acknowledge' : `Acknowledge ${alerts.length} alerts`,
    border: 'accent',
    lines: [...what, ...(what.length + explained.length <= left ? explained : []), ...ask],
  };
}
