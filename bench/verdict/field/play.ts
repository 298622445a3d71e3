import { millis, ratio, seconds } from '../../../src/units.ts';
import { dataState, stateOf } from '../../../src/verdict/findings/state.ts';
import { newJudgement, updateJudgement } from '../../../src/verdict/judgement.ts';
import { DEFAULTS, type JudgeOptions } from '../../../src/verdict/options.ts';
import { Counting } from '../../../src/verdict/rounds/counting.ts';
import type { Round } from '../../../src/verdict/rounds/round.ts';
import type { VerdictState } from '../../../src/verdict/verdict.ts';
import { type RivalName, Rivals } from '../judges/rivals.ts';
import { Random } from '../random.ts';
import type { Setting } from './setting.ts';
import { BEFORE, EPOCH, Site } from './site.ts';

/** The latency limit. */
export const SLO = 0.25;
/** Comparable time before PASS. */
export const SOAK = 300;
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
  /** Other judges of the same stage that called V2 worse; null where they were not asked. */
  readonly rivals: readonly RivalName[] | null;
}

/** How many stages α is divided by. */
export const stagesOf = ({ shares }: Setting): number => (shares.length > 1 ? shares.length : 3);

/** @param stage which of the rollout's @param withRivals whether other judges hear it as well */
export function playStage(setting: Setting, stage: number, seed: number, withRivals: boolean): StageOutcome {
  const site = new Site(setting, setting.shares[stage] ?? 0, new Random(seed));
  const judge = new Listener(optionsOf(setting, site));
  const rivals = withRivals ? new Rivals(SLO, stagesOf(setting), EPOCH) : null;
  let scrapes = 0;
  for (let at = -BEFORE; at <= setting.stage && (rivals || judge.state !== 'FAIL'); at += setting.scrape) {
    site.scrape(at, ({ id, side, counted }, time) =>
      rivals?.hearScrape(id, side, time, counted[0] ?? 0, counted[1] ?? 0),
    );
    rivals?.evaluate(EPOCH + at);
    scrapes += 1;
    if (scrapes % PORTION !== 0 && at + setting.scrape <= setting.stage) continue;
    site.deliver((series) => judge.counting.hear(series));
    judge.counting.close(millis((EPOCH + at + setting.scrape) * 1000 - 1), (round) => {
      judge.hear(round);
      rivals?.hear(round);
    });
  }
  return { ...judge.outcome, rivals: rivals ? rivals.alarmed : null };
}

/** ringdeck's verdict after each round, without its words. */
class Listener {
  readonly counting: Counting;
  readonly #options: JudgeOptions;
  readonly #judgement: ReturnType<typeof newJudgement>;
  #passedAt = Infinity;
  #lastPassAt = -Infinity;
  state: VerdictState = 'INCONCLUSIVE';

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#judgement = newJudgement(options);
    this.counting = new Counting(options);
  }

  hear(round: Round): void {
    if (this.state === 'FAIL') return;
    updateJudgement(this.#judgement, round, this.#options);
    if (!round.counted) return;
    this.state = stateOf(this.#judgement, this.#options, dataState(this.#judgement, round.at));
    if (this.state !== 'PASS') return;
    this.#lastPassAt = inRoom(round.at);
    this.#passedAt = Math.min(this.#passedAt, this.#lastPassAt);
  }

  get outcome() {
    const { failedAt } = this.#judgement;
    return {
      failedAt: failedAt === null ? Infinity : inRoom(failedAt),
      passedAt: this.#passedAt,
      lastPassAt: this.#lastPassAt,
      state: this.state,
    };
  }
}

export function optionsOf(setting: Setting, site: Site): JudgeOptions {
  const { practical, margin } = DEFAULTS;
  return {
    ...DEFAULTS,
    // As a profile has it: two attempts share it.
    attempts: 2,
    zone: setting.zoneLabel ? 'zone' : null,
    startAt: millis(EPOCH * 1000),
    scrape: seconds(setting.scrape),
    planned: seconds(3600),
    soak: seconds(SOAK),
    rings: stagesOf(setting),
    latency: { slo: seconds(SLO), tolerated: 1, practical, margin },
    share: [0, 450, 900, 1350].map((at) => ({ from: millis((EPOCH + at) * 1000), share: ratio(site.shareAt(at)) })),
  };
}
