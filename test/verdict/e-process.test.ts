import { describe, expect, it } from 'vitest';
import { bet, changeLogE, ERROR_RATIOS, newEProcess, startLogE } from '../../src/verdict/e-process.ts';
import { ratioGrid } from '../../src/verdict/errors.ts';

const GRID = ratioGrid(ERROR_RATIOS);

function wealth(rounds: readonly (readonly [number, number])[], planned = 240) {
  const process = newEProcess(ERROR_RATIOS.length, planned);
  return rounds.map(([e1, e2]) => {
    bet(process, { n1: 2700, e1, n2: 300, e2 }, GRID, 1, 1, []);
    return { start: startLogE(process, GRID), change: changeLogE(process, GRID) };
  });
}

describe('the golden values of the method', () => {
  it.each([
    [27, 9, 2.178128],
    [27, 12, 5.096439],
    [3, 7, 9.010919],
    [0, 0, 0],
    [135, 24, 0.565502],
    [27, 3, -1.360061],
  ])('ln E of %i errors in 2700 against %i in 300 is %f', (e1, e2, logE) => {
    expect(wealth([[e1, e2]])[0]?.start).toBeCloseTo(logE, 6);
  });

  it('follow a sequence of rounds', () => {
    const [first, second] = wealth([
      [27, 3],
      [25, 10],
    ]);
    expect(first?.start).toBeCloseTo(-1.360061, 6);
    expect(second?.start).toBeCloseTo(1.554023, 6);
    expect(first?.change).toBeCloseTo(-0.003102, 6);
    expect(second?.change).toBeCloseTo(0.14074, 6);
  });
});
