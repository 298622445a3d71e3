import { own } from '../../../own.ts';
import type { EditedLine } from './edited-line.ts';

/** The text fields of a dialog, the one that takes the keys, and the caret in that. */
export interface Form<Field extends string> {
  readonly values: Readonly<Record<Field, string>>;
  readonly field: Field;
  /** In UTF-16 units. */
  readonly at: number;
}

/** An empty form; the first field takes the keys. */
export function emptyForm<Field extends string>(first: Field, ...others: readonly Field[]): Form<Field> {
  const values = Object.fromEntries([first, ...others].map((name) => [name, ''])) as Record<Field, string>;
  return { values, field: first, at: 0 };
}

/** What stands in a field. */
export const textIn = <Field extends string>({ values }: Form<Field>, field: Field): string => own(values, field) ?? '';

/** The same form with another field that takes the keys, at the end of what stands there. */
export const inField = <Field extends string>(form: Form<Field>, field: Field): Form<Field> => ({
  ...form,
  field,
  at: textIn(form, field).length,
});

/** The same form with other texts in some fields. */
export function withValues<Field extends string>(
  form: Form<Field>,
  values: Partial<Record<Field, string>>,
): Form<Field> {
  return inField({ ...form, values: { ...form.values, ...values } }, form.field);
}

/** A field as it is drawn: its caret is null where other keys than its own are waited for. */
export interface FieldLine extends Pick<EditedLine, 'text'> {
  readonly at: number | null;
}

export const fieldOf = <Field extends string>(form: Form<Field>, field: Field, takesKeys = true): FieldLine => ({
  text: textIn(form, field),
  at: takesKeys && form.field === field ? form.at : null,
});
