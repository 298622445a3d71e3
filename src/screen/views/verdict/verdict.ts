import { verdictSentence } from '../../../wording/verdict.ts';
import type { View } from '../../core/kinds.ts';
import type { ViewKind } from '../kind.ts';
import { candidateLogs } from '../logs/jumps.ts';
import { drawVerdict } from './draw.ts';

/** Whether the candidate is worse, with all numbers. */
export const verdict: ViewKind<View<'verdict'>> = {
  contexts: [],
  draw: ({ scroll }, input) => drawVerdict(scroll, input),
  chartedSince: (_, { room }) => room.comparison?.verdict.judged?.since ?? null,
  move: (view, by) => ({ ...view, scroll: Math.max(0, view.scroll + by) }),
  copy: (_, room) => room.comparison && verdictSentence(room),
  logs: (_, { room }) => candidateLogs(room),
  hints: () => ({ first: [], besides: ['cursor-back'] }),
};
