import * as v from 'valibot';
import { object } from '../shape.ts';
import { type Millis, millis } from '../units.ts';

/** When a report says it was made. */
export interface Said {
  readonly at: Millis;
  /** False of a time in the time zone of the host, which is not told. */
  readonly exact: boolean;
}

/** What .NET makes of a DateTime: milliseconds since 1970 in UTC, whatever offset follows. */
const TICKS = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/;
/** Earlier is a time that was never set, or a host without a clock. */
const EARLIEST = Date.UTC(2000, 0, 1);

const EXPECTED = 'expected a time such as 2026-03-01T09:30:00Z or /Date(1772357400000)/';

function saidIn(text: string): Said | null {
  const [, ticks] = TICKS.exec(text) ?? [];
  const [, day, time, zone] = ISO.exec(text) ?? [];
  // The collector writes its local time with the letter Z.
  const exact = ticks !== undefined || (zone !== undefined && zone !== 'Z');
  const at = ticks === undefined ? Date.parse(`${day}T${time}${exact ? zone : 'Z'}`) : Number(ticks);
  return at >= EARLIEST ? { at: millis(at), exact } : null;
}

const saidText = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Said => {
    const said = saidIn(dataset.value);
    if (said) return said;
    addIssue({ message: EXPECTED });
    return NEVER;
  }),
);
/** A DateTimeOffset, of all of whose parts this one is an instant. */
const saidOffset = v.pipe(
  object({ UtcDateTime: saidText }),
  v.transform(({ UtcDateTime }) => UtcDateTime),
);

export const timestamp = v.nullish(v.union([saidText, saidOffset], EXPECTED));

/** Every time zone lies within so many hours behind UTC; those before it are further ahead. */
const FURTHEST_BEHIND_UTC = 12 * 3_600_000;

/**
 * When a report was made, at the latest. Clocks of hosts are not to be compared with ours, nor local times with anything;
 * but a report that came `arrivedAt` cannot be younger than it says in the time zone furthest behind: an old file that was
 * copied today is still old.
 */
export function madeAt(said: Said | null | undefined, arrivedAt: Millis): Millis {
  if (!said || said.at + FURTHEST_BEHIND_UTC >= arrivedAt) return arrivedAt;
  return said.exact ? said.at : millis(said.at + FURTHEST_BEHIND_UTC);
}
