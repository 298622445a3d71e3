import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '../../bench/verdict/clopper-pearson.ts';
import { FAULTS, HEALTHY, MISREAD, RECOVERY, type Setting, SLIPS } from '../../bench/verdict/field/setting.ts';
import { type FieldTask, playTask, roomsOf } from '../../bench/verdict/field/task.ts';
import { quantileOf } from '../../bench/verdict/tally.ts';

/** Enough to see a world break, not to prove its bound; that is the long form's work. */
const ROLLOUTS = 5;
const WORLDS = [
  'restarts and births',
  '60 s scrape',
  'retry storms',
  'very uneven pods',
  'zone outages',
  'cold pods',
  'one V1 pod, bursts',
  'one V1 pod, sticky users',
];

const task = (setting: Setting, rollouts: number, seed: number): FieldTask => ({
  setting,
  seed,
  first: 0,
  rollouts,
  withRivals: false,
});

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`there is no world "${name}"`);
  return found;
}

describe('the field bench in short', () => {
  it('hears hardly a false alarm where pods differ, come and go, start cold, share a zone, or are too few', async () => {
    const settings = WORLDS.map((name) => ({ ...named(HEALTHY, name), shares: [0.2] }));
    const played = await Promise.all(settings.map((setting, i) => playTask(task(setting, ROLLOUTS, i))));
    const stages = played.flat(2);
    const failed = stages.filter(({ failedAt }) => failedAt < Infinity).length;
    expect(upperBound(failed, stages.length)).toBeLessThan(0.12);
  });

  it('sees two points more errors that begin after four hours as soon as after ten minutes', async () => {
    const stages = (await playTask(task(named(FAULTS, 'onset at 4 h'), 2, 1))).flat();
    const delays = stages.map(({ failedAt }) => failedAt - 4 * 3600).sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThan(0);
    expect(quantileOf(delays, 0.5)).toBeLessThan(180);
    for (const { lastPassAt } of stages) expect(lastPassAt).toBeLessThan(4 * 3600 + 240);
  });

  it('says in a room whose scrapes are slow or missed that trouble is over when it is, and does not pass then', async () => {
    const chaos = named(HEALTHY, 'scrape chaos').chaos;
    const recovery = { ...named(RECOVERY, '+5 points for 5 min'), chaos, stage: 1680 };
    const [outcome] = (await roomsOf(task(recovery, 1, 3), null)).flat();
    expect(outcome?.failedAt).toBeGreaterThan(600);
    expect(outcome?.failedAt).toBeLessThan(900);
    expect(outcome?.recoveredAt).toBeGreaterThan(900);
    expect(outcome?.recoveredAt).toBeLessThan(1680);
    expect(outcome).toMatchObject({ state: 'FAIL', passedAfterFail: false });
  });

  it('says in a room what a profile has wrong, each by its name, and never passes meanwhile', async () => {
    const said = [];
    for (const slip of SLIPS) {
      const [outcome] = (await roomsOf(task({ ...MISREAD, stage: 330 }, 1, 5), slip)).flat();
      said.push([outcome?.problem, outcome?.passedAt]);
    }
    const never = (kind: string) => [kind, Infinity];
    expect(said).toEqual([
      never('NO_ERROR_SERIES'),
      never('NO_ERROR_SERIES'),
      never('NO_BOUNDARY'),
      never('NO_BOUNDARY'),
      never('NOT_COUNTERS'),
      never('NOT_COUNTERS'),
      never('NO_SERIES'),
    ]);
  });

  it('knows the lower end of what may be claimed as well', () => {
    expect(lowerBound(0, 100)).toBe(0);
    expect(lowerBound(100, 100, 0.975)).toBeCloseTo(0.025 ** (1 / 100), 6);
  });
});
