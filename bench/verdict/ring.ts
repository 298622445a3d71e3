import { millis } from '../../src/units.ts';
import { Counting } from '../../src/verdict/rounds/counting.ts';
import type { VerdictState } from '../../src/verdict/verdict.ts';
import { BEFORE, type Cell, RING, RINGS } from './cell.ts';
import { Ringdeck, ringdeckOptions, SLO } from './judges/ringdeck.ts';
import { RIVALS, type RivalName, Rivals } from './judges/rivals.ts';
import { Random } from './random.ts';
import { World } from './world.ts';

export const JUDGES = ['ringdeck', ...RIVALS] as const;
export type JudgeName = 'ringdeck' | RivalName;

/** Scrapes heard at a time: in what portions changes nothing but the time it takes. */
const PORTION = 10;

/** What became of one ring. */
export interface RingOutcome {
  /** When V2 became worse, in seconds after the ring's start; Infinity if it did not. */
  readonly badFrom: number;
  /** First alarm of each judge; Infinity without. */
  readonly alarms: Readonly<Record<JudgeName, number>>;
  /** First time ringdeck passed V2; Infinity if it never did. And its last word. */
  readonly passedAt: number;
  readonly state: VerdictState;
}

/** One ring of one world before all judges: the same seed is the same world for each. */
export function runRing(cell: Cell, seed: number): RingOutcome {
  const random = new Random(seed);
  const world = new World(cell, random);
  const options = ringdeckOptions(cell, world);
  const ringdeck = new Ringdeck(options);
  const rivals = new Rivals(SLO, RINGS, random.uniform() * 15);
  const counting = new Counting(options);
  let scrapes = 0;
  for (let at = -BEFORE; at <= RING; at += cell.scrape) {
    for (let i = 0; i < world.pods.length; i += 1) {
      const phase = world.pods[i]?.phase ?? 0;
      if (at < 0 && world.pods[i]?.side === 'candidate') continue;
      const pod = world.step(i, at + phase - cell.scrape, at + phase);
      if (!pod) continue;
      rivals.hearScrape(pod.id, pod.side, at + phase, pod.requests, pod.errors);
    }
    rivals.evaluate(at + cell.scrape);
    scrapes += 1;
    if (scrapes % PORTION !== 0 && at + cell.scrape <= RING) continue;
    world.deliver((series) => counting.hear(series));
    counting.close(millis((at + cell.scrape) * 1000 - 1), (round) => {
      ringdeck.hear(round);
      rivals.hear(round);
    });
    if (ringdeck.alarmAt !== null && (cell.onset === 'whole' || rivals.areDone)) break;
  }
  return {
    badFrom: world.badFrom,
    alarms: { ringdeck: ringdeck.alarmAt ?? Infinity, ...rivals.alarms },
    passedAt: ringdeck.passedAt ?? Infinity,
    state: ringdeck.state,
  };
}
