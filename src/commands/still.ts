import { renderRoomToString } from '../screen/still.tsx';
import type { Scene } from '../session/session.ts';
import { UsageError } from './failure.ts';
import { prepareLook } from './look.ts';
import type { GlobalOptions } from './options.ts';
import { printLines } from './print.ts';

interface StillRequest {
  readonly theme: string;
  /** Undefined: what standard output can do. */
  readonly colour?: boolean;
  readonly columns: number;
  readonly page?: string | undefined;
}

/** Heights that suit a width, as the layouts are made for. */
const rowsFor = (columns: number): number =>
  columns >= 200 ? 60 : columns >= 140 ? 44 : columns >= 100 ? 30 : columns >= 80 ? 24 : 12;

/** Prints one frame of the room and no control sequence but colours. */
export async function printStill(scene: Scene, options: GlobalOptions, request: StillRequest): Promise<void> {
  const { pages } = scene.room;
  if (request.page !== undefined && !pages.some(({ id }) => id === request.page)) {
    throw new UsageError(`There is no page "${request.page}"; there are ${pages.map(({ id }) => id).join(', ')}.`);
  }
  const { themes, glyphs, capabilities, timeZone } = await prepareLook(options, request.theme, request.colour);
  const drawn = renderRoomToString(scene, {
    columns: request.columns,
    rows: rowsFor(request.columns),
    theme: themes[0],
    glyphs,
    unicode: capabilities.unicode,
    timeZone,
    readOnly: options.readOnly ?? false,
    ...(request.page !== undefined && { page: request.page }),
  });
  printLines([drawn]);
}
