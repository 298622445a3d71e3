import { safe } from '../../text/safe.ts';
import { also, only } from '../core/effects.ts';
import { type Action, inRoom } from './action.ts';

export const slower: Action = {
  keys: ['{'],
  context: 'tape',
  hint: safe('slower'),
  description: safe('Tape at half the speed'),
  hintPlace: 7,
  run: inRoom(({ state, scene: { playback } }) =>
    playback.kind === 'tape' && playback.speed <= 1 ? only(state) : also(state, { kind: 'speed', factor: 0.5 }),
  ),
  idle: () => safe('The tape runs at its own speed already'),
};

export const faster: Action = {
  keys: ['}'],
  context: 'tape',
  hint: safe('faster'),
  description: safe('Tape at twice the speed'),
  hintPlace: 8,
  run: inRoom(({ state }) => also(state, { kind: 'speed', factor: 2 })),
};
