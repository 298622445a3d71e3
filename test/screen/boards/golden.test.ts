// Boards as they are, byte by byte; a change that is meant is kept by `RINGDECK_GOLDEN=write npm test -- test/screen/boards/golden.test.ts`.
import { test } from 'vitest';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import { expectGolden } from '../../golden.ts';
import { hands } from '../hands.ts';
import { painted } from '../picture.ts';
import { boardScene } from './board-rooms.ts';

const theme = await loadTheme('dark', 3);
const plain = await loadTheme('light', 3);
const [well, broken] = [boardScene(), boardScene(['latency', 'cpu', 'probe_up', 'buckets', 'disk'])];

/** Keys, one after the other, by what they lead to. */
const LOOKS: Readonly<Record<string, string>> = {
  'as it is': '',
  'every value of a repeated panel': '>',
  'a named panel beside others': '> >',
  'a table on the full screen': '9 f',
  'a status on the full screen': '9 tab f j j',
  'a text on the full screen': 'shift-tab f j',
  'the last of many': '> shift-tab',
  'a chart of several lines': '6 enter j',
  'its cursor': '6 enter left left left',
  'a chart of a row of a table': '9 enter',
  'a heat map': '7 enter left',
  'a chart of what it took to answer': '9 tab enter',
  'objectives and agreements': '< 3',
  'a chart of an agreement': '< 4 enter',
  bands: '8 enter',
  'a filter': '/ d i s k enter',
};

test.each([
  [140, 44],
  [100, 30],
  [80, 24],
])('boards look as they did at %i×%i', (columns, rows) => {
  const frames = new Map<string, string>();
  const add = (name: string, scene: typeof well, keys: string, more: Parameters<typeof painted>[2] = {}) => {
    const operator = hands(scene.room, { size: [columns, rows] });
    operator.press(...keys.split(' ').filter((key) => key !== ''));
    frames.set(name, painted(scene, operator.state(), { columns, rows, theme, level: 3, ...more }));
  };
  for (const [name, keys] of Object.entries(LOOKS)) add(name, well, keys);
  add('what is not known', broken, '');
  add('what is not known, in a chart', broken, '6 enter');
  add('ASCII', well, '', { unicode: false, theme: plain });
  add('a heat map in ASCII', well, '7 enter', { unicode: false, theme: plain });
  expectGolden(new URL(`golden/${columns}x${rows}.json.br`, import.meta.url), frames);
});
