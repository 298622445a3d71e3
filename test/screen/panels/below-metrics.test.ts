import { expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { differing, JUDGED } from '../golden-rooms.ts';
import { lineWith, picture } from '../picture.ts';
import { healthy, sceneOf } from '../rooms.ts';

const { worse } = JUDGED;
if (!worse?.comparison) throw new Error('nothing is compared');
const [metric] = healthy.comparison?.metrics ?? [];
if (!metric) throw new Error('nothing is measured');

/** Six metrics, of which the fourth fails alone, and logs that differ. */
const room: Room = {
  ...healthy,
  patterns: differing.patterns,
  comparison: {
    ...worse.comparison,
    metrics: Array.from({ length: 6 }, (_, i) => ({
      ...metric,
      id: `m${i}`,
      label: `metric ${i}`,
      state: i === 3 ? 'fail' : 'ok',
    })),
  },
};

const drawn = (columns: number, rows: number, of: Room = room): string =>
  picture(sceneOf(of), initialState('dark'), { columns, rows });

/** Charts of metrics: each has a name of its own above it, besides its row in the list. */
const charts = (text: string): readonly string[] =>
  [...text.matchAll(/metric \d/g)].map(([name]) => name).filter((name, i, all) => all.indexOf(name) !== i);

test('a larger terminal has more charts of metrics, the worst before all others', () => {
  const [small, wide, wall, vast] = [drawn(80, 24), drawn(140, 44), drawn(200, 60), drawn(300, 80)].map(charts);
  expect(small).toEqual([]);
  expect(wide?.[0]).toBe('metric 3');
  expect(wall?.[0]).toBe('metric 3');
  expect(wall?.length).toBeGreaterThan(wide?.length ?? 0);
  expect(vast).toHaveLength(6);
});

test('what is new in the logs of the candidate stands there, the worst of it, and why the verdict is as it is', () => {
  const text = drawn(200, 60);
  expect(lineWith(text, 'model <*> missing')).toMatch(/▲ new in V2's log ×120 {2}model <\*> missing/);
  expect(text).not.toContain('retry <*> of <*>');
  expect(text).toContain('noise: ');
  expect(drawn(200, 60, { ...room, patterns: null })).not.toContain("V2's log");
});
