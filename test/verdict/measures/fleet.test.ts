import { describe, expect, it } from 'vitest';
import { ailmentsOf } from '../../../src/room/versions/ailments.ts';
import { type Millis, millis } from '../../../src/units.ts';
import type { RawSeries, Side } from '../../../src/verdict/counters/samples.ts';
import { Judge } from '../../../src/verdict/judge.ts';
import type { JudgeOptions } from '../../../src/verdict/options.ts';
import { ailmentText } from '../../../src/wording/ailments.ts';
import { OPTIONS, REQUESTS, START, series } from '../fixtures.ts';

const MINUTE = 60;
const at = (minute: number): Millis => millis(START + minute * MINUTE * 1000);

/** From when to when a pod is scraped, in minutes of the stage. */
type Life = readonly [from: number, to: number];

/** Pods that share the load of their version, in requests a scrape; told is when their processes began. */
function podsOf(side: Side, lives: readonly Life[], load: (minute: number) => number, told = true) {
  return lives.flatMap(([from, to], i): readonly RawSeries[] => {
    let sum = 0;
    const counted: [number, number][] = [];
    for (let minute = Math.max(-5, from); minute <= to; minute += 0.25) {
      const sharing = lives.filter(([begin, end]) => begin <= minute && minute <= end).length;
      sum += Math.round(load(minute) / Math.max(1, sharing));
      counted.push([at(minute) + i, sum]);
    }
    const id = `${side}-${i}`;
    const start = counted.map(([time]) => [time, at(from) / 1000 - 5] as const);
    return [series(id, side, REQUESTS, counted), ...(told ? [series(id, side, { kind: 'start' }, start)] : [])];
  });
}
const FOR_ALL = [-600, 120] as const;
const v1 = podsOf('baseline', [FOR_ALL, FOR_ALL, FOR_ALL], () => 900);

const options: JudgeOptions = { ...OPTIONS, rolloutAt: millis(START) };
function look(lives: readonly Life[], minute: number, load: (minute: number) => number = () => 300, told = true) {
  const judge = new Judge(options);
  const candidate = podsOf('candidate', lives, load, told);
  judge.hear([...v1, ...candidate], at(minute));
  return judge.verdict(at(minute));
}
const STAYS = [-1, 120] as const;

describe('a pod of V2 of which nothing is heard any more', () => {
  it('is gone, since it was scraped last, for half an hour', () => {
    const lives = [STAYS, STAYS, [-1, 20] as const];
    expect(look(lives, 20.75).gone).toBeNull();
    expect(look(lives, 22).gone).toEqual({ pods: 1, of: 3, since: at(20) + 2 });
    expect(look(lives, 49).gone).toMatchObject({ pods: 1 });
    expect(look(lives, 51).gone).toBeNull();
  });

  it.each<[string, readonly Life[]]>([
    ['took over while it ended', [STAYS, STAYS, [-1, 20], [19, 120]]],
    ['took over a minute later', [STAYS, STAYS, [-1, 20], [21, 120]]],
    [
      'replaced each, one by one',
      [
        [-1, 20],
        [-1, 21],
        [-1, 22],
        [20.25, 120],
        [21.25, 120],
        [22.25, 120],
      ],
    ],
    ['were added for a while, and ended', [STAYS, STAYS, [14, 20], [14, 20]]],
    [
      'replaced another rollout’s',
      [
        [-600, 3],
        [-600, 4],
        [-600, 5],
        [-1, 120],
        [-1, 120],
        [-1, 120],
      ],
    ],
  ])('is not missed where others %s', (_, lives) => {
    expect(look(lives, 24).gone).toBeNull();
    expect(look(lives, 24, () => 300, false).gone).toBeNull();
  });

  it('is not missed once V2 has fewer requests, as an autoscaler makes of it', () => {
    const lives = [STAYS, STAYS, [-1, 20] as const];
    expect(look(lives, 26, (minute) => (minute < 15 ? 300 : 200)).gone).toBeNull();
    expect(look(lives, 26, (minute) => (minute < 15 ? 300 : 290)).gone).toMatchObject({ pods: 1, of: 3 });
  });

  it('is missed with others, the first of which tells since when', () => {
    const lives = [STAYS, [-1, 18] as const, [-1, 20] as const];
    expect(look(lives, 24).gone).toEqual({ pods: 2, of: 3, since: at(18) + 1 });
  });

  it('is missed the same by a judge that was restarted', () => {
    const all = [...v1, ...podsOf('candidate', [STAYS, STAYS, [-1, 20]], () => 300)];
    let live = new Judge(options);
    for (let minute = -5; minute <= 24; minute += 0.5) {
      live.hear(
        all.map((raw) => {
          const keep = (_: number, i: number) =>
            (raw.times[i] ?? 0) > at(minute - 0.5) && (raw.times[i] ?? 0) <= at(minute);
          return { ...raw, times: Array.from(raw.times).filter(keep), values: Array.from(raw.values).filter(keep) };
        }),
        at(minute),
      );
      if (minute === 21) live = new Judge(options, JSON.parse(JSON.stringify(live.state)));
    }
    expect(live.verdict(at(24))).toEqual(look([STAYS, STAYS, [-1, 20]], 24));
  });

  it('is said, and of no more pods than `up` misses, unless the profile tells how many there should be', () => {
    const verdict = look([STAYS, STAYS, [-1, 20]], 24);
    const said = (pods: Parameters<typeof ailmentsOf>[0], planned: number | null) =>
      ailmentsOf(pods, planned, verdict).map((one) => ailmentText(one, 'V2', at(24)));
    const gone = '1 V2 pod has been gone for 3m and has not been replaced';
    expect(said(null, null)).toEqual([gone]);
    expect(said({ up: 2, down: 0 }, null)).toEqual([gone]);
    expect(said({ up: 2, down: 1 }, null)).toEqual(['1 of 3 V2 pods does not answer']);
    expect(said({ up: 3, down: 0 }, null)).toEqual([]);
    expect(said({ up: 2, down: 0 }, 2)).toEqual([]);
    expect(said({ up: 2, down: 0 }, 3)).toEqual(['1 of 3 planned V2 pods is missing']);
  });
});
