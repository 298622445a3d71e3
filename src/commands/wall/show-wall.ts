import { systemClock } from '../../clock.ts';
import type { NotifySpec } from '../../profile/schema/notify.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { DEFAULT_KEYMAP } from '../../screen/actions/registry.ts';
import { keysOf } from '../../screen/core/keymap.ts';
import { Latest } from '../../screen/latest.ts';
import { Stage } from '../../screen/stage.ts';
import { Wall, type WallRoom } from '../../screen/wall/wall.ts';
import { unheardScene } from '../../session/unheard.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Seconds } from '../../units.ts';
import { describeFailure, UsageError } from '../shared/failure.ts';
import type { ScreenOptions } from '../shared/globals.ts';
import { keepHeapSmall } from '../shared/heap.ts';
import { tellLive, tellTitle } from '../shared/heralds.ts';
import { prepareLook } from '../shared/look.ts';
import { openProfile } from '../shared/profile.ts';
import type { Running } from '../shared/show.ts';
import { openTape } from '../shared/tape.ts';
import type { World } from '../shared/world.ts';
import { openRoom } from '../watch/open-room.ts';

/** A room, and how to let go of what it was opened with. */
interface Opened {
  readonly profile: Profile;
  /** Absent on a tape, whose profile is another's. */
  readonly notify?: NotifySpec | undefined;
  readonly room: WallRoom & { readonly session: Running };
  close(): Promise<void>;
}

/** Shows the rooms of all profiles, or of tapes, in turns until somebody quits; without a terminal, one frame. Nobody acts from a wall. */
export async function showWall(
  world: World,
  options: ScreenOptions,
  every: Seconds,
  tapes: readonly string[],
): Promise<number> {
  const { terminal } = world;
  if (tapes.length > 0 && options.config !== undefined)
    throw new UsageError('A wall shows live rooms (-c) or tapes (--tape), not both.');
  if (options.screenReader)
    throw new UsageError('A wall is only for the eye; use "ringdeck --screen-reader" for one room.');
  const { config = [] } = options;
  const addresses = [options.prometheus, options.loki, options.alertmanager];
  if (config.length > 1 && addresses.some((given) => given !== undefined))
    throw new UsageError('Addresses of servers belong to one profile: with several profiles, write them into each.');
  const only = { ...options, readOnly: true };
  if (!terminal) {
    const { printWall } = await import('./print-wall.ts');
    return printWall(world, only, every, tapes);
  }
  const opened = tapes.length > 0 ? await openTapes(world, only, tapes) : await openLive(world, only);
  try {
    await show(world, terminal, only, every, opened);
  } finally {
    await Promise.all(opened.map(({ close }) => close()));
  }
  return 0;
}

async function show(
  world: World,
  terminal: NonNullable<World['terminal']>,
  options: ScreenOptions,
  every: Seconds,
  opened: readonly Opened[],
): Promise<void> {
  const { out } = world;
  keepHeapSmall();
  const look = await prepareLook(world, options, opened[0]?.profile.theme ?? 'auto');
  const { capabilities, followsBackground, themes, timeZone, glyphs } = look;
  const { unicode, links, chalkLevel: level } = capabilities;
  const stage = new Stage({
    ...terminal,
    capabilities,
    mostBytes: options.maxBps,
    tell: (words) => out.say(words),
    report: (error) => out.say(describeFailure(error).text),
  });
  try {
    const rooms = opened.map(({ room }) => room);
    const quitted = stage.quitted(keysOf(DEFAULT_KEYMAP, 'quit'));
    const drawn = { glyphs, unicode, links, level };
    const failures = new Latest<Safe>();
    const wall = new Wall(stage, {
      ...{ rooms, every, themes, followsBackground, look: drawn, timeZone, failures },
      quit: safe('q quits'),
    });
    for (const { session } of rooms) session.start();
    const sessions = rooms.map(({ session }) => session);
    const untold = [
      tellTitle(sessions, stage.voice, glyphs),
      ...opened.flatMap(({ room, notify }) =>
        notify ? [tellLive(world, room.session, { spec: notify, voice: stage.voice, failures })] : [],
      ),
    ];
    await quitted;
    for (const end of untold) end();
    wall.end();
    for (const { session } of rooms) session.stop();
  } finally {
    stage.leave();
  }
}

async function openLive(world: World, options: ScreenOptions): Promise<readonly Opened[]> {
  const { config = [undefined] } = options;
  const loaded = await Promise.all(
    config.map((one) => openProfile(world, { ...options, config: one === undefined ? undefined : [one] })),
  );
  return Promise.all(
    loaded.map(async (profile): Promise<Opened> => {
      const { session, close } = await openRoom(world, profile, options);
      const unheard = unheardScene(profile.plan, systemClock.now());
      const { notify } = profile.plan.profile;
      return { profile: profile.plan.profile, notify, room: { session, unheard }, close };
    }),
  );
}

const openTapes = (world: World, options: ScreenOptions, tapes: readonly string[]): Promise<readonly Opened[]> =>
  Promise.all(
    tapes.map(async (tape): Promise<Opened> => {
      const { session, plan } = await openTape(world, options, tape);
      const unheard = unheardScene(plan, systemClock.now());
      return { profile: plan.profile, room: { session, unheard }, close: async () => {} };
    }),
  );
