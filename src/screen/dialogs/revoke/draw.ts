import type { Ring, Room } from '../../../room/shown.ts';
import { formatAge } from '../../../text/format.ts';
import { joined, safe } from '../../../text/safe.ts';
import { secondsBetween } from '../../../units.ts';
import type { Line } from '../../canvas/runs.ts';
import { run } from '../../canvas/runs.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { clip, field, keyLine, paragraph, ringHead, stacked, typedField } from '../shared/fields.ts';
import { fieldOf } from '../shared/form.ts';

/** Takes a validation back, or the request for one: what stands, what follows, and a confirmation that must be typed. */
export function drawRevoke(
  input: DialogInput,
  dialog: Dialog<'revoke' | 'withdraw'>,
  room: Room,
  ring: Ring,
): DialogDrawing {
  const { width, height } = input;
  const { form, busy, message, kind } = dialog;
  const ask: Line[] = [
    typedField(ring.id, fieldOf(form, 'typed', !busy), input),
    // A withdrawal needs no words.
    ...(kind === 'revoke' ? [field('note:', fieldOf(form, 'note', !busy), input)] : []),
    ...clip(paragraph(message, width, 'fail', true), Math.max(0, height - 4), input),
    busy ? [run('working…', 'accent')] : keyLine(kind, kind === 'revoke' ? 'tab note   ' : '', width),
  ];
  const told = kind === 'revoke' ? revokeLines(ring, room, width) : withdrawLines(ring, room, width);
  const about = clip(told, Math.max(0, height - 1 - ask.length), input);
  return {
    title: safe(kind === 'revoke' ? 'Revoke validation' : 'Withdraw request'),
    border: 'warn',
    lines: stacked([[ringHead(ring, room)], about, ask], height),
  };
}

function revokeLines({ id, validated }: Ring, room: Room, width: number): Line[] {
  const after = room.rings.filter((other) => other.after.includes(id)).map((other) => other.id);
  const then = safe(after.length === 0 ? '' : `Deploying ${joined(after, ', ')} will be refused from then on.`);
  if (validated === null) return paragraph('It is not validated.', width);
  const { by, at } = validated;
  const whom = safe(by === '' ? '' : ` by ${by}`);
  const since = safe(at === null ? '' : ` ${formatAge(secondsBetween(at, room.at))} ago`);
  const who = safe(`Validated${whom}${since}.`);
  return [...paragraph(who, width), ...paragraph(then, width, 'warn')];
}

function withdrawLines({ approval }: Ring, room: Room, width: number): Line[] {
  if (approval === null) return paragraph('The request is withdrawn.', width);
  const since = formatAge(secondsBetween(approval.at, room.at));
  return paragraph(`${approval.by} asked ${since} ago for a second operator to confirm; nobody has yet.`, width);
}
