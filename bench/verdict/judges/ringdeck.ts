import { millis, ratio, seconds } from '../../../src/units.ts';
import { dataState, stateOf } from '../../../src/verdict/findings/state.ts';
import { type Judgement, newJudgement, updateJudgement } from '../../../src/verdict/judgement.ts';
import { DEFAULTS, type JudgeOptions } from '../../../src/verdict/options.ts';
import type { Round } from '../../../src/verdict/rounds/round.ts';
import type { VerdictState } from '../../../src/verdict/verdict.ts';
import { type Cell, RING, RINGS } from '../cell.ts';
import type { World } from '../world.ts';

/** The latency limit. */
export const SLO = 0.25;
/** PASS claims less than two points: an effect of two points is the hardest not to pass. */
const MARGIN = ratio(0.02);

export function ringdeckOptions({ scrape, share }: Cell, world: World): JudgeOptions {
  return {
    ...DEFAULTS,
    startAt: millis(0),
    scrape: seconds(scrape),
    planned: seconds(RING),
    soak: seconds(0),
    // Its pods are warm when they get traffic.
    warmup: seconds(0),
    rings: RINGS,
    margin: MARGIN,
    latency: { slo: seconds(SLO), tolerated: 1, practical: DEFAULTS.practical, margin: MARGIN },
    share: [0, 1, 2, 3]
      .map((quarter) => (quarter * RING) / 4)
      .map((at) => ({ from: millis(at * 1000), share: ratio(world.shareAt(at) || share) })),
  };
}

/** The judge under test: alarms, and passes from each look on. */
export class Ringdeck {
  readonly #options: JudgeOptions;
  readonly judgement: Judgement;
  alarmAt: number | null = null;
  passedAt: number | null = null;
  state: VerdictState = 'INCONCLUSIVE';

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.judgement = newJudgement(options);
  }

  hear(round: Round): void {
    updateJudgement(this.judgement, round, this.#options);
    if (!round.counted || this.alarmAt !== null) return;
    this.state = stateOf(this.judgement, this.#options, dataState(this.judgement, round.at));
    const at = round.at / 1000;
    if (this.state === 'FAIL') this.alarmAt = at;
    else if (this.state === 'PASS') this.passedAt ??= at;
  }
}
