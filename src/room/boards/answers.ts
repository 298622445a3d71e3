import { own } from '../../own.ts';
import { type Query, type QueryKey, queryKey } from '../../profile/query.ts';
import { type Observed, type ReadSeries, readSeries, type Unread } from '../readings.ts';

/** What a query answered to a panel, or why there is nothing. */
export interface Answers {
  readonly series: readonly ReadSeries[];
  readonly unread: Unread | null;
}

/** What the queries of boards answered: each looked at once, and taken apart once by the label that panels are repeated by. */
export class BoardAnswers {
  readonly #observed: Observed;
  readonly #all = new Map<QueryKey, Answers>();
  readonly #parts = new Map<string, ReadonlyMap<string, readonly ReadSeries[]>>();

  constructor(observed: Observed) {
    this.#observed = observed;
  }

  get observed(): Observed {
    return this.#observed;
  }

  all(expr: Query): Answers {
    const key = queryKey(expr);
    const known = this.#all.get(key);
    if (known) return known;
    const answers = readSeries(expr, this.#observed);
    this.#all.set(key, answers);
    return answers;
  }

  /** Values of a label in what some queries answered, ascending. */
  values(exprs: readonly Query[], label: string): readonly string[] {
    return [...new Set(exprs.flatMap((expr) => [...this.#by(expr, label).keys()]))].sort();
  }

  /** The series that have some values of a label; a silent server may have some, too, and keeps its place in each. */
  of(expr: Query, label: string, values: readonly string[]): Answers {
    const { series: all, unread } = this.all(expr);
    const silent = all.filter((one) => one.silent && own(one.labels, label) === undefined);
    const series = [...values.flatMap((value) => this.#by(expr, label).get(value) ?? []), ...silent];
    if (series.length > 0 || unread) return { series, unread };
    return { series, unread: { known: false, reason: 'no-series', warning: null, each: true } };
  }

  #by(expr: Query, label: string): ReadonlyMap<string, readonly ReadSeries[]> {
    const key = `${label} ${queryKey(expr)}`;
    const known = this.#parts.get(key);
    if (known) return known;
    const named = this.all(expr).series.filter(({ labels }) => own(labels, label) !== undefined);
    const parts = Map.groupBy(named, ({ labels }) => own(labels, label) ?? '');
    this.#parts.set(key, parts);
    return parts;
  }
}

/** How a panel reads its queries: all series of them, or those of one value. */
export type Read = (expr: Query) => Answers;
