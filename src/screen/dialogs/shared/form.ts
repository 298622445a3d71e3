/** The text fields of a dialog, and the one that takes the keys. */
export interface Form<Field extends string> {
  readonly values: Readonly<Record<Field, string>>;
  readonly field: Field;
}

/** An empty form; the first field takes the keys. */
export function emptyForm<Field extends string>(first: Field, ...others: readonly Field[]): Form<Field> {
  const values = Object.fromEntries([first, ...others].map((name) => [name, ''])) as Record<Field, string>;
  return { values, field: first };
}

export const withValue = <Field extends string>(form: Form<Field>, field: Field, value: string): Form<Field> => ({
  ...form,
  values: { ...form.values, [field]: value },
});
