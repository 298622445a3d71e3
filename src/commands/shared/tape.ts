import { FileRefused, readGiven } from '../../bounded-file.ts';
import { systemClock } from '../../clock.ts';
import { TapeError } from '../../frames/tape/frame-reader.ts';
import { LONGEST_FILE } from '../../frames/tape/lines.ts';
import { Reel } from '../../frames/tape/reel.ts';
import { buildPlan, type Plan } from '../../profile/plan/plan.ts';
import { profileSchema } from '../../profile/schema/profile.ts';
import type { Scene } from '../../session/session.ts';
import { isFiring, TapeSession, type TapeStart } from '../../session/tape-session.ts';
import { joined, safe } from '../../text/safe.ts';
import { type Seconds, seconds, secondsBetween } from '../../units.ts';
import { DEMOS, type Demo, demoTape, isDemo } from './demos.ts';
import { UsageError } from './failure.ts';
import type { Acting, ScreenOptions } from './globals.ts';
import { createOperations } from './operations.ts';
import { show } from './show.ts';
import { printStill, sayStill } from './still.ts';
import { pathOf, roomTerminal, type World } from './world.ts';

/** The demo begins this long before its first alert, and is over in a few minutes. */
const DEMO_LEAD = 8 * 60;
const DEMO_SPEED = 8;
/** A tape that plays by itself begins so long before its first alert. */
const TAPE_LEAD = 60;
/** A still shows the room once the first alert has been seen for a while. */
const STILL_DELAY = 60;

/** A shipped tape. Whoever saw it is told of the others. */
export async function playDemo(world: World, options: ScreenOptions, demo: Demo): Promise<number> {
  const start = { position: seconds(0), speed: DEMO_SPEED, label: 'DEMO' } as const;
  const code = await play(world, options, await open(world, demoTape(demo)), { start, lead: DEMO_LEAD });
  const others = DEMOS.filter((other) => other !== demo).map((other) => safe(`ringdeck demo ${other}`));
  if (roomTerminal(world, options)) world.out.say(safe(`Other demos: ${joined(others, ', ')}.`));
  return code;
}

/** Any tape, from its beginning. */
export async function playTape(world: World, options: ScreenOptions, file: string): Promise<number> {
  return play(world, options, await open(world, file), {
    start: { position: seconds(0), speed: 1, label: 'REPLAY' },
    lead: null,
  });
}

/** A tape, or a demo by its name, on which the room goes on by itself from where its first alert nears. */
export async function openTape(
  world: World,
  options: Acting,
  name: string,
): Promise<{ readonly session: TapeSession; readonly plan: Plan }> {
  const opened = await open(world, isDemo(name) ? demoTape(name) : name);
  const { reel, plan } = opened;
  let first: Seconds | null = null;
  await reel
    .read((frame) => {
      if (first === null && isFiring(frame, plan)) first = secondsBetween(reel.start, frame.at);
    })
    .catch((error: unknown) => {
      throw asUsage(error);
    });
  const position = seconds(Math.max(0, (first ?? 0) - TAPE_LEAD));
  return { session: openSession(world, options, opened, { position, speed: 1, label: 'REPLAY' }), plan };
}

interface Opened {
  readonly reel: Reel;
  readonly plan: Plan;
}

interface Way {
  readonly start: TapeStart;
  /** It begins so many seconds before the first alert; null: where it is told to. */
  readonly lead: number | null;
}

async function play(world: World, options: ScreenOptions, opened: Opened, way: Way): Promise<number> {
  const terminal = roomTerminal(world, options);
  return terminal ? playOn(terminal, world, options, opened, way) : printFrame(world, options, opened, way.start);
}

/** Shows the room while the tape is still being read; where it turns out to be broken, that ends the room. */
async function playOn(
  terminal: NonNullable<World['terminal']>,
  world: World,
  options: ScreenOptions,
  { reel, plan }: Opened,
  { start, lead }: Way,
): Promise<number> {
  const session = openSession(world, options, { reel, plan }, start);
  const broken = new AbortController();
  let fires = lead === null;
  void reel
    .read((frame) => {
      if (fires) return;
      fires = isFiring(frame, plan);
      session.beginAt(seconds(secondsBetween(reel.start, frame.at) - (lead ?? 0)));
    })
    .catch((error: unknown) => broken.abort(asUsage(error)));
  const open = async () => session;
  await show(world, terminal, options, { profile: plan.profile, unheard: null, open, stop: broken.signal });
  if (broken.signal.aborted) throw broken.signal.reason;
  return 0;
}

/** Without a terminal there is one frame. */
async function printFrame(world: World, options: ScreenOptions, opened: Opened, start: TapeStart): Promise<number> {
  const scene = await stillOn(world, options, opened, start);
  const { theme } = opened.plan.profile;
  await printStill(world, scene, options, { theme, columns: world.out.columns });
  sayStill(world, 'room');
  return 0;
}

/** The room of a tape, or of a demo by its name, where there is one frame of it. */
export async function stillOfTape(
  world: World,
  options: Acting,
  name: string,
): Promise<{ readonly scene: Scene; readonly plan: Plan }> {
  const opened = await open(world, isDemo(name) ? demoTape(name) : name);
  const start = { position: seconds(0), speed: 1, label: 'REPLAY' } as const;
  return { scene: await stillOn(world, options, opened, start), plan: opened.plan };
}

/** A while after its first alert, else at its end. */
async function stillOn(world: World, options: Acting, opened: Opened, start: TapeStart): Promise<Scene> {
  const { reel, plan } = opened;
  let first: Seconds | null = null;
  await reel
    .read((frame) => {
      if (first === null && isFiring(frame, plan)) first = secondsBetween(reel.start, frame.at);
    })
    .catch((error: unknown) => {
      throw asUsage(error);
    });
  const position = seconds(Math.min((first ?? reel.length) + STILL_DELAY, reel.length));
  return openSession(world, options, opened, { ...start, position }).arrive();
}

const openSession = (world: World, options: Acting, { reel, plan }: Opened, start: TapeStart): TapeSession =>
  new TapeSession(plan, reel, systemClock, start, ({ member, ...around }) =>
    createOperations(world, plan, options, { ...around, members: [member], prometheus: null }),
  );

async function open(world: World, file: string): Promise<Opened> {
  const packed = await readGiven(pathOf(world, file), LONGEST_FILE).catch((error: unknown) => {
    if (error instanceof FileRefused) throw new UsageError(`The tape ${file} cannot be read: ${error.message}.`);
    throw new UsageError(`There is no tape "${file}".`);
  });
  try {
    const reel = await Reel.open(packed, file);
    const profile = profileSchema.safeParse(reel.profile);
    if (!profile.success)
      throw new TapeError(
        `${file}: its profile does not fit this version of ringdeck: ${profile.error.issues[0]?.message}.`,
      );
    return { reel, plan: buildPlan(profile.data) };
  } catch (error) {
    throw asUsage(error);
  }
}

const asUsage = (error: unknown): unknown => (error instanceof TapeError ? new UsageError(error.message) : error);
