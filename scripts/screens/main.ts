import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.ts';
import { DEMOS } from '../../src/commands/shared/demos.ts';
import { DARK, type Ground, LIGHT } from '../../src/pictures/ground.ts';
import { svgOf } from '../../src/pictures/svg.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import type { Row } from '../../src/terminal/cells.ts';
import { Sitting, type Size } from './sitting.ts';

/*
 * Pictures of every page of every system, and of every view and dialog, from the tapes of the demos:
 * docs/screens/<system>/<what>/<theme>-<size>.svg. The same tapes and the same program make the same pictures.
 */

const FOLDER = join(packageRoot, 'docs', 'screens');

const SIZES: readonly Size[] = [
  { columns: 200, rows: 60 },
  { columns: 140, rows: 44 },
  { columns: 100, rows: 30 },
  { columns: 80, rows: 24 },
  { columns: 80, rows: 60 },
  { columns: 40, rows: 12 },
];

const THEMES: Readonly<Record<string, Ground>> = { dark: DARK, light: LIGHT, monochrome: DARK };

/** Keys that lead from the room to what is shown of it, in the demo of SuperSmartMatch. */
const VIEWS: Readonly<Record<string, string>> = {
  'incident of an alert': 'enter',
  'incident of a metric': '2 enter',
  ring: '1 right enter',
  chart: '3 enter',
  verdict: 'v',
  logs: 'l',
  'log differences': 'D',
  silences: 'S',
  journal: 'J',
  help: '?',
  'what was asked': '@',
  'what the screen costs': 'ctrl-g',
  palette: ': "ack"',
  themes: 't',
  filter: '/ "severity=critical"',
  'filter of logs': 'l / "shard"',
  'query of logs': 'l i',
  acknowledge: 'a "rolling back"',
  claim: 'c',
  'validation refused': 'V',
  save: 'ctrl-s',
};

const sizeName = ({ columns, rows }: Size): string => `${columns}x${rows}`;
const fileName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

const looks: readonly (readonly [theme: string, look: Look, ground: Ground])[] = await Promise.all(
  Object.entries(THEMES).map(async ([name, ground]) => {
    const theme = await loadTheme(name, 3);
    return [name, { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 3 }, ground] as const;
  }),
);

const index = [
  '# Screens',
  '',
  'Every page of the shipped systems, also on a wall, and every view and dialog, at six sizes in three themes: from the tapes of the demos, by `npm run screens`.',
  '',
];

/** One thing at every size and in every theme, and its place in the index. @param shows what is drawn; the screen unless given */
async function picture(
  sitting: Sitting,
  system: string,
  name: string,
  shows: (size: Size, look: Look) => readonly Row[] = (size, look) => sitting.shows(size, look),
): Promise<void> {
  const place = `${system}/${fileName(name)}`;
  await mkdir(join(FOLDER, place), { recursive: true });
  for (const [theme, look, ground] of looks)
    for (const size of SIZES)
      await writeFile(
        join(FOLDER, place, `${theme}-${sizeName(size)}.svg`),
        svgOf(shows(size, look), ground, `${sitting.room.profile.name}: ${name}`),
      );
  const links = looks.map(
    ([theme]) =>
      `${theme} ${SIZES.map((size) => `[${sizeName(size)}](${place}/${theme}-${sizeName(size)}.svg)`).join(' ')}`,
  );
  index.push(`### ${name}`, '', `![${name}](${place}/dark-140x44.svg)`, '', links.join(' · '), '');
}

await rm(FOLDER, { recursive: true, force: true });
for (const system of DEMOS) {
  const sitting = await Sitting.at(system);
  index.push(`## ${sitting.room.profile.name}`, '');
  for (const [page, { title }] of sitting.room.pages.entries()) {
    sitting.begin();
    await sitting.press('> '.repeat(page));
    await picture(sitting, system, title);
  }
  await picture(sitting, system, 'on a wall', (size, look) => sitting.wall(size, look));
}

const system = 'supersmartmatch';
const sitting = await Sitting.at(system);
index.push('## Views and dialogs', '');
for (const [name, keys] of Object.entries(VIEWS)) {
  sitting.begin();
  await sitting.press(keys);
  await picture(sitting, system, name);
}
const validated = await Sitting.at(system);
await validated.validate('canary');
await validated.press('1 X');
await picture(validated, system, 'revoke');
const asked = await Sitting.at(system, { approvals: 2 });
await asked.validate('canary');
await asked.press('1 X');
await picture(asked, system, 'withdraw');
const documented = await Sitting.at('drop-craft');
await documented.press('4 o');
await picture(documented, 'drop-craft', 'runbook');
await writeFile(join(FOLDER, 'README.md'), index.join('\n'));
