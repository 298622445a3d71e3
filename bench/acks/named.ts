import type { Room } from '../../src/room/room.ts';
import { endingText } from '../../src/wording/acks.ts';
import type { Named } from './run.ts';

/** What a room says of acknowledged incidents that are over. */
export const namedIn = ({ alerts, at }: Room): readonly Omit<Named, 'at' | 'room'>[] =>
  alerts.ended.map((ended) => ({
    id: ended.exactLabels.id ?? '',
    silence: ended.silenceId,
    telling: ended.telling,
    text: endingText(ended, at),
  }));
