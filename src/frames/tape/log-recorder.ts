import { compileLog } from '../../logs/query.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import { lineKey } from '../../sources/loki/key.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import { type Millis, millis, nanosOf } from '../../units.ts';
import type { LogSource } from '../patterns/pattern-watch.ts';
import { forTape, type RecordedLines, withinBudget } from './recorded-lines.ts';

/** Characters of lines kept of one refresh, all queries together. */
const BUDGET = 48_000;
/** Lines read of one query at each refresh, at most. */
const MOST_READ = 2000;
/** At the start so many times as much is read and kept. */
const FIRST = 5;
/** Seconds that lines take to reach Loki, and how far back is read at the start, where the profile does not say it. */
const DELAY = 2;
const LOOKBACK = 300;

/** The lines of a tape end before its present by up to so many milliseconds. */
export const lagOf = ({ patterns, profile }: Plan): number => ((patterns?.delay ?? DELAY) + profile.refresh) * 1000;

/** Reads at each refresh the new lines a tape is to hold: those that both versions are compared by, and of saved searches. */
export class LogRecorder {
  readonly #queries: Set<string>;
  readonly #refused: (query: string, error: SourceError) => void;
  readonly #delay: number;
  readonly #lookback: number;
  #covered: Millis | undefined;

  /** @param refused told of a query that the server takes for none: it is asked no more, and the others are */
  constructor({ patterns, searches }: Plan, refused: (query: string, error: SourceError) => void = () => {}) {
    const saved = searches.map(({ query }) => query).filter(isAnsweredByTapes);
    this.#queries = new Set([...(patterns ? [patterns.query.baseline, patterns.query.candidate] : []), ...saved]);
    this.#refused = refused;
    this.#delay = (patterns?.delay ?? DELAY) * 1000;
    this.#lookback = (patterns?.lookback ?? LOOKBACK) * 1000;
  }

  /** False where the profile asks for no lines, or for none the server gives. */
  get hasQueries(): boolean {
    return this.#queries.size > 0;
  }

  /** The lines since the last time; undefined when nothing is due. After a failure they are read the next time. */
  async read(source: LogSource, at: Millis, signal?: AbortSignal): Promise<Outcome<RecordedLines | undefined>> {
    const to = millis(at - this.#delay);
    const from = millis(Math.max(this.#covered ?? 0, to - this.#lookback));
    if (from >= to || !this.hasQueries) return succeeded(undefined);
    const times = from === this.#covered ? 1 : FIRST;
    const limit = times * MOST_READ;
    const window = { from: nanosOf(from), to: nanosOf(to), direction: 'forward', limit } as const;
    const answers = await Promise.all(
      [...this.#queries].map(async (query) => ({ query, page: await source.lines({ ...window, query }, signal) })),
    );
    const known = new Set<string>();
    const groups: LogLine[][] = [];
    let uncounted = false;
    for (const { query, page } of answers) {
      if (!page.ok) {
        if (page.error.kind !== 'bad-query') return page;
        this.#queries.delete(query);
        this.#refused(query, page.error);
        continue;
      }
      const { lines, crowded, categorised } = page.value;
      uncounted ||= lines.length >= limit || crowded.length > 0;
      groups.push(lines.filter((line) => isFirst(known, lineKey(line, categorised))));
    }
    this.#covered = to;
    const lines = withinBudget(groups, times * BUDGET).map(forTape);
    const leftOut = groups.reduce((sum, group) => sum + group.length, 0) - lines.length;
    return succeeded({ from, to, lines, leftOut, uncounted });
  }
}

/** Searches that a tape could not answer need no lines on it; those that rewrite lines are among them. */
function isAnsweredByTapes(query: string): boolean {
  try {
    compileLog(query);
    return true;
  } catch {
    return false;
  }
}

function isFirst(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
