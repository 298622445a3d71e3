import { detectLevel } from '../../logs/level.ts';
import type { PatternSide } from '../../patterns/batch.ts';
import { Batcher, type MinedBatch, type SideLine } from '../../patterns/batcher.ts';
import { ownNames } from '../../patterns/own-names.ts';
import type { PlannedPatterns } from '../../profile/plan/plan.ts';
import { type Outcome, succeeded } from '../../sources/error.ts';
import type { LinePage, LineRequest, LogLine } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../units.ts';
import { seriesKey } from '../raw/raw.ts';

/** What both versions said over one stretch of time, mined into templates. */
export interface PatternReport {
  readonly from: Millis;
  /** Up to here the lines of both versions were read; less than `to` when there were more than may be read. */
  readonly until: Millis;
  readonly to: Millis;
  readonly batch: MinedBatch;
}

/** Where lines are read from. */
export interface LogSource {
  lines(request: LineRequest, signal?: AbortSignal): Promise<Outcome<LinePage>>;
}

const SIDES: readonly PatternSide[] = ['baseline', 'candidate'];
/** A longer stretch, as at the start or after an outage, is mined in pieces of so many milliseconds. */
const PIECE = 5000;
/** At the start so many times the lines of a refresh are read. */
const FIRST = 5;

/** Reads at each refresh the new lines of both versions, and mines them. */
export class PatternWatch {
  readonly #plan: PlannedPatterns;
  readonly #batcher = new Batcher();
  #covered: Millis | undefined;

  constructor(plan: PlannedPatterns) {
    this.#plan = plan;
  }

  /** Reports in order of time, none when nothing is due. What failed is asked for again, at most as far back as at the start. */
  async ask(source: LogSource, at: Millis, signal?: AbortSignal): Promise<Outcome<readonly PatternReport[]>> {
    const { query, lines: budget, delay, lookback } = this.#plan;
    const to = millis(at - delay * 1000);
    const from = millis(Math.max(this.#covered ?? 0, to - lookback * 1000));
    if (from >= to) return succeeded([]);
    const limit = from === this.#covered ? budget : FIRST * budget;
    const window = { from: nanosOf(from), to: nanosOf(to), direction: 'forward', limit } as const;
    const [baseline, candidate] = await Promise.all(
      SIDES.map((side) => source.lines({ ...window, query: query[side] }, signal)),
    );
    if (!baseline?.ok) return baseline ?? succeeded([]);
    if (!candidate?.ok) return candidate ?? succeeded([]);
    this.#covered = to;
    const read = { baseline: baseline.value.lines, candidate: candidate.value.lines };
    const until = commonEnd(read, limit, from, to);
    return succeeded(mineInPieces(this.#batcher, read, { from, until, to }));
  }
}

/** Mines lines of both versions piece by piece. */
export function mineInPieces(
  batcher: Batcher,
  read: Read,
  { from, until, to }: Pick<PatternReport, 'from' | 'until' | 'to'>,
  pieces = Math.max(1, Math.ceil((until - from) / PIECE)),
): PatternReport[] {
  const border = (i: number) => millis(Math.round(from + ((until - from) * i) / pieces));
  const lines = sideLines(read, until);
  return Array.from({ length: pieces }, (_, i): PatternReport => {
    const [begin, end] = [border(i), border(i + 1)];
    const isLast = i === pieces - 1;
    const own = lines.filter(({ at }) => at >= begin && (at < end || isLast));
    return { from: begin, until: end, to: isLast ? to : end, batch: batcher.mine(own) };
  });
}

type Read = Readonly<Record<PatternSide, readonly LogLine[]>>;

/** Up to where both versions were read: where there were too many lines of one, it ends with the last of them. */
export function commonEnd(read: Read, limit: number, from: Millis, to: Millis): Millis {
  const ends = SIDES.map((side) => {
    const last = read[side].at(-1);
    return last && read[side].length >= limit ? millisOf(last.at) : to;
  });
  // Of a millisecond that is too full to be read, what was read of it stands for all of it.
  return millis(Math.max(Math.min(to, from + 1), Math.min(...ends)));
}

/** Lines of both versions before an instant, as they are mined. */
function sideLines(read: Read, until: Millis): (SideLine & { readonly at: Millis })[] {
  const end = nanosOf(until);
  const streams = new Map<Labels, string>();
  const streamOf = (labels: Labels) => {
    const key = streams.get(labels) ?? seriesKey(labels);
    streams.set(labels, key);
    return key;
  };
  return SIDES.flatMap((side) =>
    read[side]
      .filter(({ at }) => at < end)
      .map((line) => ({
        side,
        at: millisOf(line.at),
        second: Number(line.at / 1_000_000_000n),
        stream: streamOf(line.labels),
        level: detectLevel(line),
        text: line.text,
        own: ownNames(line),
      })),
  );
}
