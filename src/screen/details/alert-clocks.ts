import { escalationText } from '../../room/clocks.ts';
import type { AlertClocks, IncidentClock } from '../../room/room.ts';
import { formatClock, formatDuration } from '../../text/format.ts';
import { cell, type Line, run, type Tone } from '../runs.ts';
import type { DetailInput } from './detail.ts';

const NAME = 14;

/** The incident clocks of an alert, one a line: how long there is, until when, and what the limit is. */
export function clockLines({ respond, escalate, resolve }: AlertClocks, { room, timeZone }: DetailInput): Line[] {
  const line = (name: string, clock: IncidentClock | null, extra = ''): Line[] => {
    if (clock === null) return [];
    const { text, tone, loud } = clockWord(clock);
    const due = `due ${formatClock(clock.due, timeZone)}, limit ${formatDuration(clock.limit)}`;
    return [
      [
        run(cell(name, NAME), 'dim'),
        run(cell(text, 16), tone, loud ? { bold: true, inverse: true } : { bold: clock.state === 'running' }),
        run(`  ${due}`, 'dim'),
        run(extra === '' ? '' : `  ${extra}`, 'warn'),
      ],
    ];
  };
  return [
    ...line('respond', respond),
    ...line('escalate', escalate, escalationText(escalate, room.at)),
    ...line('resolve', resolve),
  ];
}

function clockWord({ state, left }: IncidentClock): { text: string; tone: Tone; loud: boolean } {
  if (state === 'overdue') return { text: `OVERDUE ${formatDuration(-left)}`, tone: 'fail', loud: true };
  if (state === 'running') return { text: `${formatDuration(left)} left`, tone: 'warn', loud: false };
  return left < 0
    ? { text: `met ${formatDuration(-left)} late`, tone: 'warn', loud: false }
    : { text: 'met in time', tone: 'ok', loud: false };
}
