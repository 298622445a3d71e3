import { parseDuration } from '../../../../profile/duration.ts';
import type { Room, RoomAlert } from '../../../../room/shown.ts';
import { formatDuration } from '../../../../text/format.ts';
import { type Safe, safe } from '../../../../text/safe.ts';
import { sanitiseLine } from '../../../../text/sanitise.ts';
import { noneWaitsText } from '../../../../wording/alerts.ts';
import { runAction } from '../../../actions/run.ts';
import { flash, type Step } from '../../../core/effects.ts';
import type { Dialog } from '../../../core/kinds.ts';
import type { Here } from '../../../core/world.ts';
import { ENDLESS, whyNoDuration } from '../../shared/duration.ts';
import { withValues } from '../../shared/form.ts';
import { type Argument, type Command, duration, type Known, oneOf, optional, text } from '../command.ts';
import { aboutOf, named, narrowed, ofName, which } from './which.ts';

/** Words by the name of an alert: one stands for all that have it. */
const alertsWhere = (fits: (alert: RoomAlert) => boolean, none: (room: Room) => Safe, unfit: Safe): Argument => ({
  ...oneOf('ALERT', ({ scene }: Known) =>
    [...Map.groupBy((scene?.room.alerts.list ?? []).filter(fits), ({ name }) => name)].map(([name, alerts]) => ({
      word: name,
      about: aboutOf(alerts),
    })),
  ),
  absent({ scene }, word) {
    if (scene === undefined) return safe('The servers have not answered yet');
    const { list } = scene.room.alerts;
    const other = list.find(({ name }) => name.toLowerCase() === word.toLowerCase());
    if (other !== undefined) return safe(`${other.name} ${unfit}`);
    return list.some(fits) ? null : safe(`No alert is called "${sanitiseLine(word)}": ${none(scene.room)}`);
  },
});

/** Does an act on some alerts as on marked ones, hidden or not: they were named. Marks, filter and view are as before. */
function onAlerts(
  action: 'acknowledge' | 'unacknowledge' | 'claim',
  fingerprints: readonly string[],
  here: Here,
): Step {
  const { state } = here;
  if (fingerprints.length === 0) return flash(state, 'info', 'That alert is no longer there');
  const step = runAction(action, 0, { ...here, state: { ...state, marks: fingerprints, views: [], filter: '' } });
  const { marks, views, filter } = state;
  return { ...step, state: { ...step.state, marks, views, filter } };
}

/** The same step with what was typed in its dialog. */
const filled = <K extends 'acknowledge' | 'claim'>(step: Step, kind: K, fill: (dialog: Dialog<K>) => Dialog): Step => {
  const { dialog } = step.state;
  return dialog?.kind === kind ? { ...step, state: { ...step.state, dialog: fill(dialog as Dialog<K>) } } : step;
};

const isOpen = ({ ack }: RoomAlert): boolean => ack === null;
const isAcked = ({ ack }: RoomAlert): boolean => ack !== null;
const any = () => true;

/** Whether a word is a time that something may last. */
const lasts = (word: string): boolean => (parseDuration(word) ?? 0) > 0;

/** A note that stands in quotes, without them. */
const unquoted = (note: string): string => /^"([^"]*)"?$/.exec(note)?.[1] ?? note;

/** Words, and the last of them. */
const WITH_LAST = /^([^"].*\S)\s+(\S+)$/;

/** How long, and the note: a time behind the words of a note is meant as one, too. */
function timeAndNote([length = '', note = '']: readonly string[]): { readonly length: string; readonly note: string } {
  const [, words = '', last = ''] = WITH_LAST.exec(note) ?? [];
  return length === '' && lasts(last) ? { length: last, note: words } : { length, note: unquoted(note) };
}

/** Nothing lasts forever, wherever that is said. */
const NOTE_AFTER_TIME: Argument = {
  ...text('NOTE', 'looking into it'),
  wrong(note, { given }) {
    const [, , last = ''] = WITH_LAST.exec(note) ?? [];
    return given[2] === '' && ENDLESS.test(last) ? whyNoDuration(last) : null;
  },
};

export const ack: Command = {
  name: safe('ack'),
  description: safe('Acknowledge an alert: for how long, and a note'),
  action: 'acknowledge',
  takes: [
    optional(alertsWhere(isOpen, ({ alerts }) => noneWaitsText(alerts), safe('is acknowledged already'))),
    which(
      isOpen,
      ({ next }) => lasts(next) || ENDLESS.test(next),
      safe('. A time comes before the note; a note may stand in quotes'),
    ),
    optional(duration('FOR', ['15m', '30m', '1h', '4h'], safe('for so long'))),
    NOTE_AFTER_TIME,
  ],
  does({ scene }, [name = '', one = '', ...words]) {
    if (scene === undefined || name === '') return undefined;
    const alerts = narrowed(ofName(scene.room, name, isOpen), one, scene.room);
    const { length, note } = timeAndNote(words);
    const time = length === '' ? formatDuration(scene.room.ackLife.duration) : sanitiseLine(length);
    const told = note === '' ? safe(`no note: ${aboutOf(alerts)}`) : safe(`note "${sanitiseLine(note)}"`);
    return alerts.length > 1 ? safe(`all ${alerts.length} for ${time}, ${told}`) : safe(`for ${time}, ${told}`);
  },
  run(here, [name = '', one = '', ...words]) {
    if (name === '') return runAction('acknowledge', 0, here);
    const step = onAlerts('acknowledge', named(here.world, name, one, isOpen), here);
    const { length, note } = timeAndNote(words);
    return filled(step, 'acknowledge', (dialog) => ({
      ...dialog,
      form: withValues(dialog.form, { note, duration: length }),
    }));
  },
};

export const unack: Command = {
  name: safe('unack'),
  description: safe('Take an acknowledgement back'),
  action: 'unacknowledge',
  takes: [
    optional(alertsWhere(isAcked, () => safe('no alert is acknowledged'), safe('is not acknowledged'))),
    which(isAcked, () => true),
  ],
  run: (here, [name = '', one = '']) =>
    name === ''
      ? runAction('unacknowledge', 0, here)
      : onAlerts('unacknowledge', named(here.world, name, one, isAcked), here),
};

export const claim: Command = {
  name: safe('claim'),
  description: safe('Say that you are on an alert; again to release it'),
  action: 'claim',
  takes: [
    optional(alertsWhere(any, ({ alerts }) => noneWaitsText(alerts), safe('is no longer there'))),
    which(any, () => false, safe('. A note may stand in quotes')),
    text('NOTE', 'looking into it'),
  ],
  run(here, [name = '', one = '', note = '']) {
    if (name === '') return runAction('claim', 0, here);
    const step = onAlerts('claim', named(here.world, name, one, any), here);
    return filled(step, 'claim', (dialog) => ({ ...dialog, form: withValues(dialog.form, { note: unquoted(note) }) }));
  },
};
