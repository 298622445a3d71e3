import { renderRoomToString } from '../../screen/still.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import { prepareLook } from './look.ts';
import type { World } from './world.ts';

interface StillRequest {
  readonly theme: string;
  /** Undefined: what standard output can do. */
  readonly colour?: boolean;
  /** Undefined: 140. */
  readonly columns: number | undefined;
  readonly page?: string | undefined;
}

/** Heights that suit a width, as the layouts are made for. */
export const rowsFor = (columns: number): number =>
  columns >= 200 ? 60 : columns >= 140 ? 44 : columns >= 100 ? 30 : columns >= 80 ? 24 : 12;

/** Says on standard error why there is one frame of what would be live. */
export function sayStill({ out, lines, env }: World, what: 'room' | 'wall'): void {
  const once = safe(`so the ${what} is printed once.`);
  if (!out.isTTY) out.say(safe(`The output is not a terminal, ${once} In a terminal it is live.`));
  else if (!lines) out.say(safe(`No keys can be read from standard input, ${once}`));
  else {
    const term = env.TERM ? safe(`TERM=${sanitiseLine(env.TERM)} cannot draw a screen`) : safe('TERM is not set');
    const reader = what === 'room' ? safe(' --screen-reader prints a line for each change.') : safe('');
    out.say(safe(`${term}, ${once}${reader}`));
  }
}

/** Prints one frame of the room and no control sequence but colours. */
export async function printStill(
  world: World,
  scene: Scene,
  options: GlobalOptions,
  request: StillRequest,
): Promise<void> {
  const { pages } = scene.room;
  if (request.page !== undefined && !pages.some(({ id }) => id === request.page)) {
    throw new UsageError(`There is no page "${request.page}"; there are ${pages.map(({ id }) => id).join(', ')}.`);
  }
  const { themes, glyphs, capabilities, timeZone } = await prepareLook(world, options, request.theme, request.colour);
  const { columns = 140 } = request;
  const drawn = renderRoomToString(scene, {
    columns,
    rows: rowsFor(columns),
    theme: themes.first,
    glyphs,
    unicode: capabilities.unicode,
    level: capabilities.chalkLevel,
    timeZone,
    readOnly: options.readOnly ?? false,
    ...(request.page !== undefined && { page: request.page }),
  });
  world.out.printLines([drawn, safe('\n')]);
}
