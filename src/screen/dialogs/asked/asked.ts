import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { scrollKeys } from '../shared/scrolling.ts';
import { drawAsked } from './draw.ts';

/** What was asked of the servers. */
export const asked: DialogKind<Dialog<'asked'>> = {
  takesText: false,
  isWide: true,
  keys: scrollKeys,
  draw: ({ scroll }, input, { scene, logs }) =>
    drawAsked(input, [...(logs?.scene?.asked ?? []), ...scene.asked], scene.costs ?? [], scroll),
};
