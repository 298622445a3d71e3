import { parseDuration } from '../../../profile/duration.ts';
import { previewAck } from '../../../room/acks/preview.ts';
import type { AckPreview, Room, RoomAlert } from '../../../room/shown.ts';
import { distinguishing } from '../../../room/silences/distinguishing.ts';
import { formatAge, formatDuration, formatMinute } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { addSeconds, secondsBetween } from '../../../units.ts';
import { type Line, lineWidth, run } from '../../canvas/runs.ts';
import { idSet } from '../../core/id-set.ts';
import { once } from '../../core/once.ts';
import { alertLook } from '../../panels/alert-row.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { clip, clipList, field, keyLine, paragraph } from '../shared/fields.ts';
import { fieldOf } from '../shared/form.ts';
import { DURATIONS } from './keys.ts';
import type { AcknowledgeDialog } from './state.ts';

/** Names what is going to be silenced, proves that nothing else is, and asks for a note and for how long. */
export function drawAcknowledge(
  input: DialogInput,
  dialog: AcknowledgeDialog,
  room: Room,
  timeZone: string,
): DialogDrawing {
  const { width, height } = input;
  const preview = previewOf(room.alerts)(dialog.targets);
  const ask: Line[] = [
    field('note', fieldOf(dialog.form, 'note', !dialog.busy), input),
    durationField(dialog, room, timeZone, input),
    ...clip(answerLines(dialog, input), Math.max(0, height - 4), input),
    dialog.busy
      ? [run('acknowledging…', 'accent')]
      : keyLine('acknowledge', dialog.form.field === 'note' ? 'tab for how long   ' : 'tab note   ', width),
  ];
  // What is asked for comes first, then what it is about and what it must not touch; the explanation gives way.
  const left = height - ask.length;
  const promise = promiseLines(preview, room, input);
  const named = clipList(preview.silenced, Math.max(1, left - promise.length), input, (alert) =>
    alertLine(alert, room, input),
  );
  const what = [...named, ...promise].slice(0, Math.max(1, left));
  const explained: Line[] = [[], ...paragraph(explanation(dialog, room, timeZone), width, 'dim'), []];
  const airy = what.length + explained.length <= left;
  const count = preview.silenced.length;
  return {
    title: safe(count === 1 ? 'Acknowledge' : `Acknowledge ${count} alerts`),
    border: preview.others.length > 0 ? 'fail' : 'accent',
    lines: [...what, ...(airy ? explained : []), ...ask],
  };
}

/** Each key of a note draws it anew. */
const previewOf = once((alerts: Room['alerts']) =>
  once((targets: readonly string[]) => {
    const chosen = idSet(targets);
    return previewAck(
      { alerts },
      alerts.list.filter(({ fingerprint }) => chosen.has(fingerprint)),
    );
  }),
);

function alertLine(alert: RoomAlert, room: Room, { glyphs }: DialogInput): Line {
  const look = alertLook(alert, glyphs);
  const which = sanitiseLine(distinguishing(alert, room.alerts.list));
  return [
    run(`${look.glyph} ${alert.tier} ${alert.name}`, look.tone, { bold: true }),
    run(which === '' ? '' : ` ${which}`),
    run(`  ${formatAge(secondsBetween(alert.startsAt, room.at))}  ${alert.summary}`, 'dim'),
  ];
}

/** What came of the last attempt: alert by alert where there were several. */
function answerLines({ came, message }: AcknowledgeDialog, { glyphs, width }: DialogInput): Line[] {
  if (came.length < 2) return paragraph(message, width, 'fail', true);
  return came.flatMap(({ name, result, message: said }) =>
    result === 'done'
      ? paragraph(`${glyphs.ok} ${said}`, width, 'ok')
      : paragraph(`${glyphs.fail} ${said.includes(name) ? said : safe(`${name}: ${said}`)}`, width, 'fail', true),
  );
}

/** That exactly these are silenced, in so many words; and whatever is not so. */
function promiseLines({ silenced, others, already, gone }: AckPreview, room: Room, input: DialogInput): Line[] {
  const { glyphs, width } = input;
  const rest = room.alerts.list.length - silenced.length;
  const only = safe(
    silenced.length === 1 ? 'Exactly this alert is silenced' : `Exactly these ${silenced.length} are silenced`,
  );
  const none = safe(
    rest === 0 ? 'no other alert is firing.' : `none of the other ${rest} ${rest === 1 ? 'alert' : 'alerts'}.`,
  );
  const left = joined(
    [
      ...(already.length > 0 ? [safe(`${already.length} already acknowledged, left as they are.`)] : []),
      ...(gone > 0 ? [safe(`${gone} no longer listed.`)] : []),
    ],
    ' ',
  );
  const too = safe(
    others.length === 1
      ? 'One other alert would be silenced too:'
      : `${others.length} other alerts would be silenced too:`,
  );
  return [
    ...(silenced.length === 0 ? paragraph('There is nothing left to acknowledge.', width, 'warn', true) : []),
    ...(others.length > 0
      ? [
          ...paragraph(`${glyphs.fail} ${too}`, width, 'fail', true),
          ...others.map((alert) => alertLine(alert, room, input)),
        ]
      : silenced.length > 0
        ? paragraph(`${glyphs.ok} ${only}, ${none}`, width, 'ok')
        : []),
    ...paragraph(left, width, 'dim'),
  ];
}

/** What was typed, until when that is, and what the arrows choose from. */
function durationField(dialog: AcknowledgeDialog, room: Room, timeZone: string, input: DialogInput): Line {
  const { busy, form } = dialog;
  const { duration } = form.values;
  const line = fieldOf(form, 'duration', !busy);
  const active = line.at !== null;
  const usual = formatDuration(room.ackLife.duration);
  const length = parseDuration(duration.trim());
  const until = safe(length === null ? '' : `  until ${formatMinute(addSeconds(room.at, length), timeZone)}`);
  const head: Line = [
    ...field('for ', duration === '' && !active ? { text: usual, at: null } : line, input),
    run(duration === '' ? (active ? ` ${usual}` : '') : until, 'dim'),
  ];
  const choices: Line = active
    ? [run(`   ${input.glyphs.up} ${input.glyphs.down} ${joined(DURATIONS, ' ')}`, 'dim')]
    : [];
  return lineWidth(head) + lineWidth(choices) <= input.width ? [...head, ...choices] : head;
}

/** What an acknowledgement is, and how it ends. */
function explanation({ form }: AcknowledgeDialog, { ackLife, at }: Room, timeZone: string): Safe {
  const length = parseDuration(form.values.duration.trim());
  if (length !== null)
    return safe(
      `It stops paging until ${formatMinute(addSeconds(at, length), timeZone)} and not a minute longer; the room shows who is on it.`,
    );
  const { duration, max } = ackLife;
  return safe(
    `It stops paging for ${formatDuration(duration)}; while it fires and you have ringdeck open this is extended, up to ${formatDuration(max)}. The room shows who is on it.`,
  );
}
