import { limitIn, valueAgainst } from '../../../limits/limit.ts';
import type { Ring } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { unreadText } from '../../../wording/readings.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { stateMark } from '../../panels/parts.ts';
import type { DetailInput } from '../shared/detail.ts';

/** What is left of each error budget that the ring asks for, and how much must be. */
export const budgetLines = ({ budgets }: Ring, { room, glyphs }: DetailInput): Line[] =>
  budgets.map(({ label, reading, limit, unit, state }): Line => {
    const value = reading.known ? valueAgainst(reading.value, limit, unit) : unreadText(reading, room.at);
    return [
      stateMark(state, glyphs),
      run(` ${label} `, state === 'ok' ? 'text' : state),
      run(safe(value), state === 'ok' ? 'text' : state, { bold: true }),
      run(`, ${limitIn(limit, unit)} to be deployed to`, 'dim'),
    ];
  });
