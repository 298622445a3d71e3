import { History } from '../../frames/history.ts';
import { Calendars } from '../../frames/servers/calendars.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { ReportFacts } from '../../reporting/build.ts';
import type { Span } from '../../reporting/period.ts';
import { LOOKBACK, type Shift } from '../../reporting/spells.ts';
import { Moment } from '../../room/moment.ts';
import { onCallOf } from '../../room/on-call/on-call.ts';
import type { CalendarSource } from '../../sources/calendar/types.ts';
import { say } from '../../text/say.ts';
import { addSeconds, type Millis, millis, seconds } from '../../units.ts';

/** Shifts of one period that are looked at: those of a month, some a day. */
const MOST = 100;

/** Who was on call in a period, shift after shift, by the profile's rotation or by its calendars as they are now. */
export async function shiftsIn(
  plan: Plan,
  calendars: readonly CalendarSource[],
  span: Span,
): Promise<ReportFacts['onCall']> {
  if (!plan.profile.on_call)
    return { shifts: [], unknown: { reason: 'not-watched', text: say`the profile does not say who is on call` } };
  const reader = new Calendars(calendars);
  const history = new History(plan);
  const shifts: Shift[] = [];
  let problem: string | null = null;
  // What fired when it began had begun before.
  for (let at: Millis = addSeconds(span.from, seconds(-LOOKBACK)); at < span.to && shifts.length < MOST; ) {
    const read = await reader.turn({ at, patience: new Promise<never>(() => {}) });
    history.extend({ at, queries: [], backfills: [], alertmanagers: {}, sources: [], ...read });
    const found = onCallOf(plan.profile, history, new Moment(at));
    problem ??= found?.error ?? null;
    const to: Millis = millis(Math.min(found?.until ?? span.to, span.to));
    shifts.push({ from: at, to, primary: found?.primary ?? null, backup: found?.backup ?? null });
    at = to;
  }
  return { shifts, unknown: problem === null ? null : { reason: 'unanswered', text: say`${problem}` } };
}
