import type { Room } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { type Line, run } from '../canvas/runs.ts';
import { askedOf } from '../core/asked.ts';

/** Somebody waits for whoever looks: said where the eye is first, in as many words as there is room for. */
export function asksLine(room: Room, operator: string, width: number): Line {
  const [ring, ...others] = askedOf(room, operator);
  if (ring === undefined || ring.approval === null) return [];
  const more = safe(others.length > 0 ? ` +${others.length}` : '');
  const texts = [
    safe(` ${ring.approval.by} asks you to confirm ${ring.id}${more}: V `),
    safe(` confirm ${ring.id}${more}: V `),
    safe(` V: ${ring.id} `),
  ];
  const text = texts.find((words) => words.length * 2 <= width);
  return text === undefined ? [] : [run(text, 'accent', { bold: true, inverse: true }), run(' ')];
}
