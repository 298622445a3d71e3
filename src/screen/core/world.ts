import type { LogsNow } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import type { Millis } from '../../units.ts';
import type { Keymap } from './keymap.ts';
import type { ScreenState } from './state.ts';
import { viewedAt } from './viewing.ts';

/** Everything outside the screen's own state that a key press may depend on. */
export interface World {
  readonly scene: Scene | undefined;
  readonly keymap: Keymap;
  /** Names of the themes, in the order in which they are offered. */
  readonly themes: readonly string[];
  /** Why every act is disabled, or null. */
  readonly readOnly: string | null;
  /** Rows of the longest list on the screen: what "one screenful" means. */
  readonly screenful: number;
  /** How far what lies on top of a screen scrolls, in lines. */
  readonly scrollEnd: (state: ScreenState) => number;
  /** Cells of a row of a page that fills the screen. */
  readonly pageWidth: number;
  readonly operator: string;
  /** IANA name of the terminal's time zone. */
  readonly localZone: string;
  readonly now: Millis;
  /** False on a terminal too small for any dialog: nothing may be asked or done there. */
  readonly dialogsFit: boolean;
  /** Null when there are no logs to ask for. */
  readonly logs: LogsNow | null;
}

/** Where a key was pressed. */
export interface Here {
  readonly state: ScreenState;
  readonly world: World;
}

/** The same once the servers have answered. */
export interface InRoom extends Here {
  readonly scene: Scene;
}

/** The time logs are looked at from: a tape has its own, and a room that stands still is of the past. */
export function logTime({ scene, now }: World): Millis {
  if (scene === undefined) return now;
  const { playback, room } = scene;
  return viewedAt(playback) ?? (playback.kind === 'tape' || playback.paused ? room.at : now);
}

/** Where logs end: open, for whatever comes; but beside a room that stands still, or is of the past, they are of its time. */
export function logEnd(scene: Scene | undefined, to: Millis | null = null): Millis | null {
  if (to !== null || scene?.playback.kind !== 'live') return to;
  return viewedAt(scene.playback) ?? (scene.playback.paused ? scene.room.at : null);
}
