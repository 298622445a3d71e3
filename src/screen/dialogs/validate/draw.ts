import { SHORTEST_REASON } from '../../../room/rings/attempt.ts';
import { evidenceFor, isTold } from '../../../room/rings/evidence.ts';
import { makeSafe } from '../../../room/safe.ts';
import type { Approval, Evidence, Ring, Room } from '../../../room/shown.ts';
import { formatAge, formatMinute } from '../../../text/format.ts';
import { type SafeArgument, safe } from '../../../text/safe.ts';
import { secondsBetween } from '../../../units.ts';
import { missingText } from '../../../wording/evidence.ts';
import { type Line, run } from '../../canvas/runs.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { clip, field, keyLine, paragraph, ringHead, stacked, typedField } from '../shared/fields.ts';
import { fieldOf, inField } from '../shared/form.ts';
import { drawCountdown } from './draw-countdown.ts';
import { evidenceLines } from './evidence.ts';
import { fieldsOf, OVERRIDE } from './keys.ts';
import type { Outlook } from './outlook.ts';
import type { ValidateDialog } from './state.ts';

/** What a ring's validation rests on, what stands against it first of all, and a confirmation that must be typed. */
export function drawValidate(
  input: DialogInput,
  dialog: ValidateDialog,
  room: Room,
  ring: Ring,
  outlook: Outlook,
  timeZone: string,
): DialogDrawing {
  const { width, height } = input;
  const { stage } = dialog;
  if (stage.kind === 'countdown') return drawCountdown(input, dialog, stage, room, ring);
  const rests = makeSafe(evidenceFor(room, ring.id));
  const ask = [...askLines(dialog, ring, outlook, input), footer(dialog, outlook, width)];
  // What is asked for and what stands against it come first; the evidence gets what is left, the empty lines last.
  const left = Math.max(0, height - 1 - ask.length);
  const told = clip(
    [
      ...requestLines(
        outlook.request ?? (outlook.kind === 'waits' ? ring.approval : null),
        outlook,
        room,
        timeZone,
        width,
      ),
      ...againstLines(stage.kind === 'override', outlook, input),
      ...missingLines(rests, outlook, input),
    ],
    left,
    input,
  );
  const evidence = clip(rests === null ? [] : evidenceLines(ring, rests, input), left - told.length, input);
  return { ...look(dialog, outlook, input), lines: stacked([[ringHead(ring, room)], told, evidence, ask], height) };
}

function look({ stage }: ValidateDialog, outlook: Outlook, { glyphs }: DialogInput): Omit<DialogDrawing, 'lines'> {
  const badge = <T extends string>(text: SafeArgument<T>, tone: 'fail' | 'accent' | 'warn'): Line => [
    run<T>(text, tone, { bold: true }),
  ];
  if (stage.kind === 'override')
    return { title: safe('Override'), badge: badge(`${glyphs.warn} AGAINST THE EVIDENCE`, 'fail'), border: 'fail' };
  switch (outlook.kind) {
    case 'refused':
      return { title: safe('Validate ring'), badge: badge(`${glyphs.fail} REFUSED`, 'fail'), border: 'fail' };
    case 'waits':
      return { title: safe('Validate ring'), badge: badge('WAITS FOR ANOTHER OPERATOR', 'warn'), border: 'warn' };
    case 'request':
      return { title: safe('Ask for validation'), badge: badge('1 of 2 operators', 'accent'), border: 'accent' };
    case 'confirmation':
      return { title: safe('Confirm validation'), badge: badge('2 of 2 operators', 'accent'), border: 'accent' };
    case 'validation':
      return { title: safe('Validate ring'), border: 'accent' };
  }
}

/** Who asked for it, why, and how long it stands. */
function requestLines(
  request: Approval | null,
  { kind, override }: Outlook,
  room: Room,
  timeZone: string,
  width: number,
): Line[] {
  if (request === null) {
    const two = kind === 'request' || override === 'request';
    return two
      ? paragraph('This ring takes two operators: you request it, and another confirms within an hour.', width, 'dim')
      : [];
  }
  const since = formatAge(secondsBetween(request.at, room.at));
  const who = safe(kind === 'waits' ? 'You asked' : `${request.by} asks`);
  const note = safe(request.note === undefined ? '' : `: ${request.note}`);
  const until = formatMinute(request.expiresAt, timeZone);
  return [
    ...paragraph(
      `${who} for a second operator to confirm, ${since} ago, good until ${until}${note}`,
      width,
      'accent',
      true,
    ),
    ...(request.override === undefined
      ? []
      : paragraph(`overriding what was in the way then: ${request.override}`, width, 'warn', true)),
  ];
}

function againstLines(overriding: boolean, { kind, reasons }: Outlook, { glyphs, width }: DialogInput): Line[] {
  if (kind !== 'refused') return [];
  const head = overriding ? paragraph('You are about to validate it although', width, 'fail', true) : [];
  return [...head, ...reasons.flatMap((reason) => paragraph(`${glyphs.fail} ${reason}`, width, 'fail', true))];
}

/** What nobody knows and no reason above has said yet. */
function missingLines(evidence: Evidence | null, { refusals }: Outlook, { glyphs, width }: DialogInput): Line[] {
  if (evidence === null) return [];
  return evidence.missing
    .filter((missing) => !isTold(missing, refusals))
    .flatMap((missing) =>
      paragraph(`${glyphs.unknown} not known: ${missingText(missing, evidence)}`, width, 'unknown'),
    );
}

function askLines(dialog: ValidateDialog, ring: Ring, outlook: Outlook, input: DialogInput): readonly Line[] {
  const { form, message, stage } = dialog;
  const busy = stage.kind === 'busy';
  const fields = fieldsOf(dialog, outlook);
  const shown = fields.includes(form.field) ? form.field : fields[0];
  const line = (name: typeof form.field) =>
    fieldOf(form.field === name ? form : inField(form, name), name, !busy && shown === name);
  const said = clip(paragraph(message, input.width, 'fail', true), Math.max(0, input.height - 4), input);
  if (stage.kind === 'override')
    return [
      ...paragraph('The journal keeps it as an override, with your name and this reason.', input.width, 'warn'),
      field(
        safe(input.width < NARROW ? 'reason:' : `reason, at least ${SHORTEST_REASON} characters:`),
        line('reason'),
        input,
      ),
      typedField(ring.id, line('typed'), input),
      ...said,
    ];
  if (outlook.kind === 'waits') return said;
  if (outlook.kind === 'refused')
    return outlook.override === null
      ? said
      : [
          field(
            safe(input.width < NARROW ? `or type ${OVERRIDE}:` : `only if you are certain, type ${OVERRIDE}:`),
            line('typed'),
            input,
          ),
          ...said,
        ];
  return [typedField(ring.id, line('typed'), input), field('note:', line('note'), input), ...said];
}

/** Narrower than this, questions are put in few words. */
const NARROW = 60;

const VERBS = { request: 'ask', confirmation: 'confirm', validation: 'validate' } as const;

function footer({ stage }: ValidateDialog, outlook: Outlook, width: number): Line {
  if (stage.kind === 'busy') return [run('working…', 'accent')];
  if (stage.kind === 'override') return keyLine('override', 'tab next field   ', width);
  if (outlook.kind === 'waits') return [run('esc close   X withdraws the request', 'dim')];
  if (outlook.kind === 'refused')
    return [run(outlook.override === null ? 'esc close' : 'esc close   enter goes on once the word is typed', 'dim')];
  return keyLine(VERBS[outlook.kind], 'tab note   ', width);
}
