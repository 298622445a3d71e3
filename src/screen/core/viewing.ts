import { newestOf, type Playback, type Scene } from '../../session/session.ts';
import { type Millis, millis } from '../../units.ts';

/** Whether the room is not of now: a live one that is of the past or on its way there, a tape that was moved back or is on its way. */
export const isBack = (playback: Playback): boolean =>
  playback.kind === 'live'
    ? playback.viewing !== undefined
    : playback.kind === 'tape' && (playback.left ?? playback.goingTo) !== undefined;

/** The past that a live room is of, or is on its way to; null where it is live. Nobody acts on what was. */
export const viewedAt = (playback: Playback): Millis | null =>
  playback.kind === 'live' ? (playback.viewing?.at ?? null) : null;

/** The instant that all is of: the one that is wished for, where that is not shown yet. */
export const shownAt = ({ room, playback }: Pick<Scene, 'room' | 'playback'>): Millis =>
  playback.kind === 'tape' && playback.goingTo !== undefined
    ? millis(room.at + (playback.goingTo - playback.position) * 1000)
    : (viewedAt(playback) ?? room.at);

/** The last instant there is to go to: now, or the end of the tape. */
export const endOf = ({ room, playback }: Pick<Scene, 'room' | 'playback'>): Millis =>
  playback.kind === 'tape'
    ? millis(room.at + (playback.length - playback.position) * 1000)
    : newestOf(room, playback).at;

/** Where the way back leads: to now, or to where the tape had come to. */
export function returnsTo({ room, playback }: Pick<Scene, 'room' | 'playback'>): Millis {
  if (playback.kind !== 'tape' || playback.left === undefined) return newestOf(room, playback).at;
  return millis(room.at + (playback.left - playback.position) * 1000);
}
