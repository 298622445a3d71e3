import type { Ring, Room } from '../../room/room.ts';
import { formatAge } from '../../text/format.ts';
import { secondsBetween } from '../../units.ts';
import { checkText, limitText, stateMark } from '../panels/parts.ts';
import { soakLine } from '../panels/rings.ts';
import { cell, type Line, run } from '../runs.ts';
import type { ConfirmDialog } from '../state.ts';
import { worstFirst } from '../worst.ts';
import type { DialogDrawing, DialogInput } from './dialog.ts';
import { clip, field, keyLine, paragraph } from './fields.ts';

/** Validate or revoke: the evidence, what stands against it, and a confirmation that must be typed. */
export function drawConfirm(
  input: DialogInput,
  dialog: ConfirmDialog,
  room: Room,
  ring: Ring,
  refusals: readonly string[],
): DialogDrawing {
  const { width, height, glyphs } = input;
  const where = `${room.profile.name}, ${room.profile.environment}`;
  const validate = dialog.kind === 'validate';
  const refused = validate && refusals.length > 0;
  const ask = [...(refused ? [] : askLines(dialog, ring, input)), footer(dialog, refused, width)];
  const head: Line = [
    run(`${ring.id} ${ring.name}`, 'title'),
    run('  '),
    run(` ${where} `, room.profile.environment === 'production' ? 'danger' : 'dim'),
  ];
  // What is asked for and what stands against it come first; the evidence gets what is left, the empty lines last.
  const left = Math.max(0, height - 1 - ask.length);
  const reasons = refused
    ? refusals.flatMap((reason) => paragraph(`${glyphs.fail} ${reason}`, width, 'fail', true))
    : [];
  const against = clip(reasons, left, input);
  const evidence = clip(
    validate ? evidenceLines(ring, input) : revokeLines(ring, room, width),
    left - against.length,
    input,
  );
  const parts = [[head], against, evidence, ask].filter((part) => part.length > 0);
  const airy = parts.flatMap((part, i) => (i > 0 ? [[], ...part] : part));
  return {
    title: validate ? 'Validate ring' : 'Revoke validation',
    badge: refused ? [run(`${glyphs.fail} REFUSED`, 'fail', { bold: true })] : [],
    border: refused ? 'fail' : validate ? 'accent' : 'warn',
    lines: airy.length <= height ? airy : parts.flat(),
  };
}

function footer(dialog: ConfirmDialog, refused: boolean, width: number): Line {
  if (refused) return [run('esc close', 'dim')];
  return dialog.busy ? [run('working…', 'accent')] : keyLine(dialog.kind, 'tab note   ', width);
}

function askLines(dialog: ConfirmDialog, ring: Ring, input: DialogInput): Line[] {
  const active = !dialog.busy;
  return [
    field(
      input.width < 40 ? `type ${ring.id}:` : `type ${ring.id} to confirm:`,
      dialog.typed,
      active && dialog.field === 'typed',
      input,
    ),
    field('note:', dialog.note, active && dialog.field === 'note', input),
    ...clip(paragraph(dialog.message, input.width, 'fail', true), Math.max(0, input.height - 4), input),
  ];
}

function evidenceLines(ring: Ring, input: DialogInput): Line[] {
  const { glyphs } = input;
  const soak: Line[] =
    ring.soak === null
      ? []
      : [
          [
            stateMark(ring.soak.elapsed >= ring.soak.required ? 'ok' : 'unknown', glyphs),
            run(' '),
            ...soakLine(ring, input, 12),
          ],
        ];
  const checks = worstFirst(ring.checks).map(
    (check): Line => [
      stateMark(check.state, glyphs),
      run(` ${cell(check.label, Math.min(26, Math.max(8, input.width - 14)))}`),
      run(cell(checkText(check), 11, 'right'), check.state === 'ok' ? 'text' : check.state, {
        bold: true,
      }),
      run(`   ${limitText(check, glyphs)}`, 'dim'),
    ],
  );
  return [...soak, ...checks];
}

function revokeLines(ring: Ring, room: Room, width: number): Line[] {
  const by = ring.validated;
  const who =
    by === null
      ? 'It is not validated.'
      : `Validated${by.by && ` by ${by.by}`}${by.at === null ? '' : ` ${formatAge(secondsBetween(by.at, room.at))} ago`}.`;
  const after = room.rings.filter((other) => other.after.includes(ring.id)).map((other) => other.id);
  const then = after.length === 0 ? '' : `Deploying ${after.join(', ')} is refused from then on.`;
  return [...paragraph(who, width), ...paragraph(then, width, 'warn')];
}
