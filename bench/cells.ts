import { readFile } from 'node:fs/promises';
import { DEMOS, demoTape } from '../src/commands/shared/demos.ts';
import { History } from '../src/frames/history.ts';
import { Reel } from '../src/frames/tape/reel.ts';
import { buildPlan } from '../src/profile/plan/plan.ts';
import { profileSchema } from '../src/profile/schema/profile.ts';
import { buildRoom } from '../src/room/build.ts';
import { DEFAULT_KEYMAP } from '../src/screen/actions/registry.ts';
import { glyphsFor } from '../src/screen/canvas/glyphs.ts';
import type { Look } from '../src/screen/canvas/look.ts';
import { shippedThemes } from '../src/screen/canvas/themes.ts';
import { drawUntouched } from '../src/screen/untouched.ts';
import { EMPTY_LEDGER } from '../src/session/ledger.ts';
import { addSeconds, type Seconds, seconds } from '../src/units.ts';
import { informing } from './informing.ts';

/*
 * Which share of the screen's cells tells anything: the first page of the demo at rest and in its incident, on terminals of
 * several sizes. A figure of the drawing alone, the same on every machine.
 */

const SIZES = [
  [200, 60],
  [140, 44],
  [100, 30],
  [80, 24],
] as const;

/** Both versions are well; V2 fails, and its alert has fired for a minute. */
const MOMENTS = { 'at rest': seconds(986), 'in the incident': seconds(1531) } as const;

const [theme] = shippedThemes(3);
if (!theme) throw new Error('there is no theme');
const look: Look = { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 3 };

/** The demo as it is after so long. */
async function sceneAt(position: Seconds) {
  const [system] = DEMOS;
  if (system === undefined) throw new Error('there is no demo');
  const reel = await Reel.open(await readFile(demoTape(system)), system);
  const plan = buildPlan(profileSchema.parse(reel.profile));
  const history = new History(plan);
  const until = addSeconds(reel.start, position);
  let at = reel.start;
  await reel.read((frame) => {
    if (frame.at > until) return;
    history.extend(frame);
    at = frame.at;
  });
  return {
    room: buildRoom(plan, history, EMPTY_LEDGER, at),
    trends: history,
    playback: { kind: 'live', paused: false },
    asked: [],
    evidenceOf: () => null,
  } as const;
}

const around = { keymap: DEFAULT_KEYMAP, timeZone: 'UTC', operator: 'alice', readOnly: false, page: 0 };
for (const [name, position] of Object.entries(MOMENTS)) {
  const scene = await sceneAt(position);
  for (const [columns, rows] of SIZES) {
    const told = informing(drawUntouched(scene, around, columns, rows, look), columns, rows);
    const share = ((100 * told) / (columns * rows)).toFixed(1);
    process.stdout.write(
      `${name.padEnd(16)} ${`${columns}×${rows}`.padStart(7)}  ${share.padStart(4)} % of cells inform\n`,
    );
  }
}
