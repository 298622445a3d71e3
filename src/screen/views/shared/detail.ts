import type { Room } from '../../../room/shown.ts';
import type { EvidenceOf } from '../../../session/evidence-of.ts';
import type { DrawChart, Past, Range } from '../../canvas/charts/trend.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import type { Keymap } from '../../core/keymap.ts';
import type { PanelDrawing } from '../../panels/panel.ts';

/** What a detail view draws from. Width and height are those inside its border. */
export interface DetailInput {
  readonly room: Room;
  /** The part of the history that charts show. */
  readonly range: Range;
  readonly width: number;
  readonly height: number;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  readonly timeZone: string;
  readonly operator: string;
  /** Why every act is disabled; null while acts may be done. */
  readonly locked: 'read-only' | 'past' | null;
  readonly keymap: Keymap;
  readonly evidenceOf: EvidenceOf;
  readonly chart: DrawChart;
  /** What charts and sparklines are of. */
  readonly past: Past;
}

export interface DetailDrawing extends PanelDrawing {
  /** How far it scrolls, in lines; absent where it does not. */
  readonly end?: number;
}
