import { expect, it } from 'vitest';
import type { ScreenOptions } from '../../src/commands/shared/globals.ts';
import type { World } from '../../src/commands/shared/world.ts';
import { showWall } from '../../src/commands/wall/show-wall.ts';
import { seconds } from '../../src/units.ts';

/** Where something would be shown, were it asked for rightly. */
const world = { terminal: {} } as World;

it.each([
  ['live rooms and tapes', { config: ['shop.yaml'] }, ['supersmartmatch'], /live rooms \(-c\) or tapes/],
  ['what is to be heard', { screenReader: true }, [], /--screen-reader" tells one room in lines/],
] as const)('a wall refuses %s before it takes the terminal', async (_, options, tapes, why) => {
  await expect(showWall(world, options as unknown as ScreenOptions, seconds(20), tapes)).rejects.toThrow(why);
});
