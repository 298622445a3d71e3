// All that golden frames need of the code: whatever moves there, only the imports of this file follow.
import { LogBuffer } from '../../src/logs/buffer.ts';
import { LEVELS } from '../../src/logs/level.ts';
import { OPEN_SIEVE } from '../../src/logs/sieve.ts';
import type { ActResult } from '../../src/operations/operations.ts';
import type { Room, RoomFinding } from '../../src/room/room.ts';
import { makeSafe, type Shown } from '../../src/room/safe.ts';
import type { Theme } from '../../src/screen/canvas/theme.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import type { LogScene, LogsNow } from '../../src/session/logs/scene.ts';
import type { Playback, Scene } from '../../src/session/session.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';

export { safe } from '../../src/text/safe.ts';
export { millis, ratio, seconds } from '../../src/units.ts';
export { watch } from '../room/counted.ts';
export { hands, result } from './hands.ts';
export { logLine, sampleLines } from './memory-loki.ts';
export { painted, paintedWaiting } from './picture.ts';
export { acked, ago, alertsOf, checks, HOUR, known, ring } from './room-parts.ts';
export * from './rooms.ts';
export type { ActResult, LogLine, LogScene, LogsNow, Playback, Room, RoomFinding, Scene, Shown, Theme };
export { LEVELS, LogBuffer, loadTheme, makeSafe, OPEN_SIEVE };
