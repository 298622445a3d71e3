import type { Outside } from '../../src/screen/perform.ts';

/** A terminal that takes all there is, and at which somebody looks. */
export const untroubled: Pick<Outside, 'load' | 'onLook'> = {
  load: () => ({
    pacing: {
      rates: { bytesPerSecond: 0, framesPerSecond: 0, millisPerFrame: null },
      limit: null,
      period: 100,
      spells: [],
    },
    memory: () => ({ heap: 0, resident: 0 }),
  }),
  onLook: () => () => {},
};
