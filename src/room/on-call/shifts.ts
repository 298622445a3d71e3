import type { Rotation } from '../../profile/schema/on-call.ts';
import { type Millis, millis } from '../../units.ts';
import { asUtc, instantOfWall, wallTime } from '../../zoned.ts';

/** Somebody's turn, to the instant. */
export interface Turn {
  readonly from: Millis;
  readonly to: Millis;
  readonly who: string;
  readonly role: 'primary' | 'backup';
}

const DAY = 86_400_000;

/** The shifts of a rotation around an instant: the one before, the one that runs, and one more than everybody's. */
export function turnsOf(rotation: Rotation, at: Millis): Turn[] {
  const { people, backup, weeks } = rotation;
  const length = weeks * 7;
  const first = firstHandoff(rotation);
  const begins = (shift: number) => handoffOn(first + shift * length * DAY, rotation);
  // Wall time is at most a day off, whatever the zone: the shift that runs is near.
  const now = wallTime(at, rotation.time_zone);
  let current = Math.floor((asUtc(now) - first) / (length * DAY)) - 1;
  while (begins(current + 1) <= at) current += 1;
  const turns: Turn[] = [];
  for (let shift = Math.max(0, current - 1); shift <= current + people.length + 1; shift++) {
    const time = { from: begins(shift), to: begins(shift + 1) };
    const who = people[shift % people.length] ?? '';
    const second = backup === 'next' ? people[(shift + 1) % people.length] : backup?.[shift % backup.length];
    turns.push({ ...time, who, role: 'primary' });
    if (second !== undefined && second !== who) turns.push({ ...time, who: second, role: 'backup' });
  }
  return turns;
}

/** The first handoff, as wall time read as UTC. */
function firstHandoff({ start, handoff }: Rotation): number {
  const date = Date.UTC(start.year, start.month - 1, start.day);
  const days = (handoff.weekday - new Date(date).getUTCDay() + 7) % 7;
  return date + days * DAY + (handoff.hour * 60 + handoff.minute) * 60_000;
}

/** The instant of a handoff on a wall time read as UTC: always at the same time of day, whatever the clocks do. */
function handoffOn(wall: number, { time_zone }: Rotation): Millis {
  return instantOfWall(wallTime(millis(wall), 'UTC'), time_zone);
}
