import { expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import { selection } from '../../../src/screen/panels/selection.ts';
import { hands } from '../hands.ts';
import { healthy, spike } from '../rooms.ts';

const selected = (room: typeof spike, ...keys: readonly string[]) =>
  selection(hands(room).press(...keys), makeSafe(room))?.id;

test('the cursor lands on the worst row, of rings too, which keep their order', () => {
  expect(selected(spike, '1')).toBe('ring1');
  expect(selected(healthy, '1')).toBe('ring0');
  const worst = spike.comparison?.metrics.find(({ state }) => state === 'fail')?.id;
  expect(selected(spike, '2')).toBe(worst);
});

test('it stays where it was moved to while keys are there, and lands on the worst again when they come back', () => {
  const moved = selected(spike, '2', 'down', 'down');
  expect(moved).not.toBe(selected(spike, '2'));
  expect(selected(spike, '2', 'down', 'down', '2')).toBe(moved);
  expect(selected(spike, '2', 'down', 'down', 'tab', 'shift-tab')).toBe(selected(spike, '2'));
});

test('where all is well it is found where it was left', () => {
  const moved = selected(healthy, '5', 'down');
  expect(moved).not.toBe(selected(healthy, '5'));
  expect(selected(healthy, '5', 'down', 'tab', 'shift-tab')).toBe(moved);
});
