import { millis, ratio, seconds } from '../../../src/units.ts';
import { Counting } from '../../../src/verdict/counting.ts';
import { newJudgement, updateJudgement } from '../../../src/verdict/judgement.ts';
import { DEFAULTS, type JudgeOptions } from '../../../src/verdict/options.ts';
import { dataState, stateOf } from '../../../src/verdict/state.ts';
import type { VerdictState } from '../../../src/verdict/verdict.ts';
import { Random, seedOf } from '../random.ts';
import type { Setting } from './setting.ts';
import { BEFORE, EPOCH, Site } from './site.ts';

/** The latency limit. */
const SLO = 0.25;
/** A room counts what is older than this: a slow scrape is stored so late. */
const SLOWNESS = 5;
/** When a room has heard what was counted up to an instant, in seconds since the stage began. */
const inRoom = (at: number) => at / 1000 - EPOCH + SLOWNESS;
/** Scrapes heard at a time: in what portions changes nothing but the time it takes. */
const PORTION = 10;

/** What a room would have said of one stage. */
export interface StageOutcome {
  /** When it said FAIL, in seconds since the stage began; Infinity if it did not. */
  readonly failedAt: number;
  /** When it first said PASS, and last said it. */
  readonly passedAt: number;
  readonly lastPassAt: number;
  readonly state: VerdictState;
}

/** @param stage which of the rollout's */
export function playStage(setting: Setting, stage: number, seed: number): StageOutcome {
  const site = new Site(setting, setting.shares[stage] ?? 0, new Random(seed));
  const options = optionsOf(setting, site);
  const judgement = newJudgement(options);
  const counting = new Counting(options);
  let [passedAt, lastPassAt] = [Infinity, -Infinity];
  let state = 'INCONCLUSIVE' as VerdictState;
  let scrapes = 0;
  for (let at = -BEFORE; at <= setting.stage && state !== 'FAIL'; at += setting.scrape) {
    site.scrape(at);
    scrapes += 1;
    if (scrapes % PORTION !== 0 && at + setting.scrape <= setting.stage) continue;
    site.deliver((series) => counting.hear(series));
    counting.close(millis((EPOCH + at + setting.scrape) * 1000 - 1), (round) => {
      updateJudgement(judgement, round, options);
      if (!round.counted || state === 'FAIL') return;
      state = stateOf(judgement, options, dataState(judgement, round.at));
      if (state !== 'PASS') return;
      lastPassAt = inRoom(round.at);
      passedAt = Math.min(passedAt, lastPassAt);
    });
  }
  const failedAt = judgement.failedAt === null ? Infinity : inRoom(judgement.failedAt);
  return { failedAt, passedAt, lastPassAt, state };
}

export function optionsOf({ scrape, shares, zoneLabel }: Setting, site: Site): JudgeOptions {
  const { practical, margin } = DEFAULTS;
  return {
    ...DEFAULTS,
    // As a profile has it: two attempts share it.
    attempts: 2,
    zone: zoneLabel ? 'zone' : null,
    startAt: millis(EPOCH * 1000),
    scrape: seconds(scrape),
    planned: seconds(3600),
    soak: seconds(300),
    rings: shares.length > 1 ? shares.length : 3,
    latency: { slo: seconds(SLO), tolerated: 1, practical, margin },
    share: [0, 450, 900, 1350].map((at) => ({ from: millis((EPOCH + at) * 1000), share: ratio(site.shareAt(at)) })),
  };
}

/** Whole rollouts: every stage of each. */
export function playRollouts(setting: Setting, rollouts: number, seed: number): readonly (readonly StageOutcome[])[] {
  return Array.from({ length: rollouts }, (_, rollout) =>
    setting.shares.map((_, stage) => playStage(setting, stage, seedOf(seed, rollout, stage))),
  );
}
