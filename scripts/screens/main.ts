import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.ts';
import { DEMOS, demoTape } from '../../src/commands/shared/demos.ts';
import { History } from '../../src/frames/history.ts';
import { Reel } from '../../src/frames/tape/reel.ts';
import { DARK } from '../../src/pictures/ground.ts';
import { svgOf } from '../../src/pictures/svg.ts';
import { buildPlan, type Plan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { buildRoom } from '../../src/room/build.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { Compositor } from '../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { shippedThemes } from '../../src/screen/canvas/themes.ts';
import { drawUntouched } from '../../src/screen/untouched.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { isFiring } from '../../src/session/tape-session.ts';
import { addSeconds, type Millis, seconds } from '../../src/units.ts';

/*
 * Pictures of every page of every system, from the tapes of the demos: docs/screens/<system>-<page>.svg. The same tapes and
 * the same program make the same pictures.
 */

const FOLDER = join(packageRoot, 'docs', 'screens');
const [COLUMNS, ROWS] = [140, 44];
/** The room is shown once its first alert has been seen for so long. */
const DELAY = seconds(60);

const [theme] = shippedThemes(3);
if (!theme) throw new Error('there is no theme');
const look: Look = { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 3 };

/** All that a tape says, up to a minute after its first alert. */
async function observed(reel: Reel, plan: Plan): Promise<{ readonly history: History; readonly at: Millis }> {
  const history = new History(plan);
  let until: Millis | null = null;
  let at = reel.start;
  await reel.read((frame) => {
    if (until === null && isFiring(frame, plan)) until = addSeconds(frame.at, DELAY);
    if (until !== null && frame.at > until) return;
    history.extend(frame);
    at = frame.at;
  });
  return { history, at };
}

const index = [
  '# Screens',
  '',
  'Every page of the shipped systems at 140×44, from the tapes of their demos; made by `npm run screens`.',
  '',
];
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
for (const system of DEMOS) {
  const reel = await Reel.open(await readFile(demoTape(system)), system);
  const plan = buildPlan(profileSchema.parse(reel.profile));
  const { history, at } = await observed(reel, plan);
  const scene = {
    room: buildRoom(plan, history, EMPTY_LEDGER, at),
    trends: history,
    playback: { kind: 'live', paused: false },
    asked: [],
    evidenceOf: () => null,
  } as const;
  for (const [page, { id, title }] of scene.room.pages.entries()) {
    const around = { keymap: DEFAULT_KEYMAP, timeZone: 'UTC', operator: 'alice', readOnly: false, page };
    const blocks = drawUntouched(scene, around, COLUMNS, ROWS, look);
    const rows = new Compositor().compose(blocks, look, COLUMNS, ROWS);
    const name = `${system}-${id}.svg`;
    await writeFile(join(FOLDER, name), svgOf(rows, DARK, `${scene.room.profile.name}: ${title}`));
    index.push(`## ${scene.room.profile.name}: ${title}`, '', `![${title}](${name})`, '');
    process.stdout.write(`${name}\n`);
  }
}
await writeFile(join(FOLDER, 'README.md'), index.join('\n'));
