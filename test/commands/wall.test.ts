import { afterAll, expect, it, test } from 'vitest';
import type { ScreenOptions } from '../../src/commands/shared/globals.ts';
import type { World } from '../../src/commands/shared/world.ts';
import { showWall } from '../../src/commands/wall/show-wall.ts';
import { seconds } from '../../src/units.ts';
import { Desk } from '../desk.ts';

/** Where something would be shown, were it asked for rightly. */
const world = { terminal: {} } as World;

it.each([
  ['live rooms and tapes', { config: ['shop.yaml'] }, ['supersmartmatch'], /live rooms \(-c\) or tapes/],
  ['what is to be heard', { screenReader: true }, [], /--screen-reader" for one room/],
] as const)('a wall refuses %s before it takes the terminal', async (_, options, tapes, why) => {
  await expect(showWall(world, options as unknown as ScreenOptions, seconds(20), tapes)).rejects.toThrow(why);
});

const desk = new Desk();
afterAll(() => desk.remove());

const silent = (id: string) =>
  desk.write(
    `${id}.json`,
    JSON.stringify({
      id,
      name: id,
      datasources: { prometheus: { url: 'http://127.0.0.1:9' } },
      infra: [{ id: 'self', label: 'Self', items: [{ id: 'one', label: 'one', query: 'vector(1)', unit: 'count' }] }],
    }),
  );

test('where nothing can be drawn on, a wall is one frame in large letters, and says so', async () => {
  const { code, out, err } = await desk.ringdeck(['wall', '--tape', 'drop-craft'], { TERM: 'dumb' });
  expect([code, err]).toEqual([
    0,
    'ringdeck: The output is not a terminal, so the wall is printed once. In a terminal it is live.\n',
  ]);
  expect(out).toMatch(/[█▀▄]{3}/u);
  expect(out).toMatch(/^[^\n]*PRODUCTION.*REPLAY/);
  // No key is read, so none is told of; and no control sequence is written.
  expect(out).not.toContain('quits');
  expect(out.replaceAll('\n', '')).toMatch(/^\P{Cc}*$/u);
});

test('of several rooms the frame shows the one that stands worst, and names all with how each stands', async () => {
  const { code, out } = await desk.ringdeck(['wall', '-c', silent('first'), '-c', silent('second'), '--ascii']);
  expect(code).toBe(0);
  expect(out).toMatch(/^ *\? first .*\? second /m);
  expect(out.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
});

test('a terminal that cannot be drawn on is told why', async () => {
  const { ended } = desk.run(['wall', '--tape', 'drop-craft'], { TERM: 'dumb' }, 80);
  expect((await ended).err).toMatch(/so the wall is printed once/);
});

test('a profile that is wrong keeps the wall from beginning, and is named', async () => {
  const wrong = desk.write('wrong.yaml', 'id: [');
  const { code, out, err } = await desk.ringdeck(['wall', '-c', silent('first'), '-c', wrong]);
  expect([code, out]).toEqual([4, '']);
  expect(err).toContain('wrong.yaml:');
});
