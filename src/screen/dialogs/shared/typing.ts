import type { ScreenEvent } from '../../core/effects.ts';
import { type Form, inField, textIn } from './form.ts';
import { editLine } from './line-editor.ts';

/** As much as a note may hold: it ends in a comment of Alertmanager and in one line of the journal. */
const MOST = 400;

/** A form after an event: tab goes round `order`, everything else edits the field that takes the keys. */
export function fillIn<Field extends string>(
  form: Form<Field>,
  order: readonly [Field, ...Field[]],
  event: ScreenEvent,
): Form<Field> {
  // What was typed last may not be asked for any more.
  const now = order.includes(form.field) ? form : inField(form, order[0]);
  const { field } = now;
  const step = event.type !== 'field' ? 0 : event.key === 'tab' ? 1 : event.key === 'shift-tab' ? -1 : 0;
  if (step !== 0) return inField(now, order[(order.indexOf(field) + step + order.length) % order.length] ?? field);
  const { text, at } = editLine({ text: textIn(now, field), at: now.at }, event, MOST);
  return { ...now, values: { ...now.values, [field]: text }, at };
}

/** The key of an event that is one, else "". */
export const keyOf = (event: ScreenEvent): string => (event.type === 'field' ? event.key : '');
