import { readFile } from 'node:fs/promises';
import { DEMOS, type Demo, demoTape } from '../../src/commands/shared/demos.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { Reel } from '../../src/frames/tape/reel.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { buildRoom } from '../../src/room/build.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import type { Scene } from '../../src/session/session.ts';

/** A demo at an instant of its tape: a share of it, 0 its beginning and 1 its end. */
export interface TapeScene {
  readonly demo: Demo;
  readonly share: number;
  readonly scene: Scene;
}

/** Every demo at some instants, in ascending shares of its tape, each scene given to `see` while its history is that of then. */
export async function eachTapeScene(shares: readonly number[], see: (seen: TapeScene) => void): Promise<void> {
  for (const demo of DEMOS) {
    const reel = await Reel.open(await readFile(demoTape(demo)), demo);
    const frames: Frame[] = [];
    await reel.read((frame) => frames.push(frame));
    const wanted = new Map(shares.map((share) => [Math.round(share * (frames.length - 1)), share]));
    const plan = buildPlan(profileSchema.parse(reel.profile));
    const history = new History(plan);
    for (const [i, frame] of frames.entries()) {
      history.extend(frame);
      const share = wanted.get(i);
      if (share === undefined) continue;
      const room = buildRoom(plan, history, EMPTY_LEDGER, frame.at);
      const playback = { kind: 'live', paused: false } as const;
      see({ demo, share, scene: { room, trends: history, playback, asked: [], evidenceOf: () => null } });
    }
  }
}
