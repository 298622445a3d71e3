import type { Room, RoomAlert } from '../../../room/shown.ts';
import { distinguishing } from '../../../room/silences/distinguishing.ts';
import { formatAge } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { idSet } from '../../core/id-set.ts';
import { alertLook } from '../../panels/alert-row.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { clip, clipList, field, keyLine, paragraph } from '../shared/fields.ts';
import { fieldOf } from '../shared/form.ts';
import type { ClaimDialog } from './state.ts';

/** Names what is claimed, and from whom it is taken over. */
export function drawClaim(input: DialogInput, dialog: ClaimDialog, room: Room, operator: string): DialogDrawing {
  const { glyphs, width, height } = input;
  const targets = idSet(dialog.targets);
  const alerts = room.alerts.list.filter(({ fingerprint }) => targets.has(fingerprint));
  const ask: Line[] = [
    field('note', fieldOf(dialog.form, 'note', !dialog.busy), input),
    ...clip(paragraph(dialog.message, width, 'fail', true), Math.max(0, height - 3), input),
    dialog.busy ? [run('claiming…', 'accent')] : keyLine('claim', '', width),
  ];
  const lineOf = (alert: RoomAlert): Line => {
    const look = alertLook(alert, glyphs);
    return [
      run(`${look.glyph} ${alert.tier} ${alert.name}`, look.tone, { bold: true }),
      run(` ${sanitiseLine(distinguishing(alert, room.alerts.list))}`),
      run(` ${holder(alert, room)}`, 'warn'),
    ];
  };
  const left = height - ask.length;
  const what = clipList(alerts, Math.max(1, left), input, lineOf);
  const said = safe(
    `It says that ${sanitiseLine(operator)} is on it and stops the clock to respond; the alert keeps paging. c again releases it.`,
  );
  const explained: Line[] = [[], ...paragraph(said, width, 'dim'), []];
  return {
    title: safe(alerts.length === 1 ? 'Claim' : `Claim ${alerts.length} alerts`),
    border: 'accent',
    lines: [...what, ...(what.length + explained.length <= left ? explained : []), ...ask],
  };
}

const holder = ({ claim }: RoomAlert, { at }: Room): Safe =>
  safe(
    claim === null ? '' : `  ${claim.by} has been on it for ${formatAge(secondsBetween(claim.at, at))}: you take over`,
  );
