import type { RingEvent } from '../room/rings/events.ts';
import { type Sentence, say } from '../text/say.ts';
import { ringReason } from './rings.ts';
import { byWhom } from './validations.ts';

/** What others hear of a ring: "ring0 was validated by alice just now", "ring1 is soaking: 1d of soak left". */
export function eventText(event: RingEvent): Sentence {
  switch (event.kind) {
    case 'validated':
      return say`${event.ring} was validated ${byWhom({ ...event.validation, at: null }, event.at)}`;
    case 'revoked':
      return say`the validation of ${event.ring} was revoked by ${event.by}`;
    case 'progressed': {
      const { ring, state, room } = event;
      const reason = ringReason(ring, room);
      return state === 'ready' ? say`${ring.id} has soaked: ${reason}` : say`${ring.id} is ${state}: ${reason}`;
    }
  }
}
