import type { Glyphs } from '../canvas/glyphs.ts';
import { type Run, run } from '../canvas/runs.ts';
import type { Flash } from '../core/state.ts';

/** The answer to the operator, with a sign of how it ended. */
export function flashRun({ kind, text }: Flash, glyphs: Glyphs): Run {
  const tone = kind === 'error' ? 'fail' : kind === 'done' ? 'ok' : 'accent';
  const mark = kind === 'error' ? glyphs.fail : kind === 'done' ? glyphs.ok : glyphs.separator;
  return run(`${mark} ${text}`, tone, { bold: true });
}
