import type { Room, RoomAlert } from '../../../../room/shown.ts';
import { joined, type Safe, safe } from '../../../../text/safe.ts';
import { runAction } from '../../../actions/run.ts';
import { flash, type Step } from '../../../core/effects.ts';
import type { Dialog } from '../../../core/kinds.ts';
import type { Here } from '../../../core/world.ts';
import { type Command, duration, type Known, oneOf, optional, text } from '../command.ts';

/** Words by the name of an alert: one stands for all that have it. */
const alertsWhere = (fits: (alert: RoomAlert) => boolean) =>
  oneOf('ALERT', ({ scene }: Known) =>
    [...Map.groupBy((scene?.room.alerts.list ?? []).filter(fits), ({ name }) => name)].map(([name, alerts]) => ({
      word: name,
      about: aboutOf(alerts),
    })),
  );

const aboutOf = (alerts: readonly RoomAlert[]): Safe => {
  const told = joined([...new Set(alerts.map(({ tier, summary }) => safe(`${tier} ${summary}`)))].slice(0, 2), '; ');
  return alerts.length > 1 ? safe(`${alerts.length} of them: ${told}`) : told;
};

const named = (room: Room | undefined, name: string, fits: (alert: RoomAlert) => boolean): readonly string[] =>
  (room?.alerts.list ?? []).filter((alert) => alert.name === name && fits(alert)).map(({ fingerprint }) => fingerprint);

/** Does an act on some alerts as on marked ones; the marks and the view are as before. */
function onAlerts(
  action: 'acknowledge' | 'unacknowledge' | 'claim',
  fingerprints: readonly string[],
  here: Here,
): Step {
  const { state } = here;
  if (fingerprints.length === 0) return flash(state, 'info', 'That alert is no longer there');
  const step = runAction(action, 0, { ...here, state: { ...state, marks: fingerprints, views: [] } });
  return { ...step, state: { ...step.state, marks: state.marks, views: state.views } };
}

/** The same step with what was typed in its dialog. */
const filled = <K extends 'acknowledge' | 'claim'>(step: Step, kind: K, fill: (dialog: Dialog<K>) => Dialog): Step => {
  const { dialog } = step.state;
  return dialog?.kind === kind ? { ...step, state: { ...step.state, dialog: fill(dialog as Dialog<K>) } } : step;
};

const isOpen = ({ ack }: RoomAlert): boolean => ack === null;
const isAcked = ({ ack }: RoomAlert): boolean => ack !== null;
const any = () => true;

export const ack: Command = {
  name: safe('ack'),
  description: safe('Acknowledge an alert: for how long, and a note'),
  action: 'acknowledge',
  takes: [
    optional(alertsWhere(isOpen)),
    optional(duration('FOR', ['15m', '30m', '1h', '4h'], safe('for so long'))),
    text('NOTE'),
  ],
  run(here, [name = '', length = '', note = '']) {
    if (name === '') return runAction('acknowledge', 0, here);
    const step = onAlerts('acknowledge', named(here.world.scene?.room, name, isOpen), here);
    return filled(step, 'acknowledge', (dialog) => {
      const { values } = dialog.form;
      return { ...dialog, form: { ...dialog.form, values: { ...values, note, duration: length } } };
    });
  },
};

export const unack: Command = {
  name: safe('unack'),
  description: safe('Take an acknowledgement back'),
  action: 'unacknowledge',
  takes: [optional(alertsWhere(isAcked))],
  run: (here, [name = '']) =>
    name === ''
      ? runAction('unacknowledge', 0, here)
      : onAlerts('unacknowledge', named(here.world.scene?.room, name, isAcked), here),
};

export const claim: Command = {
  name: safe('claim'),
  description: safe('Say that you are on an alert; again to release it'),
  action: 'claim',
  takes: [optional(alertsWhere(any)), text('NOTE')],
  run(here, [name = '', note = '']) {
    if (name === '') return runAction('claim', 0, here);
    const step = onAlerts('claim', named(here.world.scene?.room, name, any), here);
    return filled(step, 'claim', (dialog) => ({ ...dialog, form: { ...dialog.form, values: { note } } }));
  },
};
