import * as v from 'valibot';
import { own } from './own.ts';

/*
 * Shapes of what comes from outside, beside those that valibot has: its objects take a list for an object, its numbers
 * what JSON cannot write, and its records leave `__proto__` out.
 */

/** What reads a value that may be anything. */
export type Shape<T> = v.GenericSchema<unknown, T>;

type Issue = v.BaseIssue<unknown>;
type Run<T> = Shape<T>['~run'];

/** Nothing, where there should have been something. */
const nothing = (expects: string) => ({ ...v.never(), expects });
const noObject = nothing('object');
const noDictionary = nothing('record');

/** As a schema for objects, of which lists are none. */
const unlisted = <S extends v.GenericSchema>(schema: S): S => ({
  ...schema,
  '~run': (given: v.UnknownDataset, config: v.Config<Issue>) =>
    Array.isArray(given.value) ? noObject['~run'](given, config) : schema['~run'](given, config),
});

/** An object with these fields, whatever else it has. */
export const object = <const E extends v.ObjectEntries>(entries: E) => unlisted(v.object(entries, fieldWords(entries)));

/** An object with these fields and no others. */
export const strictObject = <const E extends v.ObjectEntries>(entries: E) =>
  unlisted(v.strictObject(entries, fieldWords(entries)));

/** Of a field that is missing, what it should have been. */
const fieldWords = (entries: v.ObjectEntries) => (issue: Issue) => {
  const [field] = issue.path ?? [];
  const missing = field && own(entries, String(field.key));
  return wrongWords(missing ? { ...issue, expected: missing.expects } : issue);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of any names, and of anything under each. */
export const anyNames = v.custom<Readonly<Record<string, unknown>>>(isObject);

/** An object of any names, of what is alike under each. Where nothing is made of that, it is not copied. */
export function dictionary<T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> {
  const run: Run<unknown> = (given, config) => {
    const { value: input } = given;
    if (!isObject(input)) return noDictionary['~run'](given, config);
    const issues: Issue[] = [];
    let isSame = true;
    const entries = Object.entries(input);
    for (const entry of entries) {
      const [key, one] = entry;
      const field = value['~run']({ value: one }, config);
      for (const issue of field.issues ?? []) {
        const place = { type: 'unknown', origin: 'value', input, key, value: one } as const;
        issues.push({ ...issue, path: [place, ...(issue.path ?? [])] });
      }
      isSame &&= Object.is(field.value, one);
      entry[1] = field.value;
    }
    const [first, ...others] = issues;
    if (first) return { typed: false, value: input, issues: [first, ...others] };
    return { typed: true, value: isSame ? input : Object.fromEntries(entries) };
  };
  return { ...v.custom<Readonly<Record<string, T>>>(isObject), '~run': run as Run<Readonly<Record<string, T>>> };
}

/** Any that JSON can write: `1e999` in it would be infinite. */
export const number = v.pipe(v.number(), v.finite());
/** One that a float holds exactly. */
export const integer = v.pipe(v.number(), v.safeInteger('Invalid input: expected int, received number'));

/** What is wrong with a value, for a person. */
export function wrongWords({ kind, type, expected, input, path, message }: Issue): string {
  if (type === 'strict_object' && expected === 'never') return `Unrecognized key: ${JSON.stringify(path?.at(-1)?.key)}`;
  if (kind !== 'schema' || expected === null) return message;
  if (type === 'picklist') return `Invalid option: expected one of ${expected.slice(1, -1).replaceAll(' | ', '|')}`;
  if (type === 'literal') return `Invalid input: expected ${expected}`;
  return `Invalid input: expected ${expected.toLowerCase()}, received ${typeName(input)}`;
}

/** How a schema is asked for words: those that it does not bring with it are `wrongWords`. */
export const IN_WORDS = { message: wrongWords } as const;

/** Where in a value something is wrong: "rings.ring0.validated"; undefined at its top. */
export function wrongPlace({ type, expected, path }: Issue): string | undefined {
  const place = path?.map(({ key }) => String(key)) ?? [];
  const isOfParent = type === 'strict_object' && expected === 'never';
  return (isOfParent ? place.slice(0, -1) : place).join('.') || undefined;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  return typeof value;
}
