import type { LapsedAck } from '../room/acks/acks.ts';
import type { RoomAlert } from '../room/alerts/alert.ts';
import type { Ring } from '../room/rings/rings.ts';
import type { Room } from '../room/room.ts';
import type { SourceStatus } from '../room/sources.ts';
import { type Sentence, say } from '../text/say.ts';
import { briefName } from './brief.ts';
import { ringReason } from './rings.ts';
import { verdictSentence } from './verdict.ts';

/* What somebody is told who does not look at the screen: each is a whole sentence that begins with what it is about. */

/** "P0 V2ErrorSpike is firing: V2 answers 6.1 % errors" */
export const alertNotice = ({ tier, name, summary }: Pick<RoomAlert, 'tier' | 'name' | 'summary'>): Sentence =>
  say`${tier} ${name} is firing${summary === '' ? '' : `: ${summary}`}`;

/** "P0 V2ErrorSpike: nobody has answered, escalated to Bob" */
export const calledNotice = ({ tier, name }: Pick<RoomAlert, 'tier' | 'name'>, who: string): Sentence =>
  say`${tier} ${name}: nobody has answered, escalated to ${who}`;

/** "P0 V2ErrorSpike: the acknowledgement by alice no longer counts" */
export const lapsedNotice = (
  { tier, name }: Pick<RoomAlert, 'tier' | 'name'>,
  { by }: Pick<LapsedAck, 'by'>,
): Sentence => say`${tier} ${name}: the acknowledgement by ${by} no longer counts`;

/** What the verdict says. */
export const verdictNotice = (room: Room): Sentence => verdictSentence(room);

/** "ring1 fails: memory beyond the limit", "ring1 is ready to be validated" */
export function ringNotice(ring: Ring, room: Room): Sentence {
  if (ring.state === 'ready') return say`ring ${ring.id} is ready to be validated`;
  return ring.state === 'failing'
    ? say`ring ${ring.id} fails: ${ringReason(ring, room)}`
    : say`ring ${ring.id}: ${ringReason(ring, room)}`;
}

/** "prometheus does not answer: connection refused" */
export const sourceNotice = ({ id, error }: Pick<SourceStatus, 'id' | 'error'>): Sentence =>
  say`${id} does not answer${error === null ? '' : `: ${error.message}`}`;

/** Several at once as one: the gravest, and how many there are beside it. */
export const togetherNotice = (first: string, more: number): Sentence =>
  more === 0 ? say`${first}` : say`${first} (and ${more} more)`;

/** Of which room it is told: "ringdeck: SuperSmartMatch (production)". */
export const noticeTitle = ({ name, environment }: Room['profile']): Sentence =>
  say`ringdeck: ${name} (${environment})`;

/** What a terminal that is not looked at is called: "✖ SSM V2 worse". */
export const titleText = (sign: string, { name }: Pick<Room['profile'], 'name'>, brief: string): Sentence =>
  say`${sign} ${briefName(name)} ${brief}`;

/** "the notify hook failed: flash-the-lamp exited with 3" */
export const hookFailed = (why: string): Sentence => say`the notify hook failed: ${why}`;
