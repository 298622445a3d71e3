import type { Room, State } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Millis } from '../../units.ts';
import { brief, worstNumber } from '../../wording/brief.ts';
import { headline } from '../../wording/headline.ts';

/** What a status line tells of a room: as it was at an instant, with instants in place of ages. */
export interface News {
  readonly at: Millis;
  /** What the profile is called. */
  readonly name: Safe;
  readonly state: State;
  /** The worst thing in a few words, with its number where it has one. */
  readonly brief: Safe;
  readonly number: Safe | null;
  /** The worst alert that nobody answers for; null where none fires. */
  readonly alert: { readonly tier: Safe; readonly name: Safe; readonly since: Millis } | null;
  /** How many fire beside it. */
  readonly more: number;
  /** The headline, whole, of that instant. */
  readonly sentence: Safe;
}

/** What a status line tells of a room. */
export function newsOf(room: Room): News {
  const { at, profile, state, alerts } = room;
  const firing = alerts.list.filter((alert) => alert.state === 'firing');
  const [worst] = firing;
  return {
    at,
    name: profile.name,
    state,
    brief: brief(room),
    number: state === 'fail' ? (worstNumber(room)?.value ?? null) : null,
    alert: worst === undefined ? null : { tier: safe(worst.tier), name: worst.name, since: worst.startsAt },
    more: Math.max(0, firing.length - 1),
    sentence: headline(room),
  };
}
