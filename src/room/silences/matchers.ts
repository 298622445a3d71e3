import { RE2JS } from 're2js';
import { own } from '../../own.ts';
import type { Matcher } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { matcherName, matcherString } from '../../text/matcher.ts';

/**
 * Equality on every label of one alert. Another alert that carries all of these and more would match too, so each
 * label that only such a one has is asked to be empty, which a missing label is.
 * @param listed the labels of every alert there is
 */
export function exactMatchers(labels: Labels, listed: readonly Labels[]): readonly Matcher[] {
  const mine = Object.entries(labels);
  const covered = listed.filter((other) => mine.every(([name, value]) => labelOf(other, name) === value));
  const absent = new Set(covered.flatMap((other) => Object.keys(other)).filter((name) => !Object.hasOwn(labels, name)));
  return [...mine, ...[...absent].map((name) => [name, ''] as const)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
}

/** Whether matchers cover an alert, as Alertmanager sees it: a missing label is empty, a regex is RE2 and anchored. */
export const covers = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((matcher) => {
    const actual = labelOf(labels, matcher.name);
    const alike = matcher.isRegex ? matches(matcher.value, actual) : matcher.value === actual;
    return alike === matcher.isEqual;
  });

/** The labels that matchers ask for by their whole value: without each of them an alert is not covered. */
export const asksFor = (matchers: readonly Matcher[]): readonly (readonly [name: string, value: string])[] =>
  matchers.flatMap(({ name, value, isRegex, isEqual }) =>
    isEqual && !isRegex && value !== '' ? [[name, value] as const] : [],
  );

/** As Alertmanager and amtool write them: `ring="ring1", instance=~"a.*"`; a name of other signs is quoted. */
export const matchersText = (matchers: readonly Matcher[]): string => matchers.map(matcherText).join(', ');

const matcherText = ({ name, value, ...how }: Matcher): string =>
  `${matcherName(name)}${operatorOf(how)}${matcherString(value)}`;

const operatorOf = ({ isRegex, isEqual }: Pick<Matcher, 'isRegex' | 'isEqual'>): string =>
  isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!=';

const labelOf = (labels: Labels, name: string): string => own(labels, name) ?? '';

/** Compiled regexes; the few of a cluster are asked again every second. */
const compiled = new Map<string, RE2JS | null>();
const AT_MOST = 1000;

/** Whether a text is a regex as Alertmanager takes it. */
export const isRegex = (pattern: string): boolean => regexOf(pattern) !== null;

/** Linear in time whatever anybody wrote into a silence. What is no regex matches nothing. */
const matches = (pattern: string, text: string): boolean => regexOf(pattern)?.matches(text) ?? false;

function regexOf(pattern: string): RE2JS | null {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = compile(pattern);
    if (compiled.size >= AT_MOST) compiled.clear();
    compiled.set(pattern, regex);
  }
  return regex;
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(`(?:${pattern})`);
  } catch {
    return null;
  }
}
