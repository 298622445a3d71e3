import type { Room } from '../../src/room/room.ts';
import type { Millis } from '../../src/units.ts';
import { endingText } from '../../src/wording/acks.ts';

/** An incident that was acknowledged and is over, as a room says of it. */
export interface Named {
  readonly at: Millis;
  readonly room: string;
  readonly id: string;
  readonly silence: string;
  readonly telling: string;
  readonly text: string;
}

/** What a room says of acknowledged incidents that are over. */
export const namedIn = ({ alerts, at }: Room): readonly Omit<Named, 'at' | 'room'>[] =>
  alerts.ended.map((ended) => ({
    id: ended.exactLabels.id ?? '',
    silence: ended.silenceId,
    telling: ended.telling,
    text: endingText(ended, at),
  }));
