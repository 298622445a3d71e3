import { own } from '../../../own.ts';
import type { ScreenEvent } from '../../core/effects.ts';
import type { Form } from './form.ts';

/** A form after an event: tab goes round `order`, everything else edits the field that takes the keys. */
export function fillIn<Field extends string>(
  form: Form<Field>,
  order: readonly Field[],
  event: ScreenEvent,
): Form<Field> {
  const { values, field } = form;
  const step = event.type !== 'field' ? 0 : event.key === 'tab' ? 1 : event.key === 'shift-tab' ? -1 : 0;
  if (step !== 0) return { values, field: order[(order.indexOf(field) + step + order.length) % order.length] ?? field };
  return { values: { ...values, [field]: fieldText(own(values, field) ?? '', event) }, field };
}

/** As much as a note may hold: it ends in a comment of Alertmanager and in one line of the journal. */
const MOST = 400;

/** What an event does to the text of a field. */
export function fieldText(text: string, event: ScreenEvent): string {
  if (event.type === 'text') return (text + event.text.replace(/\p{C}/gu, ' ')).slice(0, MOST);
  return event.type === 'field' ? edited(text, event.key) : text;
}

/** A text after a key that edits: backspace, ctrl-u, ctrl-w. */
function edited(text: string, key: string): string {
  if (key === 'backspace' || key === 'delete') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return key === 'ctrl-w' ? text.replace(/\S*\s*$/, '') : text;
}

/** The key of an event that is one, else "". */
export const keyOf = (event: ScreenEvent): string => (event.type === 'field' ? event.key : '');
