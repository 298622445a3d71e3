import type { Session } from '../session/session.ts';
import type { Millis } from '../units.ts';
import { insideOf } from './canvas/frame.ts';
import type { World } from './core/world.ts';
import { dialogsFit } from './dialogs/shared/area.ts';
import { type Surroundings, scrollEnd } from './scroll-end.ts';

type Drawn = Pick<Surroundings, 'layout' | 'timeZone' | 'glyphs' | 'unicode' | 'keymap' | 'themes'> &
  Pick<World, 'localZone'>;

/** What a key press meets now. */
export function worldOf(session: Pick<Session, 'operations' | 'logs' | 'scene'>, now: Millis, drawn: Drawn): World {
  const { readOnly, operator } = session.operations;
  const logs = session.logs && { scene: session.logs.scene(), searches: session.logs.searches };
  const scene = session.scene();
  const { layout, keymap, themes, localZone } = drawn;
  const { width: pageWidth, height } = insideOf(layout.body);
  return {
    scene,
    logs,
    keymap,
    themes,
    readOnly,
    operator,
    localZone,
    now,
    screenful: Math.max(1, height),
    scrollEnd: (state) =>
      scene === undefined ? 0 : scrollEnd(state, { ...drawn, scene, logs, operator, readOnly: readOnly !== null }),
    pageWidth,
    dialogsFit: dialogsFit(layout),
  };
}
