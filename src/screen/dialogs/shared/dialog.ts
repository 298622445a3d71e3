import type { Safe } from '../../../text/safe.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import type { Line } from '../../canvas/runs.ts';
import type { Role } from '../../canvas/theme.ts';

/** A box over the room. */
export interface DialogDrawing {
  readonly title: Safe;
  readonly badge?: Line;
  readonly border: Role;
  readonly lines: readonly Line[];
  /** How far it scrolls, in lines; absent where it does not. */
  readonly end?: number;
}

/** Room for the lines of a dialog, inside its border. */
export interface DialogInput {
  readonly width: number;
  readonly height: number;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
}
