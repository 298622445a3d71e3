import ICAL from 'ical.js';

/** A calendar that asks for more steps than it may. */
export class TooManySteps extends Error {}

/** Each loop over a rule, a duration or a zone passes one of the three in each of its rounds. */
const { prototype: RULES } = ICAL.RecurIterator;
const { check_contracting_rules, expand_year_days } = RULES;
const { daysInMonth } = ICAL.Time;

/**
 * Reads a calendar in so many steps of the library. A rule whose next day never comes would be looked for without end, and
 * time tells nothing: on a busy machine any calendar takes long.
 * @throws TooManySteps
 */
export function inSteps<T>(most: number, read: () => T): T {
  let taken = 0;
  const counted = <Given extends unknown[], Result>(step: (this: never, ...given: Given) => Result) =>
    function (this: unknown, ...given: Given): Result {
      taken += 1;
      if (taken > most) throw new TooManySteps();
      return step.apply(this as never, given);
    };
  RULES.check_contracting_rules = counted(check_contracting_rules);
  RULES.expand_year_days = counted(expand_year_days);
  ICAL.Time.daysInMonth = counted(daysInMonth);
  try {
    return read();
  } finally {
    RULES.check_contracting_rules = check_contracting_rules;
    RULES.expand_year_days = expand_year_days;
    ICAL.Time.daysInMonth = daysInMonth;
  }
}
