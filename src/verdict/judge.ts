import { type Millis, type Seconds, seconds } from '../units.ts';
import type { RawSeries } from './counters/samples.ts';
import { readVerdict } from './findings/verdict.ts';
import { type Judgement, newJudgement, updateJudgement } from './judgement.ts';
import type { JudgeOptions } from './options.ts';
import { Counting, type CountingState } from './rounds/counting.ts';
import type { CountedVerdict, DataProblem } from './verdict.ts';

/** A judge between two looks, as JSON can hold it. */
export interface JudgeState {
  readonly counting: CountingState;
  readonly judgement: Judgement;
}

/**
 * Is the candidate worse than the baseline? Hears raw samples, oldest first, and may be asked after every scrape. A
 * judge that heard the same samples in other portions, or anew from the start, says the same to the bit.
 */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #counting: Counting;
  readonly #judgement: Judgement;
  #heard: Millis | null = null;

  constructor(options: JudgeOptions, state?: JudgeState) {
    this.#options = options;
    this.#counting = new Counting(options, state?.counting);
    this.#judgement = state ? structuredClone(state.judgement) : newJudgement(options);
  }

  /**
   * @param series samples since the last call, or since earlier: what was heard before is passed over. The first call
   *   reaches back before the ring's start, at least three scrapes and better half an hour: what the baseline did then teaches its noise
   * @param horizon samples up to then are complete
   */
  hear(series: readonly RawSeries[], horizon: Millis): void {
    this.#counting.hear(series);
    this.#counting.close(horizon, (round) => updateJudgement(this.#judgement, round, this.#options));
    this.#heard = horizon;
  }

  /** Samples after this instant are still needed; null before anything was heard. */
  get heard(): Millis | null {
    return this.#heard;
  }

  /** How often pods are scraped by now. */
  get scrape(): Seconds {
    return seconds(this.#judgement.scrape);
  }

  /** @param now the horizon up to which samples are complete @param problem of the last query, if it had one */
  verdict(now: Millis, problem: DataProblem | null = null): CountedVerdict {
    return readVerdict(this.#judgement, this.#options, now, problem, this.#counting);
  }

  get state(): JudgeState {
    return { counting: this.#counting.state, judgement: structuredClone(this.#judgement) };
  }
}
