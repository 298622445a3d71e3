import type { Rect } from './rect.ts';
import type { Line } from './runs.ts';

/**
 * Lines in a rectangle of the screen, each cut and filled to its width, so that they cover whatever lies beneath. A
 * picture is blocks, the lowest first; what is the same object as before is not looked at again.
 */
export interface Block {
  readonly at: Rect;
  readonly lines: readonly Line[];
}
