import type { Row } from '../terminal/cells.ts';
import { groundOf } from './ground.ts';
import { htmlOf } from './html.ts';
import { svgOf } from './svg.ts';
import { textOf } from './text.ts';

/** What a picture of the screen can be saved as. */
export const FORMATS = ['svg', 'html', 'text'] as const;
export type Format = (typeof FORMATS)[number];

interface Written {
  /** How names of its files end. */
  readonly ending: string;
  write(rows: readonly Row[], title: string): string;
}

export const WRITTEN: Readonly<Record<Format, Written>> = {
  svg: { ending: 'svg', write: (rows, title) => svgOf(rows, groundOf(rows), title) },
  html: { ending: 'html', write: (rows, title) => htmlOf(rows, groundOf(rows), title) },
  text: { ending: 'txt', write: textOf },
};
