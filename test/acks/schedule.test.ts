import { expect, it } from 'vitest';
import { planRun, type RunWish } from '../../bench/acks/schedule.ts';

const WISH: RunWish = { seed: 4, count: 40, seconds: 60, size: 3, restart: true };

it('the same seed plays the same lives, another one others', () => {
  expect(planRun(WISH)).toEqual(planRun(WISH));
  expect(planRun({ ...WISH, seed: 5 })).not.toEqual(planRun(WISH));
});

it('every alert ends before the run does, and no step is out of order', () => {
  for (const { steps } of planRun(WISH).schedules) {
    const switched = steps.filter((step) => !('room' in step)).map((step) => step.do);
    expect(switched.every((what, i) => what === (i % 2 === 0 ? 'fire' : 'resolve'))).toBe(true);
    expect(switched.at(-1)).toBe('resolve');
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
  }
});

it('everything that may happen does: groups, several incidents, acts on them after their end, crashes of each kind', () => {
  const { schedules, disturbances } = planRun(WISH);
  const groups = Map.groupBy(schedules, ({ team }) => team);
  expect([...groups.values()].filter((members) => members.length === 3).length).toBeGreaterThan(2);
  expect(schedules.some(({ steps }) => steps.filter((step) => step.do === 'fire').length > 2)).toBe(true);
  const late = schedules.some(({ steps }) =>
    steps.some((step, i) => step.do === 'unack' && steps[i - 1]?.do === 'resolve'),
  );
  expect(late).toBe(true);
  expect(new Set(disturbances.map(({ what }) => what))).toEqual(new Set(['room', 'member', 'prometheus']));
});
