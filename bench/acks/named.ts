import type { Room } from '../../src/room/room.ts';
import type { Named } from './run.ts';

/** What a room says of acknowledged incidents that are over. */
export const namedIn = ({ alerts }: Room): readonly Omit<Named, 'at' | 'room'>[] =>
  alerts.ended.map(({ silenceId, telling, text, exactLabels }) => ({
    id: exactLabels.id ?? '',
    silence: silenceId,
    telling,
    text,
  }));
