/** One number with what tells it apart from the others of its family. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All samples of one metric name. One without samples is not shown: what is unknown is absent, never 0. */
export interface Family {
  /** With its unit, and `_total` when it is a counter. */
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

const family =
  (type: Family['type']) =>
  (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type, help, samples });

export const gauge = family('gauge');
export const counter = family('counter');

export const sample = (value: number, labels: Sample['labels'] = {}): Sample => ({ labels, value });

/** One sample, or none where the value is not known. */
export const known = (value: number | null | undefined, labels: Sample['labels'] = {}): readonly Sample[] =>
  value === null || value === undefined ? [] : [sample(value, labels)];

/** 1 for yes, 0 for no. */
export const flag = (yes: boolean, labels: Sample['labels'] = {}): Sample => sample(yes ? 1 : 0, labels);

/** Which of several states holds: 1 for it, 0 for each other, so that every state has a series at all times. */
export const oneOf = <S extends string>(
  states: readonly S[],
  current: S,
  labels: Sample['labels'] = {},
): readonly Sample[] => states.map((state) => flag(state === current, { ...labels, state }));
