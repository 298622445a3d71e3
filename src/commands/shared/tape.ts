import { join } from 'node:path';
import { tapesFolder } from '../../assets.ts';
import { FileRefused, readGiven } from '../../bounded-file.ts';
import { systemClock } from '../../clock.ts';
import { LONGEST_FILE } from '../../frames/tape/lines.ts';
import { type Tape, TapeError, tapeLength, unpackTape } from '../../frames/tape/tape.ts';
import { buildPlan, type Plan } from '../../profile/plan/plan.ts';
import { profileSchema } from '../../profile/schema/profile.ts';
import { firstAlert, TapeSession, type TapeStart } from '../../session/tape-session.ts';
import { type Seconds, seconds } from '../../units.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import { createOperations } from './operations.ts';
import { show } from './show.ts';
import { printStill } from './still.ts';
import { pathOf, type World } from './world.ts';

const DEMO = join(tapesFolder, 'demo.tape');
/** The demo begins this long before its first alert, and is over in a few minutes. */
const DEMO_LEAD = 8 * 60;
const DEMO_SPEED = 8;
/** A still shows the room once the first alert has been seen for a while. */
const STILL_DELAY = 60;

/** The shipped tape. */
export async function playDemo(world: World, options: GlobalOptions): Promise<number> {
  const { tape, plan } = await open(world, DEMO);
  const lead = (firstAlert(tape, plan) ?? 0) - DEMO_LEAD;
  return play(world, options, tape, plan, { position: seconds(Math.max(0, lead)), speed: DEMO_SPEED, label: 'DEMO' });
}

/** Any tape, from its beginning. */
export async function playTape(world: World, options: GlobalOptions, file: string): Promise<number> {
  const { tape, plan } = await open(world, file);
  return play(world, options, tape, plan, { position: seconds(0), speed: 1, label: 'REPLAY' });
}

async function play(world: World, options: GlobalOptions, tape: Tape, plan: Plan, start: TapeStart): Promise<number> {
  const { terminal } = world;
  const session = new TapeSession(
    plan,
    tape,
    systemClock,
    terminal ? start : { ...start, position: stillPosition(tape, plan) },
    ({ member, ...around }) =>
      createOperations(world, plan, options, { ...around, members: [member], prometheus: null }),
  );
  if (terminal) {
    await show(world, terminal, session, plan.profile, options);
    return 0;
  }
  const scene = session.scene();
  if (scene) await printStill(world, scene, options, { theme: plan.profile.theme, columns: world.out.columns });
  return 0;
}

/** Without a terminal there is one frame: that of the first alert, else the last. */
function stillPosition(tape: Tape, plan: Plan): Seconds {
  const length = tapeLength(tape);
  return seconds(Math.min((firstAlert(tape, plan) ?? length) + STILL_DELAY, length));
}

async function open(world: World, file: string): Promise<{ readonly tape: Tape; readonly plan: Plan }> {
  const packed = await readGiven(pathOf(world, file), LONGEST_FILE).catch((error: unknown) => {
    if (error instanceof FileRefused) throw new UsageError(`The tape ${file} cannot be read: ${error.message}.`);
    throw new UsageError(`There is no tape "${file}".`);
  });
  try {
    const tape = await unpackTape(packed, file);
    const profile = profileSchema.safeParse(tape.profile);
    if (!profile.success)
      throw new TapeError(`${file}: its profile does not suit this ringdeck: ${profile.error.issues[0]?.message}.`);
    return { tape, plan: buildPlan(profile.data) };
  } catch (error) {
    throw error instanceof TapeError ? new UsageError(error.message) : error;
  }
}
