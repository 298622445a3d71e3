import type { RoomAlert } from '../../../../room/shown.ts';
import { distinguishing } from '../../../../room/silences/distinguishing.ts';
import { joined, type Safe, safe } from '../../../../text/safe.ts';
import { runAction } from '../../../actions/run.ts';
import { flash, type Step } from '../../../core/effects.ts';
import type { Dialog } from '../../../core/kinds.ts';
import type { Here } from '../../../core/world.ts';
import { withValues } from '../../shared/form.ts';
import { type Argument, type Command, duration, type Known, oneOf, optional, text } from '../command.ts';

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

/** Which of several alerts of the name before it, by what tells them apart; without it all of them are meant. */
const which = (fits: (alert: RoomAlert) => boolean): Argument => ({
  name: safe('WHICH'),
  optional: true,
  words({ scene }, [name = '']) {
    const list = scene?.room.alerts.list ?? [];
    const meant = list.filter((alert) => alert.name === name && fits(alert));
    return meant.length < 2
      ? []
      : meant.map((alert) => ({ word: distinguishing(alert, list), about: safe(`${alert.tier} ${alert.summary}`) }));
  },
  wrong: () => safe('no alert of that name is told apart so'),
});

/** Fingerprints of the alerts of a name, or of those among them that are told apart so. */
const named = (
  { scene }: Known,
  [name = '', one = '']: readonly string[],
  fits: (alert: RoomAlert) => boolean,
): readonly string[] => {
  const list = scene?.room.alerts.list ?? [];
  return list
    .filter((alert) => alert.name === name && fits(alert) && (one === '' || distinguishing(alert, list) === one))
    .map(({ fingerprint }) => fingerprint);
};

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

export const ack: Command = {
  name: safe('ack'),
  description: safe('Acknowledge an alert: for how long, and a note'),
  action: 'acknowledge',
  takes: [
    optional(alertsWhere(isOpen)),
    which(isOpen),
    optional(duration('FOR', ['15m', '30m', '1h', '4h'], safe('for so long'))),
    text('NOTE', 'looking into it'),
  ],
  run(here, [name = '', one = '', length = '', note = '']) {
    if (name === '') return runAction('acknowledge', 0, here);
    const step = onAlerts('acknowledge', named(here.world, [name, one], isOpen), here);
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
  takes: [optional(alertsWhere(isAcked)), which(isAcked)],
  run: (here, [name = '', one = '']) =>
    name === ''
      ? runAction('unacknowledge', 0, here)
      : onAlerts('unacknowledge', named(here.world, [name, one], isAcked), here),
};

export const claim: Command = {
  name: safe('claim'),
  description: safe('Say that you are on an alert; again to release it'),
  action: 'claim',
  takes: [optional(alertsWhere(any)), which(any), text('NOTE', 'looking into it')],
  run(here, [name = '', one = '', note = '']) {
    if (name === '') return runAction('claim', 0, here);
    const step = onAlerts('claim', named(here.world, [name, one], any), here);
    return filled(step, 'claim', (dialog) => ({ ...dialog, form: withValues(dialog.form, { note }) }));
  },
};
