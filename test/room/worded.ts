import type { Room } from '../../src/room/room.ts';
import { headline } from '../../src/wording/headline.ts';
import { ringReason } from '../../src/wording/rings.ts';
import { verdictReasons, verdictSentence } from '../../src/wording/verdict.ts';

/** What a room says of its rings and its verdict, beside the data it says it by. */
export const worded = (room: Room) => ({
  headline: headline(room),
  rings: room.rings.map((ring) => ({ ...ring, reason: ringReason(ring, room) })),
  verdict: room.comparison && {
    ...room.comparison.verdict,
    sentence: verdictSentence(room),
    reasons: verdictReasons(room),
  },
});
