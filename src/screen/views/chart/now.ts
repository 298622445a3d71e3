import type { Reading } from '../../../room/shown.ts';
import type { Unit } from '../../../units.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { readingText, unknownDetail } from '../../panels/parts.ts';
import type { DetailInput } from '../shared/detail.ts';

/** The newest value; when it is not known, why, and the last that was. */
export function newestRuns(reading: Reading, unit: Unit, { room }: Pick<DetailInput, 'room'>): Line {
  if (reading.known) return [run(readingText(reading, unit), 'text', { bold: true, dim: reading.aging })];
  return [
    run(`UNKNOWN, ${readingText(reading, unit)}`, 'unknown', { bold: true }),
    run(`  ${unknownDetail(reading, unit, room.at)}`, 'dim'),
  ];
}

/** Whether several series answer where one is expected: none of them is what is asked for, and there is no past to draw. */
export const isMany = (reading: Reading): boolean => !reading.known && reading.reason === 'ambiguous';
