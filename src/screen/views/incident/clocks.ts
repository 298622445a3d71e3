import { leftOf } from '../../../room/clocks.ts';
import type { AlertClocks, IncidentClock } from '../../../room/shown.ts';
import { formatClock, formatDuration } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Millis } from '../../../units.ts';
import { escalationText } from '../../../wording/clocks.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, type Tone } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';

/** Cells of the names of facts. */
export const NAME = 14;

/**
 * The incident clocks of an alert, one a line: how long there is, until when, and what the limit is.
 * @param isCounted whether how long there is to answer, and to whom it goes then, is said already
 */
export function clockLines(
  { respond, escalate, resolve }: AlertClocks,
  isCounted: boolean,
  { room, timeZone, width }: DetailInput,
): Line[] {
  const table = columns(
    [
      { name: 'clock', width: NAME },
      { name: 'left', width: 16 },
      { name: 'due', width: 'flows' },
    ],
    width,
  );
  const line = (name: keyof AlertClocks, clock: IncidentClock | null, extra = safe('')): Line[] => {
    if (clock === null) return [];
    const isSaid = isCounted && name !== 'resolve' && clock.state === 'running';
    const { text, tone, loud } = isSaid ? RUNS : clockWord(clock, room.at);
    const due = safe(`due ${formatClock(clock.due, timeZone)}, limit ${formatDuration(clock.limit)}`);
    return [
      table.row({
        clock: run(name, 'dim'),
        left: run(text, tone, loud ? { bold: true, inverse: true } : { bold: clock.state === 'running' }),
        due: [run(`  ${due}`, 'dim'), run(extra === '' || isSaid ? '' : `  ${extra}`, 'warn')],
      }),
    ];
  };
  return [
    ...line('respond', respond),
    ...line('escalate', escalate, escalationText(escalate, room.at)),
    ...line('resolve', resolve),
  ];
}

const RUNS = { text: safe('runs'), tone: 'warn', loud: false } as const;

function clockWord(clock: IncidentClock, now: Millis): { text: Safe; tone: Tone; loud: boolean } {
  const { state } = clock;
  const left = leftOf(clock, now);
  if (state === 'overdue') return { text: safe(`OVERDUE ${formatDuration(-left)}`), tone: 'fail', loud: true };
  if (state === 'running') return { text: safe(`${formatDuration(left)} left`), tone: 'warn', loud: false };
  return left < 0
    ? { text: safe(`met ${formatDuration(-left)} late`), tone: 'warn', loud: false }
    : { text: safe('met in time'), tone: 'ok', loud: false };
}
