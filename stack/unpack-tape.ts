import type { Frame } from '../src/frames/frame.ts';
import type { LogStretch } from '../src/frames/tape/recorded-lines.ts';
import { Reel } from '../src/frames/tape/reel.ts';
import type { LogLine } from '../src/sources/loki/types.ts';
import { nanos } from '../src/units.ts';

/** Frames of one room in order of time, with the profile they were taken with. */
export interface Tape {
  readonly profile: unknown;
  readonly frames: readonly Frame[];
  /** Absent on a tape that was recorded without logs. */
  readonly log?: { readonly lines: readonly LogLine[]; readonly stretches: readonly LogStretch[] };
}

/** Beyond what a tape can say of time. */
const EVER = 10n ** 40n;

/** A whole tape in memory, as it is played. @throws TapeError */
export async function unpackTape(file: Uint8Array, name: string): Promise<Tape> {
  const reel = await Reel.open(file, name);
  await reel.read();
  const { profile, log } = reel;
  const playing = reel.play();
  const frames = Array.from({ length: reel.frames }, () => playing.next(reel.end)).filter(
    (frame) => frame !== undefined,
  );
  if (!log) return { profile, frames };
  return { profile, frames, log: { lines: log.between(nanos(-EVER), nanos(EVER)), stretches: log.stretches } };
}
