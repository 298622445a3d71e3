import { seedOf } from '../random.ts';
import { playStage, type StageOutcome } from './play.ts';
import { playInRoom, type RoomOutcome } from './room.ts';
import type { Setting } from './setting.ts';
import type { Slip } from './storage.ts';

/** So many rollouts of one setting, from a certain one on. */
export interface FieldTask {
  readonly setting: Setting;
  readonly seed: number;
  readonly first: number;
  readonly rollouts: number;
  /** Whether other judges hear it as well. */
  readonly withRivals: boolean;
}

/** Every stage of each rollout. Where scrapes are slow, it is for a room to wait for them. */
export async function playTask(task: FieldTask): Promise<readonly (readonly StageOutcome[])[]> {
  const { setting, withRivals } = task;
  if (setting.chaos) return roomsOf(task, null);
  return rolloutsOf(task).map((seeds) => seeds.map((seed, stage) => playStage(setting, stage, seed, withRivals)));
}

/** The same as a room hears it. @param slip what is wrong with the profile */
export async function roomsOf(task: FieldTask, slip: Slip | null): Promise<readonly (readonly RoomOutcome[])[]> {
  const rollouts: RoomOutcome[][] = [];
  for (const seeds of rolloutsOf(task)) {
    const stages: RoomOutcome[] = [];
    for (const [stage, seed] of seeds.entries()) stages.push(await playInRoom(task.setting, stage, seed, slip));
    rollouts.push(stages);
  }
  return rollouts;
}

/** Seeds by rollout and stage. */
const rolloutsOf = ({ setting, seed, first, rollouts }: FieldTask): readonly (readonly number[])[] =>
  Array.from({ length: rollouts }, (_, i) => setting.shares.map((_, stage) => seedOf(seed, first + i, stage)));
