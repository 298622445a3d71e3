import { once } from '../core/once.ts';
import type { NamedPanel, Panel } from './kind.ts';
import { partsOf } from './reads.ts';

/** Cells in which the lists of a panel by its name can be read on a board, and in which they say all there is. */
const LEAST_WIDTH = 30;
const GOOD_WIDTH = 60;
const GOOD_HEIGHT = 9;
const LEAST_HEIGHT = 4;

/** A panel by its name as any page has it. */
export const onPage = once((kind: NamedPanel): Panel => {
  const { reads, place, need: _, gives: __, ...rest } = kind;
  return {
    ...rest,
    parts: (scene) => partsOf(reads, scene),
    least: { width: LEAST_WIDTH, height: LEAST_HEIGHT },
    good: { width: GOOD_WIDTH, height: GOOD_HEIGHT },
    inOneRow: place.inOneRow,
  };
});
