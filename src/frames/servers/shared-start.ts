import type { Millis } from '../../units.ts';
import type { QueryAnswer } from '../frame.ts';
import { RolloutStart } from '../rollout-start.ts';

/**
 * When the rollout reached where it stands, told by the answers of every server that knows of a part of it: the one whose
 * samples are counted waits for the others of its round.
 */
export class SharedStart {
  readonly #start: RolloutStart;
  #at: Millis | undefined;
  #answers: Promise<readonly QueryAnswer[]>[] = [];

  constructor(...queries: ConstructorParameters<typeof RolloutStart>) {
    this.#start = new RolloutStart(...queries);
  }

  /** Takes note of answers to come, before anything of the round has been waited for. @param answers never reject */
  expect(at: Millis, answers: Promise<readonly QueryAnswer[]>): void {
    if (at !== this.#at) this.#answers = [];
    this.#at = at;
    this.#answers.push(answers);
  }

  /** Null while no part has begun. */
  async observe(now: Millis): Promise<Millis | null> {
    return this.#start.observe((await Promise.all(this.#answers)).flat(), now);
  }
}
