/** What one version counted in a round by the values of one label, each at its place: of all its pods together. */
export interface LabelRows {
  readonly requests: ArrayLike<number>;
  readonly events: ArrayLike<number>;
}

/** What both versions counted by the values of one label, each at its place; as JSON can hold it. */
export interface LabelSums {
  readonly n1: number[];
  readonly e1: number[];
  readonly n2: number[];
  readonly e2: number[];
}

const newSums = (): LabelSums => ({ n1: [], e1: [], n2: [], e2: [] });

/** Takes in one round. @param candidate without it the baseline alone is learnt */
export function extendLabels(
  sums: LabelSums[],
  baseline: readonly LabelRows[],
  candidate: readonly LabelRows[] | undefined,
): void {
  baseline.forEach((rows, label) => {
    const of = sums[label] ?? newSums();
    sums[label] = of;
    add(of.n1, rows.requests);
    add(of.e1, rows.events);
  });
  candidate?.forEach(({ requests, events }, label) => {
    const of = sums[label] ?? newSums();
    sums[label] = of;
    add(of.n2, requests);
    add(of.e2, events);
  });
}

function add(to: number[], values: ArrayLike<number>): void {
  for (let place = 0; place < values.length; place += 1) to[place] = (to[place] ?? 0) + (values[place] ?? 0);
}

export const copyLabels = (sums: readonly LabelSums[]): LabelSums[] =>
  sums.map(({ n1, e1, n2, e2 }) => ({ n1: [...n1], e1: [...e1], n2: [...n2], e2: [...e2] }));

/** What came between two moments. A value that was not there then had counted nothing. */
export function labelsSince(now: LabelSums, then: LabelSums | undefined): LabelSums {
  const since = (of: keyof LabelSums) => now[of].map((value, place) => value - (then?.[of][place] ?? 0));
  return { n1: since('n1'), e1: since('e1'), n2: since('n2'), e2: since('e2') };
}
