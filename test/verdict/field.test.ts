import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '../../bench/verdict/clopper-pearson.ts';
import { playRollouts } from '../../bench/verdict/field/play.ts';
import { FAULTS, HEALTHY } from '../../bench/verdict/field/setting.ts';
import { quantileOf } from '../../bench/verdict/tally.ts';

/** Enough to see a world break, not to prove its bound; that is the long form's work. */
const ROLLOUTS = 8;
const WORLDS = ['very uneven pods', 'zone outages', 'cold pods', 'one V1 pod, bursts', 'one V1 pod, sticky users'];

describe('the field bench in short', () => {
  it('hears hardly a false alarm where pods differ, start cold, share a zone, or are too few', () => {
    const settings = HEALTHY.filter(({ name }) => WORLDS.includes(name)).map((one) => ({ ...one, shares: [0.2] }));
    expect(settings).toHaveLength(WORLDS.length);
    const stages = settings.flatMap((setting, i) => playRollouts(setting, ROLLOUTS, i).flat());
    const failed = stages.filter(({ failedAt }) => failedAt < Infinity).length;
    expect(upperBound(failed, stages.length)).toBeLessThan(0.12);
  });

  it('sees two points more errors that begin after four hours as soon as after ten minutes', () => {
    const late = FAULTS.find(({ name }) => name === 'onset at 4 h');
    if (!late) throw new Error('there is no such world');
    const stages = playRollouts(late, 3, 1).flat();
    const delays = stages.map(({ failedAt }) => failedAt - 4 * 3600).sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThan(0);
    expect(quantileOf(delays, 0.5)).toBeLessThan(180);
    for (const { lastPassAt } of stages) expect(lastPassAt).toBeLessThan(4 * 3600 + 240);
  });

  it('knows the lower end of what may be claimed as well', () => {
    expect(lowerBound(0, 100)).toBe(0);
    expect(lowerBound(100, 100, 0.975)).toBeCloseTo(0.025 ** (1 / 100), 6);
  });
});
