import { type Query, queryKey } from '../profile/query.ts';
import { failed, type Outcome } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow, RawResult } from '../sources/prometheus/types.ts';
import type { Millis } from '../units.ts';
import type { Span } from './period.ts';

/** What is asked of a server for a report. */
export type Question = InstantQuestion | RangeQuestion | SamplesQuestion;

export interface InstantQuestion {
  readonly kind: 'instant';
  readonly query: Query;
  readonly at: Millis;
}

export interface RangeQuestion {
  readonly kind: 'range';
  readonly query: Query;
  readonly window: RangeWindow;
}

/** The stored samples of a selector. */
export interface SamplesQuestion extends Span {
  readonly kind: 'samples';
  readonly selector: string;
}

/** What came of a question. */
export type Answer<Q extends Question = Question> = Outcome<
  Q extends InstantQuestion ? InstantResult : Q extends RangeQuestion ? RangeResult : RawResult
>;

/** What each kind of question is asked by. */
export interface Asking {
  instant(question: InstantQuestion): Promise<Outcome<InstantResult>>;
  range(question: RangeQuestion): Promise<Outcome<RangeResult>>;
  samples(question: SamplesQuestion): Promise<Outcome<RawResult>>;
}

const NOT_ASKED = failed({ kind: 'aborted', message: 'this was not asked' });

/** The answers that a report is made of, each found by its question. */
export class Answers {
  readonly #instants = new Map<string, Outcome<InstantResult>>();
  readonly #ranges = new Map<string, Outcome<RangeResult>>();
  readonly #samples = new Map<string, Outcome<RawResult>>();

  instant(question: InstantQuestion): Outcome<InstantResult> {
    return this.#instants.get(keyOf(question)) ?? NOT_ASKED;
  }

  range(question: RangeQuestion): Outcome<RangeResult> {
    return this.#ranges.get(keyOf(question)) ?? NOT_ASKED;
  }

  samples(question: SamplesQuestion): Outcome<RawResult> {
    return this.#samples.get(keyOf(question)) ?? NOT_ASKED;
  }

  /** Asks one question and keeps what comes of it. */
  async ask(question: Question, asking: Asking): Promise<void> {
    const key = keyOf(question);
    if (question.kind === 'instant') this.#instants.set(key, await asking.instant(question));
    else if (question.kind === 'range') this.#ranges.set(key, await asking.range(question));
    else this.#samples.set(key, await asking.samples(question));
  }
}

/** Each question once. */
export const uniqueQuestions = (questions: readonly Question[]): Question[] => [
  ...new Map(questions.map((question) => [keyOf(question), question])).values(),
];

function keyOf(question: Question): string {
  switch (question.kind) {
    case 'instant':
      return `instant ${question.at} ${queryKey(question.query)}`;
    case 'range': {
      const { from, to, step } = question.window;
      return `range ${from} ${to} ${step} ${queryKey(question.query)}`;
    }
    case 'samples':
      return `samples ${question.from} ${question.to} ${question.selector}`;
  }
}
