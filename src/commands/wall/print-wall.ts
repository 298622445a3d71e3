import { systemClock } from '../../clock.ts';
import { chartsOf } from '../../room/pages.ts';
import { stillOf } from '../../screen/still.ts';
import { drawWall } from '../../screen/wall/draw-wall.ts';
import { turned } from '../../screen/wall/rotation.ts';
import { slidesOf } from '../../screen/wall/slides.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import type { Seconds } from '../../units.ts';
import { openServers } from '../shared/context.ts';
import type { ScreenOptions } from '../shared/globals.ts';
import { prepareLook } from '../shared/look.ts';
import { observeWith } from '../shared/observe.ts';
import { openProfile } from '../shared/profile.ts';
import { rowsFor, sayStill } from '../shared/still.ts';
import { stillOfTape } from '../shared/tape.ts';
import type { World } from '../shared/world.ts';

/** A room as it is now, and the theme it is drawn in. */
interface Seen {
  readonly scene: Scene;
  readonly theme: string;
}

/** One frame of the wall, with the room and page that it would begin with, and no control sequence but colours. */
export async function printWall(
  world: World,
  options: ScreenOptions,
  every: Seconds,
  tapes: readonly string[],
): Promise<number> {
  const seen = tapes.length > 0 ? await ofTapes(world, options, tapes) : await ofServers(world, options);
  const scenes = seen.map(({ scene }) => scene);
  const slides = slidesOf(scenes.map(({ room }) => room));
  const turn = turned(null, slides, systemClock.now(), every);
  if (turn === null) return 0;
  const { themes, glyphs, capabilities, timeZone } = await prepareLook(world, options, seen[0]?.theme ?? 'auto');
  const { unicode, chalkLevel: level } = capabilities;
  const columns = world.out.columns ?? 140;
  const rows = rowsFor(columns);
  const look = { theme: themes.first, glyphs, unicode, level, links: false };
  const around = { scenes, turn, timeZone, quit: safe(''), failure: null, kept: new Map() };
  world.out.printLines([stillOf(drawWall(around, columns, rows, look), look, columns, rows), safe('\n')]);
  sayStill(world, 'wall');
  return 0;
}

const ofTapes = (world: World, options: ScreenOptions, tapes: readonly string[]): Promise<readonly Seen[]> =>
  Promise.all(
    tapes.map(async (tape) => {
      const { scene, plan } = await stillOfTape(world, options, tape);
      return { scene, theme: plan.profile.theme };
    }),
  );

async function ofServers(world: World, options: ScreenOptions): Promise<readonly Seen[]> {
  const { config = [undefined] } = options;
  const profiles = await Promise.all(
    config.map((one) => openProfile(world, { ...options, config: one === undefined ? undefined : [one] })),
  );
  return Promise.all(
    profiles.map(async ({ plan }) => {
      const servers = openServers(plan);
      try {
        const scene = await observeWith(world, plan, servers, undefined, { of: 'look', charts: chartsOf(plan) });
        return { scene, theme: plan.profile.theme };
      } finally {
        await servers.close();
      }
    }),
  );
}
