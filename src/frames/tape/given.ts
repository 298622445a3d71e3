import type { Labels } from '../../sources/prometheus/types.ts';

/** What a line of a tape holds, before anything is known of it. */
export type Given = Readonly<Record<string, unknown>>;

export const isObject = (given: unknown): given is Given =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

export const isNumber = (given: unknown): given is number => Number.isFinite(given);
const isString = (given: unknown): given is string => typeof given === 'string';

/** Whether it is a list of what the test holds for. */
export const isListOf = <T>(given: unknown, test: (one: unknown) => one is T): given is readonly T[] =>
  Array.isArray(given) && given.every(test);

export const isInts = (given: unknown): given is readonly number[] =>
  isListOf(given, (one): one is number => Number.isSafeInteger(one));

export const isTexts = (given: unknown): given is readonly string[] => isListOf(given, isString);

export const isLabels = (given: unknown): given is Labels => isObject(given) && Object.values(given).every(isString);

/** As the test says, or absent. */
export const isAbsentOr = <T>(given: unknown, test: (one: unknown) => one is T): given is T | undefined =>
  given === undefined || test(given);
